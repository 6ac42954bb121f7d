"""Which leaders matter: take every kept leader away in turn, and put random leaders in its place as a control."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.probing.records import Action, Change, LeaderEffect, Target
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress

if TYPE_CHECKING:
    from core.probing.probe import Probe

CONTROLS = 3  # random leaders a kept leader


def sweep(
    probe: Probe, report: ReportProgress = ignore_progress, token: CancelToken | None = None, seed: int = 0
) -> tuple[LeaderEffect, ...]:
    """The effect of every kept leader on the score, the strongest first.

    The control tells whether this leader matters or any would do: random leaders that were not kept take its place, at
    its weight.
    """
    token = token or CancelToken()
    base, base_map = probe.judge(())
    leaders_in_all = probe.probabilities.shape[-1]
    places = list(np.ndindex(*probe.leaders.shape))
    effects = []
    for done, (slot, scale, branch, rank) in enumerate(places):
        token.raise_if_cancelled()
        report(Progress(done, len(places), f"leader {done + 1} of {len(places)}"))
        leader = int(probe.leaders[slot, scale, branch, rank])
        gate = {"slot": slot, "scale": scale, "branch": branch}
        score, changed = probe.judge([Change(Action.MUTE, Target.LEADER, leader=leader, **gate)])
        others = np.setdiff1d(np.arange(leaders_in_all), probe.leaders[slot, scale, branch])
        draw = np.random.default_rng((seed, slot, scale, branch, rank))
        controls = []
        for other in draw.choice(others, min(CONTROLS, len(others)), replace=False):
            token.raise_if_cancelled()
            swap = Change(Action.SWAP, Target.LEADER, leader=leader, other=int(other), **gate)
            controls.append(probe.judge([swap])[0] - base)
        effects.append(
            LeaderEffect(
                slot=slot,
                scale=scale,
                branch=branch,
                leader=leader,
                weight=float(probe.weights[slot, scale, branch, rank]),
                change=score - base,
                map_change=float(np.abs(changed - base_map).max()),
                control=float(np.mean(controls)) if controls else 0.0,
                control_spread=float(np.std(controls)) if controls else 0.0,
            )
        )
    report(Progress(len(places), len(places), "done"))
    return tuple(sorted(effects, key=lambda effect: -effect.strength))


def control_change(probe: Probe, change: Change, seed: int = 0) -> Change | None:
    """The same change done to a part drawn at random; None where there is no other such part.

    Forcing and swapping a leader draw another leader for the same gate; other swaps draw another partner. All else
    draws another kept leader of the same sensor and scale, another kernel size, another scale or another sensor.
    """
    slots, scales, branches, _kept = probe.leaders.shape
    asked = (change.slot, change.scale, change.branch, change.leader, change.other)
    draw = np.random.default_rng((seed, *(0 if value is None else value + 1 for value in asked)))
    if change.target is Target.LEADER:
        return _other_leader(probe, change, draw)
    axis, size = {
        Target.FIXED: ("branch", branches),
        Target.BRANCH: ("branch", branches),
        Target.SCALE: ("scale", scales),
        Target.SENSOR: ("slot", slots),
    }[change.target]
    own = getattr(change, axis)
    others = [index for index in range(size) if index not in (own, change.other)]
    if own is None or not others:
        return None
    if change.action is Action.SWAP:
        return replace(change, other=int(draw.choice(others)))
    return replace(change, **{axis: int(draw.choice(others))})  # type: ignore[arg-type]  # axis names a place


def _other_leader(probe: Probe, change: Change, draw: np.random.Generator) -> Change | None:
    kept = probe.leaders[change.slot, change.scale]  # [K, kept]
    if change.action in (Action.FORCE, Action.SWAP):
        taken = {change.leader, change.other, *kept[change.branch].tolist()}
        free = [leader for leader in range(probe.probabilities.shape[-1]) if leader not in taken]
        if not free:
            return None
        other = int(draw.choice(free))
        return replace(change, leader=other) if change.action is Action.FORCE else replace(change, other=other)
    options = [
        (branch, leader)
        for branch, leaders in enumerate(kept.tolist())
        for leader in leaders
        if (branch, leader) != (change.branch, change.leader)
    ]
    if not options:
        return None
    branch, leader = options[int(draw.integers(len(options)))]
    return replace(change, branch=branch, leader=leader)
