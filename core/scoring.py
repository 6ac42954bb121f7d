"""From prior and restored features to distances, anomaly map and image score (UniMMAD, arXiv 2509.25934, section 3).

Pure functions of tensors. Distances of every modality and scale are kept, so that any later split adds up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.marks import Mark, applied
from core.nearest import NearestNormals

BLUR_SIZE, BLUR_SIGMA = 15, 4.0
SMOOTHING = (3, 3, 1)  # cells a side of each scale's residual, fine to coarse
SCALE_WEIGHTS = (1.0, 1.0, 0.7)  # the coarse scale sees much and places it badly
NEAREST_WEIGHTS = (0.0, 1.0, 1.0)  # of the distance to the nearest normal, beside the one to the mean
NORMAL_LEVEL = 0.8  # of either, 1 being the normals' root mean square: less is no evidence
PEAK_SHARE = 256  # the peak of a map of distances is the mean of the largest 1/256 of its cells
LEAST_PEAK = 0.1
SCORED_SHARE = 1000  # the image score is the mean of the largest 1/1000 of the pixels


@dataclass(frozen=True, slots=True, eq=False)
class NormalModel:
    """How restored and prior features of a category's normals differ, per modality and scale.

    Normal residuals are taken as Gaussian: prior = offset at the place + readout of the restored direction + noise. A
    volume has offsets at several levels from its first to its last inspected slice, an image at one.
    """

    offsets: tuple[Tensor, ...]  # per scale [L, M, C, h, w]
    readouts: tuple[Tensor, ...]  # per scale [M, C, C]: L2-normalised restored features to prior features
    whiteners: tuple[Tensor, ...]  # per scale [M, C, C]: residuals to unit covariance over the whole category
    spreads: tuple[Tensor, ...]  # per scale [L, M, 1, 1]: root mean square of a whitened channel at each level
    marks: tuple[Mark, ...] = ()  # places that somebody marked as normal, or as defective
    peaks: tuple[Tensor, ...] = ()  # per scale [M, 1, 1]: what the usual peak of an unseen normal exceeds the level by
    nearest: tuple[NearestNormals | None, ...] = ()  # per scale; older files have neither


def distances(prior: Sequence[Tensor], restored: Sequence[Tensor]) -> list[Tensor]:
    """1 - cosine over channels: S pairs of [P, C, h, w] to S maps [P, h, w] in 0..2."""
    return [1.0 - F.cosine_similarity(u.float(), p.float(), dim=1) for u, p in zip(prior, restored, strict=True)]


def smooth(residual: Tensor, scale: int) -> Tensor:
    """Average [..., C, h, w] over SMOOTHING[scale] cells a side: texture that nobody can predict is no anomaly."""
    side = SMOOTHING[scale]
    if side == 1:
        return residual
    flat = residual.reshape(-1, *residual.shape[-3:])
    return F.avg_pool2d(flat, side, 1, side // 2, count_include_pad=False).view_as(residual)


def deviations(
    prior: Sequence[Tensor], restored: Sequence[Tensor], normal: NormalModel, position: float = 0.0
) -> list[Tensor]:
    """How far every gate lies from normal: two weighted distances beyond the normal level, root of the sum of squares.

    One is the Mahalanobis distance of the residual: root mean square over whitened channels. The other, where kept, is
    that of the prior features to the nearest normal cell. Both are in units of what is usual at the level, so that
    normals are near 1 at every scale and position, and count by how far they exceed what unseen normals usually reach.

    Args:
        prior: S scales [M, C, h, w] of one sample or slice, not L2-normalised.
        restored: Likewise.
        position: 0 at the first and 1 at the last inspected slice of a volume; levels are interpolated.

    Returns:
        S maps [M, h, w].
    """
    maps = []
    for scale, own in enumerate(whitened(prior, restored, normal, position)):
        white = applied(own, scale, normal.marks, position)
        distance = mahalanobis(white, normal, scale, position)
        value = SCALE_WEIGHTS[scale] * (distance - NORMAL_LEVEL).clamp_min(0.0)
        if normal.peaks:
            value = value / normal.peaks[scale]
        nearest = normal.nearest[scale] if normal.nearest else None
        if nearest is not None:
            near = nearest.distances(smooth(prior[scale].float(), scale)) / _at(nearest.usual, position)
            if normal.marks:  # what a mark leaves of the residual, it leaves of this distance, too
                near = near * white.norm(dim=1) / own.norm(dim=1).clamp_min(1e-9)
            value = value.hypot(NEAREST_WEIGHTS[scale] * (near - NORMAL_LEVEL).clamp_min(0.0) / nearest.peak)
        maps.append(value)
    return maps


def whitened(
    prior: Sequence[Tensor], restored: Sequence[Tensor], normal: NormalModel, position: float = 0.0
) -> list[Tensor]:
    """Residuals in which a category's normals have unit covariance: S maps [M, C, h, w]; marks are not applied yet."""
    residuals = []
    for scale, (u, p) in enumerate(zip(prior, restored, strict=True)):
        explained = torch.einsum("mchw,mcd->mdhw", F.normalize(p.float(), dim=1), normal.readouts[scale])
        rest = u.float() - explained - _at(normal.offsets[scale], position)
        residuals.append(torch.einsum("mchw,mcd->mdhw", smooth(rest, scale), normal.whiteners[scale]))
    return residuals


