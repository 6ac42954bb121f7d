"""Load a model once, inspect many samples. Loaded views in, numpy out: no torch type leaves this file."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core import certificate, recognition
from core.bundle import Bundle
from core.calibration import FittedCategory
from core.config import ModelConfig
from core.data.transforms import PreparedSample
from core.device import choose_device, in_halves, memory_guard, use_own_cores
from core.errors import CheckpointError, SampleReadError
from core.fingerprint import scorers
from core.map_stack import MapStack, SlicePass
from core.model import checkpoint
from core.model.backbone import PriorBackbone, load_backbone
from core.model.folding import prepare_for_inference
from core.model.running import Runner, runs_in_half
from core.model.unimmad import Output, UniMMAD
from core.probing import atlas
from core.probing.probe import Probe
from core.probing.records import CategoryRouting, LeaderMixes
from core.probing.tables import leader_mixes
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import (
    CategoryCalibration,
    InspectionResult,
    LoadedSample,
    Modality,
    ModelInfo,
    Region,
    SliceWatcher,
    Verdict,
)
from core.regions import find
from core.scorer import Scorer
from core.sides import inspect_sides
from core.slices import SliceInput, prepare_slice, read_ahead
from core.tiled import inspect_tiles, shrunk, tile_plan

log = logging.getLogger(__name__)

SLICES_AT_ONCE = 2  # short steps, so that cancelling is felt at once
SLICES_AT_ONCE_ON_GPU = 16


class Predictor:
    """A loaded checkpoint; see `core.api.Inspector` for the contract."""

    def __init__(
        self, model: UniMMAD, backbone: PriorBackbone, bundle: Bundle, path: Path, device: torch.device
    ) -> None:
        self.model = model.to(device).eval()
        self.backbone = backbone.to(device)
        self.bundle = bundle
        self.device = device
        config = model.config
        self._run = Runner(self.model, self.backbone, device, half=runs_in_half(config.preset, device))
        self.scorer = Scorer(config.image_size, device)
        self.info = ModelInfo(
            name=path.stem,
            path=path,
            preset=config.preset,
            image_size=config.image_size,
            categories={name: fitted.calibration.modalities for name, fitted in bundle.fitted.items()},
            leaders=config.leaders,
            base_experts=config.base_experts,
            kernel_sizes=config.kernel_sizes,
            scales=len(config.backbone_levels),
            parameters=sum(p.numel() for p in model.parameters()),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            scorers=scorers(path) if path.is_file() else {},
            device=f"{device} (bf16)" if self._run.half else str(device),
            facts=bundle.facts,
        )
        self.calibrations: Mapping[str, CategoryCalibration] = {
            name: fitted.calibration for name, fitted in bundle.fitted.items()
        }

    @classmethod
    def load(
        cls,
        path: Path,
        device: str = "auto",
        report: ReportProgress = ignore_progress,
        token: CancelToken | None = None,
    ) -> Predictor:
        """See `core.api.load_inspector`."""
        token = token or CancelToken()
        chosen = choose_device(device)
        use_own_cores()
        report(Progress(0, 3, f"reading {path.name}"))
        _, model, metadata, extra = checkpoint.load(path)
        token.raise_if_cancelled()
        report(Progress(1, 3, f"reading backbone {model.config.backbone}"))
        backbone = load_backbone(model.config, path if checkpoint.carries_backbone(path) else None)
        token.raise_if_cancelled()
        predictor = cls(model, backbone, Bundle.unpack(metadata, extra), path, chosen)
        prepare_for_inference(predictor.model, predictor.backbone)
        report(Progress(2, 3, "warming up"))
        predictor.forward(torch.zeros(2, 3, *model.config.image_size), [2])
        token.raise_if_cancelled()
        predictor.prove()
        report(Progress(3, 3, "ready"))
        return predictor

    @property
    def config(self) -> ModelConfig:
        """Configuration of the network."""
        return self.model.config

    def prove(self) -> None:
        """Score the golden samples again. Raises CheckpointError when this machine computes other maps."""
        bundle = self.bundle
        if bundle.golden is None:
            return
        proof = certificate.check(bundle.golden, self.model, self.backbone, bundle.fitted, bundle.memories)
        self.info = replace(self.info, facts={**self.info.facts, "parity": proof.sentence})
        if not proof.is_usable:
            raise CheckpointError(
                f"{self.info.path.name} is not used: {proof.sentence}.",
                hint="Try another device. If a file or this program was changed, train or calibrate again.",
                path=self.info.path,
            )

    @torch.inference_mode()
    def forward(self, images: Tensor, counts: Sequence[int]) -> Output:
        """Normalised images [P, 3, H, W] through backbone and network. Raises DeviceError when memory runs out."""
        with memory_guard(self.device):
            return self._run(images, counts)

    def recognise(self, prior: Sequence[Tensor], modalities: tuple[Modality, ...]) -> tuple[str, dict[str, float]]:
        """The category that prior features look like, and the distance to each in units of its limit.

        Args:
            prior: Per scale [M, C, h, w], as the network returns them.
            modalities: M of them.
        """
        if not self.bundle.references:
            return "", {}
        vector = recognition.pooled([scale.cpu() for scale in prior])
        return recognition.recognise(self.bundle.references, modalities, vector)

    @torch.inference_mode()
    def _prior(self, images: Tensor) -> tuple[Tensor, ...]:
        """Of images [M, 3, H, W], without the rest of the network."""
        return self.model.standardise(self.backbone(images.to(self.device)))

    def inspect(
        self,
        loaded: LoadedSample,
        category: str | None = None,
        report: ReportProgress = ignore_progress,
        token: CancelToken | None = None,
        watcher: SliceWatcher | None = None,
    ) -> InspectionResult:
        """See `core.api.Inspector.inspect`."""
        token, begun = token or CancelToken(), time.perf_counter()
        if loaded.sides:
            return inspect_sides(lambda part, recipe: self.inspect(part, recipe), loaded, category, report, token)
        if len(loaded.views) > self.config.max_modalities:
            raise SampleReadError(
                f"{loaded.sample.sample_id} has {len(loaded.views)} sensors; the model takes at most "
                f"{self.config.max_modalities}.",
                hint="Open fewer files together.",
            )
        prepared = PreparedSample(loaded, self.config)
        middle = int(prepared.slices[len(prepared.slices) // 2])
        plan = tile_plan(loaded, self.config.image_size) if self.bundle.fitted else None
        seen = PreparedSample(shrunk(loaded, self.config.image_size), self.config) if plan else prepared
        given = prepare_slice(seen, middle)
        # One pass of an image serves both; a volume is recognised by one slice before its slices are inspected.
        whole = None if plan or loaded.is_volume else self.forward(given.images, [len(loaded.views)])
        prior = self._prior(given.images) if whole is None else whole.prior
        recognised, relative = self.recognise(prior, loaded.modalities)
        chosen = category or (loaded.sample.category if loaded.sample.category in self.calibrations else recognised)
        fitted, notes = self._recipe(chosen, loaded.modalities, relative)
        if plan is not None and fitted is None:
            tiled = inspect_tiles(self, loaded, plan, report, token)
            return tiled.result(loaded, recognised, notes, self.info, time.perf_counter() - begun)
        maps = MapStack(prepared, self.config.image_size)
        smaller: list[int] = []  # batch sizes that memory forced
        pending = prepared.slices
        at_once = SLICES_AT_ONCE_ON_GPU if self.device.type == "cuda" else SLICES_AT_ONCE
        ahead = read_ahead(prepared, watcher, at_once, is_ahead=self.device.type == "cuda")
        for batch, inputs in ahead if whole is None else [(prepared.slices, {middle: given})]:
            token.raise_if_cancelled()
            pending = pending[~np.isin(pending, batch)]
            passes = in_halves(
                lambda part, inputs=inputs: self._slices(prepared, [inputs[place] for place in part], fitted, whole),  # type: ignore[misc]  # bound now
                batch.tolist(),
                smaller.append,
            )
            for slice_index, result in zip(batch, passes, strict=True):
                maps.add(int(slice_index), result)
            if loaded.is_volume:
                report(
                    Progress(len(prepared.slices) - len(pending), len(prepared.slices), f"slice {int(batch[-1]) + 1}")
                )
                if watcher is not None:
                    watcher.found(maps.partial(fitted.calibration if fitted else None))
        score = float(np.nanmax(maps.slice_scores))
        calibration = fitted.calibration if fitted else None
        spacing = loaded.views[0].spacing_mm
        anomaly_map, modality_maps = maps.finish()
        trace = maps.routing(loaded.modalities, self.config.kernel_sizes)
        regions: tuple[Region, ...] = ()
        if calibration is not None:
            regions = find(anomaly_map, modality_maps, calibration.region_threshold, spacing, calibration.rules)
            notes = (*notes, *_rule_notes(calibration, spacing))
        used = chosen if fitted else ""
        return InspectionResult(
            sample=loaded.sample,
            category=used,
            recognised=recognised,
            score=score,
            verdict=calibration.judged(calibration.verdict(score), regions) if calibration else Verdict.UNKNOWN,
            calibration=calibration,
            modalities=loaded.modalities,
            anomaly_map=anomaly_map,
            modality_maps=modality_maps,
            routing=trace,
            gate_energy=maps.gate_energy(),
            slice_scores=maps.slice_scores,
            routing_slices=prepared.slices.astype(np.int64),
            regions=regions,
            map_size=self.config.image_size,
            model_name=self.info.name,
            device=self.info.device,
            seconds=time.perf_counter() - begun,
            notes=(*loaded.notes, *notes, *(["Memory ran short: half a batch at a time."] if smaller else [])),
            routing_alarm=atlas.alarm(self.bundle.atlases, used, loaded.modalities, trace.probabilities),
            routing_distance=atlas.standing(self.bundle.atlases, used, loaded.modalities, trace.probabilities),
        )

    def raw_pass(self, prepared: PreparedSample) -> SlicePass:
        """One image without a calibration; see `core.tiled.Network`."""
        result = self._slices(prepared, [prepare_slice(prepared, 0)], None)[0]
        return replace(result, squared=result.squared.cpu())

    def probe(self, loaded: LoadedSample, category: str, slice_index: int = 0) -> Probe:
        """See `core.api.Inspector.probe`."""
        return Probe(self, loaded, category, slice_index)

    def leader_mixes(self) -> LeaderMixes:
        """See `core.api.Inspector.leader_mixes`."""
        return leader_mixes(self.model)

    @property
    def atlas(self) -> Mapping[str, CategoryRouting]:
        """See `core.api.Inspector.atlas`."""
        return {name: known.record(name, self.config.leaders) for name, known in self.bundle.atlases.items()}

    def _recipe(
        self, category: str, modalities: tuple[Modality, ...], relative: Mapping[str, float]
    ) -> tuple[FittedCategory | None, tuple[str, ...]]:
        """The calibration to use, or none with the reason in words."""
        if not self.bundle.fitted:
            return None, ("The model carries no calibration: score and map are raw.",)
        if not category:
            if not relative:
                sets = sorted({" + ".join(fitted.calibration.modalities) for fitted in self.bundle.fitted.values()})
                return None, (
                    f"No category of the model is seen by {' + '.join(modalities)} (it knows {', '.join(sets)}).",
                )
            nearest = min(relative, key=lambda name: relative[name])
            return None, (
                f"Unlike every category; the nearest is {nearest}, {relative[nearest]:.1f} x its limit away.",
            )
        fitted = self.bundle.fitted.get(category)
        if fitted is None:
            return None, (f"The model does not know the category {category}.",)
        if fitted.calibration.modalities != modalities:
            expected = " + ".join(fitted.calibration.modalities)
            return None, (f"{category} is calibrated for {expected}, not for {' + '.join(modalities)}.",)
        return fitted, ()

    def _slices(
        self,
        prepared: PreparedSample,
        batch: Sequence[SliceInput],
        fitted: FittedCategory | None,
        output: Output | None = None,
    ) -> list[SlicePass]:
        """Squared values stay on the device. `output`: of these slices, if the network has seen them already."""
        count = len(prepared.loaded.views)
        if output is None:
            images = [given.images for given in batch]
            if prepared.loaded.is_volume and self.device.type == "cuda":
                # A last batch that is short is filled up: every new shape costs a GPU seconds of choosing kernels.
                images += [images[-1]] * (SLICES_AT_ONCE_ON_GPU - len(images))
            output = self.forward(torch.cat(images), [count] * len(images))
        probabilities, leaders, weights = (
            t.float().cpu() if t.is_floating_point() else t.cpu()
            for t in (output.routing.probabilities, output.routing.leaders, output.routing.weights)
        )
        first, last = int(prepared.slices[0]), int(prepared.slices[-1])
        watched = self.scorer.watched(prepared, fitted)
        results = []
        for index, given in enumerate(batch):
            rows = slice(index * count, (index + 1) * count)
            position = (given.slice_index - first) / max(last - first, 1)
            prior, restored = ([scale[rows] for scale in part] for part in (output.prior, output.restored))
            seen = given.measured if watched is None else given.measured * watched
            squared = self.scorer.squares(prior, restored, seen, fitted, position)
            results.append(SlicePass(squared, (probabilities[rows], leaders[rows], weights[rows])))
        return results


def _rule_notes(calibration: CategoryCalibration, spacing: tuple[float, ...] | None) -> tuple[str, ...]:
    """What the rules of the category did, or could not do."""
    rules = calibration.rules
    if (rules.limit_mm is not None or rules.min_area_mm2 > 0) and spacing is None:
        return ("Sizes in mm cannot decide: the size of a pixel is not known. The score decides.",)
    words = rules.sentence()
    return (f"Rules of {calibration.category}: {words}",) if words else ()
