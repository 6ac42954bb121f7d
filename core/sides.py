"""Inspecting a closed part side by side: each picture by itself, their maps and regions in one result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, LoadedSample, Region, Side, Verdict, View

Inspect = Callable[[LoadedSample, str | None], InspectionResult]
NO_RECIPE = "no recipe"  # the category of nothing: raw maps
_ORDER = (Verdict.NORMAL, Verdict.UNKNOWN, Verdict.REVIEW, Verdict.ANOMALY)  # the worse the later


def inspect_sides(
    inspect: Inspect, loaded: LoadedSample, category: str | None, report: ReportProgress, token: CancelToken
) -> InspectionResult:
    """One result of all sides.

    Where they are not all of one category, the first side counts alone if the model knows it; else maps are raw.

    Args:
        inspect: Inspects one picture with a recipe, or with the one that it looks like.
        loaded: With `sides`.
        category: As for `Inspector.inspect`.
        report: Told after every side.
        token: Asked between sides.
    """
    parts = [_cut(loaded, side) for side in loaded.sides]

    def all_of(recipe: str | None) -> list[InspectionResult]:
        found = []
        for done, (part, side) in enumerate(zip(parts, loaded.sides, strict=True)):
            token.raise_if_cancelled()
            found.append(inspect(part, recipe))
            report(Progress(done + 1, len(parts), side.name))
        return found

    results = all_of(category)
    notes: list[str] = []
    sides = loaded.sides
    if len({result.category for result in results}) > 1:
        told = ", ".join(f"{s.name}: {r.category or 'unknown'}" for s, r in zip(sides, results, strict=True))
        if results[0].category:
            sides, results = sides[:1], results[:1]
            notes.append(f"The model knows only the first side ({told}): the others are not judged.")
        else:
            notes.append(f"The sides are not all of one category ({told}): the map is raw and there is no verdict.")
            results = all_of(NO_RECIPE)
    else:
        notes += [note for note in results[0].notes if note not in loaded.notes]
    scores = ", ".join(f"{side.name} {r.score:.3g}" for side, r in zip(sides, results, strict=True))
    notes.append(f"Inspected from {len(sides)} of {len(parts)} sides, each by itself: {scores}. The highest counts.")
    worst = max(results, key=lambda result: result.score)
    size = loaded.views[0].size
    whole = np.zeros(size, np.float32)
    single = {name: np.zeros(size, np.float32) for name in worst.modality_maps}
    regions: list[Region] = []
    for side, result in zip(sides, results, strict=True):
        y0, x0, y1, x1 = side.box
        whole[y0:y1, x0:x1] = result.anomaly_map
        for name, values in result.modality_maps.items():
            single[name][y0:y1, x0:x1] = values
        regions += [_moved(region, side) for region in result.regions]
    if len(single) == 1:
        single = dict.fromkeys(single, whole)
    return replace(
        worst,
        sample=loaded.sample,
        verdict=max((result.verdict for result in results), key=_ORDER.index),
        anomaly_map=whole,
        modality_maps=single,
        regions=tuple(sorted(regions, key=lambda region: -region.peak)),
        seconds=sum(result.seconds for result in results),
        notes=(*loaded.notes, *notes),
    )


def _cut(loaded: LoadedSample, side: Side) -> LoadedSample:
    y0, x0, y1, x1 = side.box

    def piece(view: View) -> View:
        return replace(view, pixels=view.pixels[y0:y1, x0:x1])

    return replace(loaded, views=tuple(piece(view) for view in loaded.views), cloud=None, sides=())


def _moved(region: Region, side: Side) -> Region:
    y0, x0 = side.box[:2]
    left, top, right, bottom = region.bbox
    x, y = region.peak_position
    return replace(region, bbox=(left + x0, top + y0, right + x0, bottom + y0), peak_position=(x + x0, y + y0))