def mahalanobis(white: Tensor, normal: NormalModel, scale: int, position: float = 0.0) -> Tensor:
    """Length of whitened residuals [M, C, h, w], in what is usual at the position: [M, h, w]."""
    return white.square().mean(dim=1).sqrt() / _at(normal.spreads[scale], position)


def peaks_beyond_level(distances: Tensor) -> Tensor:
    """By how much the peaks of normals' distances [n, M, cells], in usual ones, exceed the level on average: [M, 1, 1].

    A distance with heavy tails would otherwise decide the maximum of every map, and with it the score.
    """
    highest = distances.topk(max(distances.shape[2] // PEAK_SHARE, 1), dim=2).values.mean(dim=(0, 2))
    return (highest - NORMAL_LEVEL).clamp_min(LEAST_PEAK)[:, None, None]


def _at(levels: Tensor, position: float) -> Tensor:
    """Linear interpolation of [L, ...] at a position 0..1."""
    place = position * (len(levels) - 1)
    below = min(int(place), len(levels) - 1)
    above = min(below + 1, len(levels) - 1)
    return torch.lerp(levels[below], levels[above], place - below)


def squared_maps(values: Sequence[Tensor], size: tuple[int, int]) -> Tensor:
    """Every gate's squared distance at image size: S maps [P, h, w] to [P, S, H, W].

    Bilinear with align_corners=True, as published.
    """
    upsampled = [F.interpolate(v[:, None], size, mode="bilinear", align_corners=True)[:, 0] for v in values]
    return torch.stack(upsampled, dim=1).square()


def blur(maps: Tensor) -> Tensor:
    """15 x 15 Gaussian, sigma 4, zero padding, over [N, H, W]; separable."""
    offsets = torch.arange(BLUR_SIZE, dtype=torch.float32, device=maps.device) - BLUR_SIZE // 2
    kernel = torch.exp(-0.5 * (offsets / BLUR_SIGMA).square())
    kernel = kernel / kernel.sum()
    rows = F.conv2d(maps[:, None], kernel.view(1, 1, -1, 1), padding=(BLUR_SIZE // 2, 0))
    return F.conv2d(rows, kernel.view(1, 1, 1, -1), padding=(0, BLUR_SIZE // 2))[:, 0]


def fuse(squared: Tensor) -> tuple[Tensor, Tensor]:
    """Fuse the gates of one sample: [M, S, H, W] to the raw and the blurred anomaly map, [H, W] each."""
    raw = squared.sum(dim=(0, 1)).sqrt()
    return raw, blur(raw[None])[0]


def image_score(anomaly_map: Tensor) -> Tensor:
    """Mean of the largest (H * W) // 1000 pixels (at least one) of [..., H, W]."""
    flat = anomaly_map.flatten(-2)
    return flat.topk(max(flat.shape[-1] // SCORED_SHARE, 1), dim=-1).values.mean(dim=-1)
