from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import Cancelled
from core.probing.records import Action, Change, Target
from core.probing.sweep import control_change, sweep
from core.progress import CancelToken


def test_the_sweep_ranks_every_kept_leader_with_a_control(probe):
    steps = []
    effects = sweep(probe, steps.append)
    assert len(effects) == probe.leaders.size
    assert [e.strength for e in effects] == sorted((e.strength for e in effects), reverse=True)
    first = effects[0]
    gate = (first.slot, first.scale, first.branch)
    muted = probe.apply([Change(Action.MUTE, Target.LEADER, *gate, first.leader)])
    assert muted.score - probe.apply(()).score == pytest.approx(first.change, abs=1e-6)
    assert steps[-1].fraction == 1.0
    assert effects == sweep(probe)


def test_the_sweep_can_be_cancelled(probe):
    token = CancelToken()
    with pytest.raises(Cancelled):
        sweep(probe, lambda _: token.cancel(), token)


def test_a_control_is_the_same_change_on_another_part(probe):
    leader = int(probe.leaders[0, 1, 2, 0])
    mute = Change(Action.MUTE, Target.LEADER, 0, 1, 2, leader)
    other = control_change(probe, mute)
    assert other is not None
    assert (other.action, other.slot, other.scale) == (mute.action, 0, 1)
    assert other.leader in probe.leaders[0, 1, other.branch]
    assert (other.branch, other.leader) != (2, leader)
    free = next(r for r in range(5) if r not in probe.leaders[0, 1, 2])
    forced = control_change(probe, Change(Action.FORCE, Target.LEADER, 0, 1, 2, free))
    assert forced is not None
    assert forced.leader not in {free, *probe.leaders[0, 1, 2].tolist()}
    assert control_change(probe, Change(Action.MUTE, Target.SENSOR, 0)) == Change(Action.MUTE, Target.SENSOR, 1)
    assert control_change(probe, Change(Action.MUTE, Target.FIXED)) is None  # all of them: nothing else is left
    scale = control_change(probe, Change(Action.WEIGH, Target.SCALE, None, 1, weight=2.0))
    assert scale is not None
    assert replace(scale, scale=1) == Change(Action.WEIGH, Target.SCALE, None, 1, weight=2.0)
