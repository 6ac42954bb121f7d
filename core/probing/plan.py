"""Changes turned into what every gate then does: who is routed at which weight, and what counts in the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.probing.records import Action, Change, Target

Gate = tuple[int, int, int]  # slot, scale, branch


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What replaces the model's own routing; M sensors, S scales, K kernel sizes."""

    routed: dict[Gate, dict[int, float]]  # changed gates only: leader -> weight, in the order of the gate
    fixed: NDArray[np.float32]  # [M, S, K] factor on the fixed expert
    branch: NDArray[np.float32]  # [M, S, K] factor on the branch's output
    shown: NDArray[np.float32]  # [M, S] factor on the value in the map
    touched: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # (scale, branch) to compute again


def make_plan(leaders: NDArray[np.int64], weights: NDArray[np.float32], changes: Sequence[Change]) -> Plan:
    """Apply changes, in their order, to the model's own routing.

    Args:
        leaders: [M, S, K, kept] best first.
        weights: [M, S, K, kept].
        changes: Their slots, scales and branches must exist.

    Raises:
        IndexError: A change names a sensor, scale or branch that the sample does not have.
    """
    shape = leaders.shape[:3]
    plan = Plan({}, np.ones(shape, np.float32), np.ones(shape, np.float32), np.ones(shape[:2], np.float32))
    for change in changes:
        _check(change, shape)
        if change.target is Target.LEADER:
            gate = (change.slot or 0, change.scale or 0, change.branch or 0)
            own = dict(zip(leaders[gate].tolist(), weights[gate].tolist(), strict=True))
            plan.routed[gate] = _rerouted(plan.routed.get(gate, own), change)
            continue
        factor = 0.0 if change.action is Action.MUTE else change.weight
        place = tuple(slice(None) if index is None else index for index in (change.slot, change.scale, change.branch))
        if change.target is Target.FIXED:
            plan.fixed[place] *= factor
        elif change.target is Target.BRANCH:
            plan.branch[place] *= factor
        else:
            plan.shown[place[:2]] *= factor
    altered = np.any((plan.fixed != 1) | (plan.branch != 1), axis=0)  # [S, K]
    touched = {(int(scale), int(branch)) for scale, branch in zip(*np.nonzero(altered), strict=True)}
    touched |= {gate[1:] for gate in plan.routed}
    return Plan(plan.routed, plan.fixed, plan.branch, plan.shown, frozenset(touched))


def _rerouted(routed: dict[int, float], change: Change) -> dict[int, float]:
    """One gate after one change. A leader that is not routed is muted already."""
    leader, other = change.leader, change.other
    assert leader is not None
    if change.action is Action.FORCE:
        return {leader: 1.0}
    if change.action is Action.WEIGH:
        return routed | {leader: change.weight}
    if change.action is Action.MUTE:
        return {name: 0.0 if name == leader else weight for name, weight in routed.items()}
    assert other is not None
    exchanged = {leader: other, other: leader}
    return {exchanged.get(name, name): weight for name, weight in routed.items()}


def _check(change: Change, shape: tuple[int, ...]) -> None:
    for index, size in zip((change.slot, change.scale, change.branch), shape, strict=True):
        if index is not None and not 0 <= index < size:
            raise IndexError(f"{change} does not fit {shape} sensors, scales and branches")
