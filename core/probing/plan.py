"""Changes turned into what every gate then does: who is routed at which weight, and what counts in the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    order: NDArray[np.int64]  # [M, S, K] which branch's output stands at each place
    touched: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # (scale, branch) to compute again

    @property
    def scales(self) -> frozenset[int]:
        """Scales whose restored features change."""
        moved = np.any(self.order != np.arange(self.order.shape[2]), axis=(0, 2))
        return frozenset({scale for scale, _ in self.touched} | {int(scale) for scale in np.flatnonzero(moved)})


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
    order = np.broadcast_to(np.arange(shape[2]), shape).copy()
    plan = Plan({}, np.ones(shape, np.float32), np.ones(shape, np.float32), np.ones(shape[:2], np.float32), order)

    def routing_of(gate: Gate) -> dict[int, float]:
        own = dict(zip(leaders[gate].tolist(), weights[gate].tolist(), strict=True))
        return plan.routed.get(gate, own)

    for change in changes:
        _check(change, shape)
        if change.target is Target.LEADER:
            gate = (change.slot or 0, change.scale or 0, change.branch or 0)
            plan.routed[gate] = _rerouted(routing_of(gate), change)
        elif change.action is Action.FORCE:
            _force(plan, change, routing_of)
        elif change.action is Action.SWAP:
            _swap(plan, change, routing_of)
        else:
            factor = 0.0 if change.action is Action.MUTE else change.weight
            factors = {Target.FIXED: plan.fixed, Target.BRANCH: plan.branch}.get(change.target, plan.shown)
            factors[_place(change)[: factors.ndim]] *= factor
    altered = np.any((plan.fixed != 1) | (plan.branch != 1), axis=0)  # [S, K]
    touched = {(int(scale), int(branch)) for scale, branch in zip(*np.nonzero(altered), strict=True)}
    touched |= {gate[1:] for gate in plan.routed}
    return Plan(plan.routed, plan.fixed, plan.branch, plan.shown, plan.order, frozenset(touched))


def _place(change: Change) -> tuple[int | slice, ...]:
    return tuple(slice(None) if index is None else index for index in (change.slot, change.scale, change.branch))


def _gates(change: Change, shape: tuple[int, ...]) -> list[Gate]:
    """All gates that a change is about."""
    wanted = (change.slot, change.scale, change.branch)
    return [
        (gate[0], gate[1], gate[2])
        for gate in np.ndindex(*shape)
        if all(index is None or index == own for index, own in zip(wanted, gate, strict=True))
    ]


def _force(plan: Plan, change: Change, routing_of: Callable[[Gate], dict[int, float]]) -> None:
    """Make a part the only one of its kind."""
    if change.target is Target.FIXED:
        for gate in _gates(change, plan.branch.shape):
            plan.routed[gate] = dict.fromkeys(routing_of(gate), 0.0)
        return
    if change.target is Target.BRANCH:
        kept = np.zeros(plan.branch.shape, bool)
        kept[_place(change)] = True
        among = np.zeros(plan.branch.shape, bool)
        among[_place(change)[:2]] = True
        plan.branch[among & ~kept] = 0.0
        return
    kept = np.zeros(plan.shown.shape, bool)
    kept[_place(change)[:2]] = True
    plan.shown[~kept] = 0.0


def _swap(plan: Plan, change: Change, routing_of: Callable[[Gate], dict[int, float]]) -> None:
    """Exchange the outputs of two branches, or the routing of two sensors."""
    assert change.other is not None
    if change.target is Target.BRANCH:
        assert change.branch is not None
        pair = [change.branch, change.other]
        for slot, scale, _ in _gates(change, plan.order.shape):
            plan.order[slot, scale, pair] = plan.order[slot, scale, pair[::-1]]
        return
    for _, scale, branch in _gates(change, plan.order.shape):
        first, second = (change.slot or 0, scale, branch), (change.other, scale, branch)
        plan.routed[first], plan.routed[second] = routing_of(second), routing_of(first)


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
    others = {Target.SENSOR: shape[0], Target.BRANCH: shape[2]}
    if change.other is not None and change.target in others and not 0 <= change.other < others[change.target]:
        raise IndexError(f"{change} does not fit {shape} sensors, scales and branches")
