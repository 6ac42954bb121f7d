"""What a checkpoint carries besides weights: calibration and recognition of every category, and facts of its making."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from core import certificate, marks, memory, normal_file
from core.calibration import PIXEL_LEVELS, FittedCategory
from core.errors import CheckpointError
from core.probing import atlas, patches
from core.recognition import CategoryReference
from core.records import CategoryCalibration
from core.region_rules import RegionRules


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Calibrated categories of a checkpoint; empty for imported weights that were never calibrated."""

    fitted: Mapping[str, FittedCategory] = field(default_factory=dict)
    references: Mapping[str, CategoryReference] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    atlases: Mapping[str, atlas.CategoryAtlas] = field(default_factory=dict)
    memories: Mapping[str, memory.CategoryMemory] = field(default_factory=dict)  # older files have none
    golden: certificate.Golden | None = None
    patches: Mapping[str, patches.CategoryPatches] = field(default_factory=dict)

    def pack(self) -> tuple[dict[str, str], dict[str, Tensor]]:
        """Metadata strings and extra tensors for the checkpoint."""
        tensors: dict[str, Tensor] = {}
        categories = {}
        for name, fitted in self.fitted.items():
            record, reference = fitted.calibration, self.references[name]
            packed = normal_file.pack(fitted.normal)
            tensors |= {f"calibration/{name}/{key}": kept for key, kept in packed.items()}
            tensors[f"calibration/{name}/normal_scores"] = torch.from_numpy(record.normal_scores)
            tensors[f"calibration/{name}/pixel_values"] = torch.from_numpy(record.pixel_values)
            tensors[f"recognition/{name}/vectors"] = reference.vectors.half()
            tensors[f"recognition/{name}/spread"] = reference.spread
            categories[name] = {
                "modalities": record.modalities,
                "set_name": record.set_name,
                "anomaly_threshold": record.anomaly_threshold,
                "review_threshold": record.review_threshold,
                "false_alarm_rate": record.false_alarm_rate,
                "pixel_threshold": record.pixel_threshold,
                "rules": record.rules.to_dict(),
                "recognition_limit": reference.limit,
            }
        routed, profiles = atlas.pack(self.atlases)
        remembered, codes = memory.pack(self.memories)
        marked, places = marks.pack({name: fitted.normal.marks for name, fitted in self.fitted.items()})
        kept, pictures = patches.pack(self.patches)
        return {
            "categories": json.dumps(categories),
            "facts": json.dumps(dict(self.facts)),
            **routed,
            **remembered,
            **marked,
            **kept,
        }, tensors | profiles | codes | places | pictures | certificate.pack(self.golden)

    @classmethod
    def unpack(cls, metadata: Mapping[str, str], tensors: Mapping[str, Tensor]) -> Bundle:
        """Rebuild from `pack`. Raises CheckpointError when a part is missing."""
        fitted, references = {}, {}
        try:
            for name, facts in json.loads(metadata.get("categories", "{}")).items():
                modalities = tuple(facts["modalities"])
                calibration = CategoryCalibration(
                    category=name,
                    modalities=modalities,
                    normal_scores=tensors[f"calibration/{name}/normal_scores"].numpy(),
                    pixel_levels=PIXEL_LEVELS,
                    pixel_values=tensors[f"calibration/{name}/pixel_values"].numpy(),
                    anomaly_threshold=facts["anomaly_threshold"],
                    review_threshold=facts["review_threshold"],
                    false_alarm_rate=facts["false_alarm_rate"],
                    set_name=facts["set_name"],
                    pixel_threshold=facts.get("pixel_threshold"),  # model files before 0.2 have neither
                    rules=RegionRules.from_dict(facts["rules"]) if "rules" in facts else RegionRules(),
                )
                own = f"calibration/{name}/"
                kept = {key.removeprefix(own): value for key, value in tensors.items() if key.startswith(own)}
                normal = replace(normal_file.unpack(kept), marks=marks.unpack(metadata, tensors, name))
                fitted[name] = FittedCategory(calibration, normal)
                references[name] = CategoryReference(
                    modalities,
                    tensors[f"recognition/{name}/vectors"].float(),
                    tensors[f"recognition/{name}/spread"],
                    facts["recognition_limit"],
                )
            facts_of_making = json.loads(metadata.get("facts", "{}"))
            return cls(
                fitted,
                references,
                facts_of_making,
                atlas.unpack(metadata, tensors),
                memory.unpack(metadata, tensors),
                certificate.unpack(tensors),
                patches.unpack(metadata, tensors),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise CheckpointError(f"The calibration inside the model file is damaged ({error}).") from error
