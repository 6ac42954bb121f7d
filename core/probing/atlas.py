"""The atlas: how normal samples of every category are routed, and the alarm for a sample that is routed unlike them.

The reference profiles come from normals of the training set; the limit is a split-conformal quantile of the distances
of held-out normals, which are exchangeable with further normals, so that its false-alarm rate is a promise and not a
fit. A defect moves the routing too, and a defective part is no wrong recipe: the limit is therefore no lower than the
same quantile of the same normals with foreign patches in them (`core.probing.alteration`); no defect is looked at. A
profile is the gates' probabilities [M, S, K, R], of a volume averaged over its slices.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.probing.records import CategoryRouting
from core.records import Modality, RoutingAlarm

ALARM_RATE = 0.01
PROFILES = 64  # kept a category
FLOOR = 1e-4  # probabilities below count as this: what a gate never considers must not decide
SPREAD_FLOOR = 0.25  # in log probability, so that a gate that never varies does not decide alone


class RoutedItem(Protocol):
    """One normal image or slice, as calibration has it."""

    @property
    def owner(self) -> str:
        """The part or patient."""

    @property
    def probabilities(self) -> Tensor:
        """[M, S, K, R] of every gate."""


@dataclass(frozen=True, slots=True, eq=False)
class CategoryAtlas:
    """Routing of the normals of one category."""

    modalities: tuple[Modality, ...]
    profiles: NDArray[np.float32]  # [n, M, S, K, R]
    kept: int  # leaders that a gate keeps
    limit: float  # distances above raise an alarm
    rate: float  # at most this share of further normals lies above it, on average
    held_out: int  # normals that it was fitted on

    def distance(self, profile: NDArray[np.float32]) -> float:
        """To the nearest normal, root mean square over all leaders in spreads of the normals' log probabilities.

        Leaders that were allotted to categories taught later are left out: an old part does not choose them.
        """
        profile = profile[..., : self.profiles.shape[-1]]
        profile = profile / np.maximum(profile.sum(axis=-1, keepdims=True), FLOOR)
        known = _log(self.profiles)
        spread = np.maximum(known.std(axis=0), SPREAD_FLOOR)
        squared = np.square((known - _log(profile)) / spread).reshape(len(known), -1).mean(axis=1)
        return float(np.sqrt(squared.min()))

    def relative(self, profile: NDArray[np.float32]) -> float:
        """The distance in units of the limit."""
        return self.distance(profile) / max(self.limit, 1e-9)

    def record(self, category: str, leaders: int) -> CategoryRouting:
        """As shown to people; leaders that came later, up to so many in all, are never chosen."""
        order = np.argsort(-self.profiles, axis=-1)[..., : self.kept]
        chosen = np.zeros(self.profiles.shape, np.float32)
        np.put_along_axis(chosen, order, 1.0, axis=-1)
        return CategoryRouting(
            category,
            self.modalities,
            len(self.profiles),
            _filled(chosen.mean(axis=0), leaders),
            _filled(self.profiles.mean(axis=0), leaders),
            self.limit,
            self.rate,
            self.held_out,
        )


def fit(
    modalities: tuple[Modality, ...],
    known: Sequence[RoutedItem],
    unseen: Sequence[RoutedItem],
    kept: int,
    altered: Sequence[RoutedItem] = (),
) -> CategoryAtlas:
    """The atlas of one category.

    Args:
        modalities: In slot order.
        known: Normals that the model was trained on.
        unseen: Held-out normals.
        kept: Leaders that a gate keeps.
        altered: Held-out normals with foreign patches in them; they can only raise the limit.
    """
    profiles = _profiles(known)
    chosen = profiles[np.linspace(0, len(profiles) - 1, min(PROFILES, len(profiles))).astype(int)]
    atlas = CategoryAtlas(modalities, chosen.astype(np.float16).astype(np.float32), kept, 1.0, ALARM_RATE, 0)
    limits = []
    for items in (unseen, altered):
        distances = np.sort([atlas.distance(profile) for profile in _profiles(items)])
        if count := len(distances):
            rate = max(ALARM_RATE, 1.0 / (count + 1))
            place = min(int(np.ceil((count + 1) * (1.0 - rate) - 1e-9)), count)
            limits.append(float(distances[max(place, 1) - 1]))
    count = len({item.owner for item in unseen})
    return CategoryAtlas(modalities, atlas.profiles, kept, max(limits), max(ALARM_RATE, 1.0 / (count + 1)), count)


def alarm(
    atlases: Mapping[str, CategoryAtlas], category: str, modalities: tuple[Modality, ...], trace: NDArray[np.float32]
) -> RoutingAlarm | None:
    """Whether a sample is routed unlike the normals of its category.

    Args:
        atlases: By category.
        category: The recipe that is used.
        modalities: Of the sample.
        trace: [D, M, S, K, R] probabilities of all inspected slices.

    Returns:
        None where it is not, or where nothing is known of the category.
    """
    distance = standing(atlases, category, modalities, trace)
    if distance is None or distance <= 1.0:
        return None
    own, profile = atlases[category], trace.mean(axis=0)
    others = {
        name: other.relative(profile)
        for name, other in atlases.items()
        if name != category and other.profiles.shape[1:-1] == profile.shape[:-1]
    }
    nearest = min(others, key=lambda name: others[name], default="")
    return RoutingAlarm(category, distance, nearest, others.get(nearest, 0.0), own.rate)


def standing(
    atlases: Mapping[str, CategoryAtlas], category: str, modalities: tuple[Modality, ...], trace: NDArray[np.float32]
) -> float | None:
    """How far a sample lies from its category's normal routing, in units of the limit; arguments as for `alarm`."""
    own = atlases.get(category)
    return own.relative(trace.mean(axis=0)) if own is not None and own.modalities == modalities else None


