"""Writing thresholds and region rules into a copy of a model file; the network and its statistics stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import cards, lineage
from core.errors import CheckpointError
from core.records import CategoryCalibration
from core.verdicts import ThresholdCard

if TYPE_CHECKING:
    from core.probing.patches import CategoryPatches


def rewrite(
    model: Path,
    out: Path,
    changed: Mapping[str, CategoryCalibration],
    card: ThresholdCard | None = None,
    patches: Mapping[str, CategoryPatches] | None = None,
) -> Path:
    """Write `model` with other calibration records of some categories to `out`.

    Args:
        changed: By category; their modalities stay.
        card: Of the thresholds of its category; the cards of other categories go along.
        patches: Normal patches of categories that the model keeps none of.

    Raises:
        CheckpointError: The model cannot be read, or does not know a category.
        StorageError: `out` cannot be written.
    """
    from core.bundle import Bundle
    from core.model import checkpoint

    _, network, metadata, extra = checkpoint.load(model)
    bundle = Bundle.unpack(metadata, extra)
    if unknown := sorted(set(changed) - set(bundle.fitted)):
        raise CheckpointError(f"{model.name} does not know the category {unknown[0]}.", path=model)
    fitted = {name: replace(bundle.fitted[name], calibration=record) for name, record in changed.items()}
    known = {**bundle.patches, **(patches or {})}
    strings, tensors = replace(bundle, fitted={**bundle.fitted, **fitted}, patches=known).pack()
    kept = {**cards.cards_of(model), **({card.category: card} if card else {})}
    if card is not None:
        step = lineage.entry("calibrated", model, {"method": card.method}, card.samples, category=card.category)
    else:
        rules = {name: record.rules.sentence() for name, record in changed.items()}
        step = lineage.entry("ruled", model, rules, {}, category=", ".join(changed))
    added = {cards.KEY: cards.packed(kept), lineage.KEY: lineage.extended(metadata, step)}
    checkpoint.save(out, network, {**metadata, **strings, **added}, {**extra, **tensors})
    return out
