"""Made-up samples and results for tests of the window: records only, no model, no files read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.records import (
    CategoryCalibration,
    InspectionResult,
    LoadedSample,
    PointCloud,
    Region,
    RoutingTrace,
    Sample,
    Verdict,
    View,
    modality_info,
)

SCALES = 3
KERNELS = (1, 3, 5)


def make_calibration(
    modalities: tuple[str, ...], category: str = "bracket", count: int = 24, seed: int = 3
) -> CategoryCalibration:
    """Normal scores around 0.3 and a threshold that one of them passes."""
    rng = np.random.default_rng(seed)
    scores = np.sort(0.22 + rng.gamma(4.0, 0.025, count)).astype(np.float32)
    levels = np.linspace(0, 1, 101, dtype=np.float32)
    return CategoryCalibration(
        category=category,
        modalities=modalities,
        normal_scores=scores,
        pixel_levels=levels,
        pixel_values=(0.02 + 0.4 * levels**4).astype(np.float32),
        anomaly_threshold=float(scores[-1]) * 0.995 if count else 0.4,
        review_threshold=float(np.quantile(scores, 0.9)) if count else 0.3,
        false_alarm_rate=0.01,
    )


def make_loaded(
    modalities: tuple[str, ...] = ("rgb",),
    size: tuple[int, ...] = (64, 64),
    cloud_points: int = 0,
    sample_id: str = "bracket/000",
    category: str = "",
) -> LoadedSample:
    """A sample whose views are gradients; three sizes make a volume, `cloud_points` add a wavy surface."""
    rng = np.random.default_rng(0)
    is_volume = len(size) == 3
    views = []
    for modality in modalities:
        pixels: NDArray[np.float32] = rng.random(size, dtype=np.float32)
        # As core.records.View says: slices go up, rows to the back, columns to the patient's left.
        affine = np.array([[0, 0, -1.0, 0], [0, -1.0, 0, 0], [3.0, 0, 0, 0], [0, 0, 0, 1]]) if is_volume else None
        spacing = (3.0, 1.0, 1.0) if is_volume else (0.25, 0.25)
        views.append(View(modality, pixels, (0.0, 1.0), modality_info(modality).unit, spacing, affine))
    sample = Sample(sample_id, {name: Path(f"{name}.png") for name in modalities}, category)
    cloud = make_cloud(size[-2:], cloud_points) if cloud_points else None
    return LoadedSample(sample, tuple(views), cloud)


def make_cloud(size: tuple[int, ...], count: int) -> PointCloud:
    """About `count` points of a wavy sheet over an image of that size, every 50th one outside the image."""
    rng = np.random.default_rng(1)
    height, width = size
    x, y = rng.uniform(0, width - 1e-3, count), rng.uniform(0, height - 1e-3, count)
    z = 6 * np.sin(x / width * 6) + 4 * np.cos(y / height * 5)
    points = np.stack([x, y, z], axis=1).astype(np.float32)
    colours = np.stack([90 + 2 * z, np.full(count, 120), 140 - 2 * z], axis=1).clip(0, 255).astype(np.uint8)
    pixels = np.stack([y, x], axis=1).astype(np.int32)
    pixels[::50] = -1
    return PointCloud(points, colours, pixels)


def make_routing(modalities: tuple[str, ...], depth: int = 1, leaders: int = 32, kept: int = 2) -> RoutingTrace:
    """Softmax of random logits, so that some gates are clear and some undecided."""
    rng = np.random.default_rng(7)
    shape = (depth, len(modalities), SCALES, len(KERNELS))
    logits = rng.standard_normal((*shape, leaders)) * rng.uniform(0.5, 4.0, (*shape, 1))
    probabilities = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities /= probabilities.sum(axis=-1, keepdims=True)
    best = np.argsort(-probabilities, axis=-1)[..., :kept]
    weights = np.take_along_axis(probabilities, best, axis=-1)
    weights /= weights.sum(axis=-1, keepdims=True)
    return RoutingTrace(
        modalities, KERNELS, probabilities.astype(np.float32), best.astype(np.int64), weights.astype(np.float32)
    )


def make_regions(modalities: tuple[str, ...], is_volume: bool = False, count: int = 3) -> tuple[Region, ...]:
    """Regions of falling strength."""
    rng = np.random.default_rng(5)
    regions = []
    for rank in range(count):
        share = rng.dirichlet(np.full(len(modalities), 0.7))
        area = 1204 // (rank * 3 + 1)
        regions.append(
            Region(
                bbox=(10 + 9 * rank, 8 + 4 * rank, 20 + 9 * rank, 18 + 4 * rank),
                area_px=area,
                area_mm2=area * 0.0625,
                peak=0.83 - 0.11 * rank,
                peak_position=(14 + 9 * rank, 12 + 4 * rank),
                slice_index=4 + 3 * rank if is_volume else None,
                modality_share=dict(zip(modalities, map(float, share), strict=True)),
            )
        )
    return tuple(regions)


def make_result(
    loaded: LoadedSample,
    verdict: Verdict = Verdict.ANOMALY,
    category: str = "bracket",
    recognised: str | None = None,
    normals: int = 24,
) -> InspectionResult:
    """A result whose score fits the asked verdict; the map has one bump off the centre."""
    modalities = loaded.modalities
    calibration = make_calibration(modalities, category, normals)
    size = loaded.views[0].size
    inspected = np.arange(1, size[0], 4) if loaded.is_volume else np.zeros(1, dtype=np.int64)
    slice_scores = np.full(size[0] if loaded.is_volume else 1, np.nan, dtype=np.float32)
    score = {
        Verdict.NORMAL: (calibration.review_threshold * 0.8),
        Verdict.REVIEW: (calibration.review_threshold + calibration.anomaly_threshold) / 2,
    }.get(verdict, calibration.anomaly_threshold * 1.6)
    slice_scores[inspected] = score * np.linspace(0.4, 1.0, len(inspected), dtype=np.float32)
    rows, columns = np.mgrid[: size[-2], : size[-1]]
    bump = np.exp(-((rows - size[-2] * 0.4) ** 2 + (columns - size[-1] * 0.6) ** 2) / (0.01 * size[-1] ** 2))
    bump = (0.05 + score * bump).astype(np.float32)
    heat = np.repeat(bump[None], size[0], axis=0) if loaded.is_volume else bump
    rng = np.random.default_rng(11)
    energy = rng.dirichlet(np.full(len(modalities) * SCALES, 0.6), len(inspected))
    unknown = verdict is Verdict.UNKNOWN
    return InspectionResult(
        sample=loaded.sample,
        category="" if unknown else category,
        recognised=recognised if recognised is not None else "" if unknown else category,
        score=score,
        verdict=verdict,
        calibration=None if unknown else calibration,
        modalities=modalities,
        anomaly_map=heat,
        modality_maps=dict.fromkeys(modalities, heat),
        routing=make_routing(modalities, len(inspected)),
        gate_energy=energy.reshape(len(inspected), len(modalities), SCALES).astype(np.float32),
        slice_scores=slice_scores,
        routing_slices=inspected.astype(np.int64),
        regions=() if unknown else make_regions(modalities, loaded.is_volume),
        map_size=(256, 256),
        model_name="compact-demo",
        device="cpu",
        seconds=0.041,
    )