def pack(atlases: Mapping[str, CategoryAtlas]) -> tuple[dict[str, str], dict[str, Tensor]]:
    """Metadata strings and extra tensors for a checkpoint."""
    facts = {
        name: {
            "modalities": atlas.modalities,
            "kept": atlas.kept,
            "limit": atlas.limit,
            "rate": atlas.rate,
            "held_out": atlas.held_out,
        }
        for name, atlas in atlases.items()
    }
    tensors = {f"atlas/{name}/profiles": torch.from_numpy(atlas.profiles).half() for name, atlas in atlases.items()}
    return ({"atlas": json.dumps(facts)} if facts else {}), tensors


def unpack(metadata: Mapping[str, str], tensors: Mapping[str, Tensor]) -> dict[str, CategoryAtlas]:
    """Rebuild from `pack`; empty for a checkpoint without. Raises KeyError or ValueError when a part is missing."""
    return {
        name: CategoryAtlas(
            tuple(facts["modalities"]),
            tensors[f"atlas/{name}/profiles"].float().numpy(),
            facts["kept"],
            facts["limit"],
            facts["rate"],
            facts["held_out"],
        )
        for name, facts in json.loads(metadata.get("atlas", "{}")).items()
    }


def _profiles(items: Sequence[RoutedItem]) -> NDArray[np.float32]:
    """Mean profile of every part or patient, [n, M, S, K, R]."""
    groups: dict[str, list[NDArray[np.float32]]] = defaultdict(list)
    for item in items:
        groups[item.owner].append(item.probabilities.float().cpu().numpy())
    return np.array([np.mean(group, axis=0) for group in groups.values()], np.float32)


def _filled(shares: NDArray[np.float32], leaders: int) -> NDArray[np.float32]:
    """[M, S, K, R] with zeros for further leaders."""
    missing = max(leaders - shares.shape[-1], 0)
    return np.asarray(np.pad(shares, [(0, 0)] * (shares.ndim - 1) + [(0, missing)]), np.float32)


def _log(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.log(np.maximum(probabilities, FLOOR)), np.float32)
