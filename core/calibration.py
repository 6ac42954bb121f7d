"""What normal looks like, learnt from normals: residuals of every gate, score distribution and thresholds.

Scores are cross-fitted: those of one half of the held-out normals are computed with residual statistics of the
training normals and the other half, so that the kept normal scores are not flattered. Thresholds are split-conformal
quantiles (Vovk et al., 2005): with N normals, at most `false_alarm_rate` of further normals exceed them on average.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from core import nearest
from core.normal_file import as_stored
from core.records import CategoryCalibration, Modality
from core.scoring import (
    NEAREST_WEIGHTS,
    NormalModel,
    deviations,
    fuse,
    image_score,
    mahalanobis,
    peaks_beyond_level,
    smooth,
    squared_maps,
    whitened,
)

_T = TypeVar("_T")

ANOMALY_RATE = 0.08
REVIEW_RATE = 0.2
PLACE_SHRINKAGE = 8.0  # a place's own mean weighs as much as the gate's once this many parts or patients were seen
COVARIANCE_SHRINKAGE = 0.003  # towards a multiple of the identity
RIDGE = 0.001  # of the readout, relative to the mean variance of a restored channel
FEWEST_FOR_PEAKS = 4  # parts or patients
MOST_FOR_PEAKS = 24  # unseen items of either half
MAX_FITTED = 600  # items that residual statistics are fitted to, in memory together
VOLUME_LEVELS = 5  # places along a volume at which means are kept
PIXEL_LEVELS = np.concatenate(
    [np.linspace(0.0, 0.9, 46), 1.0 - np.geomspace(0.1, 1e-5, 60)[1:], [1.0]],
).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class NormalItem:
    """Prior and restored features of one normal image or slice."""

    owner: str  # the part or patient; slices of a patient share one score, the largest
    prior: tuple[Tensor, ...]  # per scale [M, C, h, w], standardised, not L2-normalised
    restored: tuple[Tensor, ...]  # likewise
    probabilities: Tensor  # [M, S, K, R] of every gate
    position: float = 0.0  # of a slice, 0 first to 1 last


@dataclass(frozen=True, slots=True, eq=False)
class FittedCategory:
    """The calibration records of one category, for the seam and for the scoring."""

    calibration: CategoryCalibration
    normal: NormalModel


def evenly(items: Sequence[_T], most: int) -> list[_T]:
    """At most so many items, spread over all."""
    if len(items) <= most:
        return list(items)
    return [items[index] for index in np.linspace(0, len(items) - 1, most).round().astype(int)]


def as_dense(items: Sequence[NormalItem], known: Sequence[NormalItem]) -> list[NormalItem]:
    """At most as many items of each owner as the densest of the known ones has, spread over all of its own.

    A held-out volume comes with every slice, one that was trained on with some: the few would outweigh the many, and
    statistics would be other ones with half of them than with all.
    """
    most = max(Counter(item.owner for item in known).values(), default=len(items))
    owned: dict[str, list[NormalItem]] = defaultdict(list)
    for item in items:
        owned[item.owner].append(item)
    return [item for own in owned.values() for item in evenly(own, most)]


def fit_normal_model(items: Sequence[NormalItem]) -> NormalModel:
    """What is normal, and how far unseen normals usually reach: either half of the parts is measured by the other.

    It is rounded as a file keeps it, so that thresholds are taken with the numbers that later parts are scored with.
    """
    items = evenly(items, MAX_FITTED)
    normal = _fit(items, keeps_cells=True)
    owners = sorted({item.owner for item in items})
    if len(owners) < FEWEST_FOR_PEAKS:
        return as_stored(normal)
    first = set(owners[::2])
    halves = [item for item in items if item.owner in first], [item for item in items if item.owner not in first]
    found: list[list[Tensor]] = []
    for known, unseen in (halves, halves[::-1]):
        half = _fit(known, keeps_cells=False)
        for item in evenly(unseen, MOST_FOR_PEAKS):
            residuals = enumerate(whitened(item.prior, item.restored, half, item.position))
            found.append([mahalanobis(white, half, scale, item.position) for scale, white in residuals])
    peaks = [peaks_beyond_level(torch.stack(scale).flatten(2)) for scale in zip(*found, strict=True)]
    return as_stored(replace(normal, peaks=tuple(peaks)))


def _fit(items: Sequence[NormalItem], keeps_cells: bool) -> NormalModel:
    """Offsets at every place (and level of a volume), readout, covariance and kept cells of each modality and scale."""
    positions = torch.tensor([item.position for item in items])
    levels = VOLUME_LEVELS if len({item.position for item in items}) > 1 else 1
    centres = torch.linspace(0.0, 1.0, levels)
    reach = 1.0 if levels == 1 else 1.0 / (levels - 1)
    hats = (1.0 - (positions - centres[:, None]).abs() / reach).clamp_min(0.0) + 1e-6  # [L, N], adding up over L to 1
    shares = hats / hats.sum(dim=1, keepdim=True)
    owners = len({item.owner for item in items})
    own = owners / (owners + PLACE_SHRINKAGE)

    def level_means(stack: Tensor) -> Tensor:
        """[N, M, C, h, w] to [L, M, C, h, w], shrunk towards the mean over all places."""
        means = torch.einsum("ln,nmchw->lmchw", shares, stack)
        return own * means + (1.0 - own) * means.mean(dim=(3, 4), keepdim=True)

    offsets, readouts, whiteners, spreads = [], [], [], []
    kept: list[nearest.NearestNormals | None] = []
    for scale in range(len(items[0].prior)):
        prior = torch.stack([item.prior[scale] for item in items]).float()
        restored = F.normalize(torch.stack([item.restored[scale] for item in items]).float(), dim=2)
        if keeps_cells and NEAREST_WEIGHTS[scale]:
            owned = [item.owner for item in items]
            kept.append(nearest.fit(smooth(prior, scale), owned, hats, scale, peaks_beyond_level))
        else:
            kept.append(None)
        prior_means, restored_means = level_means(prior), level_means(restored)
        for stack, means in ((prior, prior_means), (restored, restored_means)):
            stack -= torch.einsum("ln,lmchw->nmchw", hats, means)
        readout = torch.stack([_ridge(_rows(restored, m), _rows(prior, m)) for m in range(prior.shape[1])])
        rest = smooth(prior - torch.einsum("nmchw,mcd->nmdhw", restored, readout), scale)
        whitener = torch.stack([_whitener(_rows(rest, m)) for m in range(rest.shape[1])])
        squares = torch.einsum("nmchw,mcd->nmdhw", rest, whitener).square().mean(dim=(2, 3, 4))  # [N, M]
        spreads.append((shares @ squares).sqrt().clamp_min(1e-3)[..., None, None])
        whiteners.append(whitener)
        readouts.append(readout)
        offsets.append(prior_means - torch.einsum("lmchw,mcd->lmdhw", restored_means, readout))
    return NormalModel(tuple(offsets), tuple(readouts), tuple(whiteners), tuple(spreads), nearest=tuple(kept))


def _rows(stack: Tensor, modality: int) -> Tensor:
    """[N, M, C, h, w] to the cells [N * h * w, C] of one modality."""
    return stack[:, modality].movedim(1, -1).flatten(0, 2)


def _ridge(inputs: Tensor, targets: Tensor) -> Tensor:
    """Linear map [C, C] of inputs [n, C] to targets [n, C]."""
    gram = inputs.T @ inputs
    penalty = RIDGE * gram.diagonal().mean().clamp_min(1e-12) * torch.eye(len(gram))
    return torch.linalg.solve(gram + penalty, inputs.T @ targets)  # type: ignore[no-any-return]  # untyped


def _whitener(rows: Tensor) -> Tensor:
    """[C, C] that gives residuals [n, C] unit covariance, by the Cholesky factor of the precision matrix."""
    covariance = (rows.T @ rows / len(rows)).double()
    level = covariance.diagonal().mean().clamp_min(1e-8)
    covariance = (1.0 - COVARIANCE_SHRINKAGE) * covariance + COVARIANCE_SHRINKAGE * level * torch.eye(len(covariance))
    return torch.linalg.cholesky(torch.linalg.inv(covariance)).float()  # type: ignore[no-any-return]  # untyped


def conformal_quantile(ordered: NDArray[np.float32], rate: float) -> tuple[float, float]:
    """Threshold that at most `rate` of further normals exceed, and the rate that N normals can really promise.

    Args:
        ordered: [N] normal scores, ascending.
        rate: Wanted share of normals above, 0..1.
    """
    count = len(ordered)
    promised = max(rate, 1.0 / (count + 1))
    position = min(math.ceil((count + 1) * (1.0 - promised) - 1e-9), count)
    threshold = float(np.nextafter(ordered[max(position, 1) - 1], np.float32(np.inf)))
    return threshold, promised


def fit(
    category: str,
    modalities: tuple[Modality, ...],
    known: Sequence[NormalItem],
    held_out: Sequence[NormalItem],
    size: tuple[int, int],
    on_item: Callable[[], None] = lambda: None,
) -> FittedCategory:
    """Calibrate one category.

    Args:
        known: Normals that the network was trained on; they serve the residual statistics, not the scores.
        held_out: Normals that it has not seen.
        size: Height and width of the maps that are scored.
        on_item: Called after every held-out item, for progress and cancelling.
    """
    owners = sorted({item.owner for item in held_out})
    fold = {owner: index % 2 for index, owner in enumerate(owners)}
    fitted = as_dense(held_out, known)
    crossed = [
        fit_normal_model([*known, *(item for item in fitted if fold[item.owner] != number)]) for number in (0, 1)
    ]
    scores: dict[str, float] = {}
    pixels: list[NDArray[np.float32]] = []
    for item in held_out:
        on_item()
        values = deviations(item.prior, item.restored, crossed[fold[item.owner]], item.position)
        anomaly_map = fuse(squared_maps(values, size))[1]
        scores[item.owner] = max(scores.get(item.owner, 0.0), float(image_score(anomaly_map)))
        pixels.append(np.asarray(anomaly_map.numpy().ravel()[::5]))
    ordered = np.sort(np.asarray(list(scores.values()), dtype=np.float32))
    anomaly, promised = conformal_quantile(ordered, ANOMALY_RATE)
    review, _ = conformal_quantile(ordered, max(REVIEW_RATE, 2.0 / (len(ordered) + 1)))  # below the other one
    calibration = CategoryCalibration(
        category=category,
        modalities=modalities,
        normal_scores=ordered,
        pixel_levels=PIXEL_LEVELS,
        pixel_values=np.quantile(np.concatenate(pixels), PIXEL_LEVELS).astype(np.float32),
        anomaly_threshold=anomaly,
        review_threshold=review,
        false_alarm_rate=promised,
    )
    return FittedCategory(calibration, fit_normal_model([*known, *fitted]))
