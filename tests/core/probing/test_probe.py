"""Probing on both presets: replay equals the full pass, and every split adds up."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core import scoring
from core.data.transforms import PreparedSample
from core.probing.plan import make_plan
from core.probing.records import Action, Change, Target, gate_entropy, gate_margin
from core.probing.splits import map_parts
from core.probing.tables import leader_mixes
from tests.core.probing.conftest import make_predictor, make_sample

LEADER, MUTE = Target.LEADER, Action.MUTE


def kept(probe, slot=0, scale=1, branch=2, rank=0) -> int:
    return int(probe.leaders[slot, scale, branch, rank])


def dropped(probe, slot, scale, branch) -> list[int]:
    return sorted(set(range(probe.probabilities.shape[-1])) - set(probe.leaders[slot, scale, branch].tolist()))


def test_without_changes_the_probe_equals_the_full_pass_exactly(predictor, probe):
    result = predictor.inspect(make_sample())
    outcome = probe.apply(())
    images, _ = PreparedSample(make_sample(), predictor.config).tensors()
    for whole, replayed in zip(predictor.forward(images, [2]).restored, probe._replay.restored, strict=True):
        assert torch.equal(whole, replayed)
    np.testing.assert_array_equal(outcome.anomaly_map, result.anomaly_map)
    assert outcome.score == result.score
    np.testing.assert_array_equal(probe.leaders, result.routing.leaders[0])
    np.testing.assert_array_equal(probe.weights, result.routing.weights[0])


def test_recomputing_every_branch_with_its_own_routing_equals_the_cache_exactly(probe):
    same = [
        Change(Action.WEIGH, LEADER, *place[:3], leader=int(probe.leaders[place]), weight=float(probe.weights[place]))
        for place in np.ndindex(*probe.leaders.shape)
    ]
    plan = probe.plan(same)
    assert len(plan.touched) == 9
    for again, cached in zip(probe._replay.decompress(plan), probe._replay.restored, strict=True):
        assert torch.equal(again, cached)


def test_muting_all_but_the_kept_leaders_changes_nothing(probe):
    others = [
        Change(MUTE, LEADER, *gate, leader=leader)
        for gate in np.ndindex(*probe.leaders.shape[:3])
        for leader in dropped(probe, *gate)
    ]
    outcome = probe.apply(others)
    np.testing.assert_array_equal(outcome.anomaly_map, probe.apply(()).anomaly_map)


@pytest.mark.parametrize(
    "change",
    [
        Change(MUTE, Target.FIXED, 0, 1, 2),
        Change(MUTE, Target.BRANCH, None, 0, 1),
        Change(MUTE, Target.SCALE, None, 2),
        Change(MUTE, Target.SENSOR, 1),
        Change(Action.WEIGH, Target.SENSOR, 0, weight=0.5),
        Change(Action.WEIGH, Target.FIXED, weight=0.5),
    ],
    ids=lambda change: f"{change.action} {change.target}",
)
def test_every_part_can_be_taken_away_or_weighed(probe, change):
    assert not np.array_equal(probe.apply([change]).anomaly_map, probe.apply(()).anomaly_map)


def test_muting_a_sensor_leaves_the_map_of_the_other(predictor, probe):
    squared = probe.squares(probe.plan(()))
    without = probe.squares(probe.plan([Change(MUTE, Target.SENSOR, 1)]))
    assert torch.equal(without[0], squared[0])
    assert not without[1].any()


def test_only_the_touched_scale_changes(probe):
    change = Change(MUTE, LEADER, 0, 1, 2, kept(probe))
    before, after = probe.squares(probe.plan(())), probe.squares(probe.plan([change]))
    assert torch.equal(before[:, [0, 2]], after[:, [0, 2]])
    assert not torch.equal(before[0, 1], after[0, 1])


def test_forcing_swapping_and_weighing_reach_the_gate_as_asked(probe):
    own = dict(zip(probe.leaders[0, 1, 2].tolist(), probe.weights[0, 1, 2].tolist(), strict=True))
    first, second = own
    new = dropped(probe, 0, 1, 2)[0]
    gate = (0, 1, 2)

    def routed(*changes):
        return make_plan(probe.leaders, probe.weights, changes).routed[gate]

    assert routed(Change(Action.FORCE, LEADER, *gate, new)) == {new: 1.0}
    assert routed(Change(Action.SWAP, LEADER, *gate, first, new)) == {new: own[first], second: own[second]}
    assert routed(Change(Action.SWAP, LEADER, *gate, first, second)) == {second: own[first], first: own[second]}
    assert routed(Change(Action.WEIGH, LEADER, *gate, new, weight=0.25)) == own | {new: 0.25}
    assert routed(Change(MUTE, LEADER, *gate, first)) == {first: 0.0, second: own[second]}


def test_forcing_a_leader_equals_a_full_pass_whose_gate_chose_it(predictor, probe, monkeypatch):
    new = dropped(probe, 0, 1, 2)[0]
    outcome = probe.apply([Change(Action.FORCE, LEADER, slot, 1, 2, new) for slot in (0, 1)])
    gate = predictor.model.experts[1].branches[2].gate
    honest = gate.forward

    def stubborn(condition):
        routing = honest(condition)
        leaders = torch.full_like(routing.leaders, new)
        weights = torch.tensor([[1.0, 0.0]]).expand(len(leaders), 2)
        return routing._replace(leaders=leaders, weights=weights)

    monkeypatch.setattr(gate, "forward", stubborn)
    np.testing.assert_allclose(predictor.inspect(make_sample()).anomaly_map, outcome.anomaly_map, atol=1e-5)


def test_forcing_makes_a_part_the_only_one_of_its_kind(probe):
    def squares(*changes):
        return probe.squares(probe.plan(changes))

    assert torch.equal(squares(Change(Action.FORCE, Target.SENSOR, 0)), squares(Change(MUTE, Target.SENSOR, 1)))
    others = [Change(MUTE, Target.SCALE, scale=scale) for scale in (0, 2)]
    assert torch.equal(squares(Change(Action.FORCE, Target.SCALE, scale=1)), squares(*others))
    branches = [Change(MUTE, Target.BRANCH, 0, 1, branch) for branch in (0, 1)]
    assert torch.equal(squares(Change(Action.FORCE, Target.BRANCH, 0, 1, 2)), squares(*branches))
    leaders = [Change(MUTE, LEADER, 0, 1, 2, leader) for leader in probe.leaders[0, 1, 2].tolist()]
    assert torch.equal(squares(Change(Action.FORCE, Target.FIXED, 0, 1, 2)), squares(*leaders))


def test_swapping_sensors_routes_each_as_the_other(probe):
    swap = Change(Action.SWAP, Target.SENSOR, 0, other=1)
    plan = probe.plan([swap])
    for gate in np.ndindex(*probe.leaders.shape[1:3]):
        for slot, other in ((0, 1), (1, 0)):
            routed = plan.routed[(slot, *gate)]
            assert list(routed) == probe.leaders[(other, *gate)].tolist()
            assert list(routed.values()) == pytest.approx(probe.weights[(other, *gate)].tolist())
    twice = probe.apply([swap, swap])
    np.testing.assert_array_equal(twice.anomaly_map, probe.apply(()).anomaly_map)


def test_swapping_kernel_sizes_exchanges_their_outputs(probe):
    swap = Change(Action.SWAP, Target.BRANCH, 0, 1, 0, other=2)
    before, after = probe.squares(probe.plan(())), probe.squares(probe.plan([swap]))
    assert torch.equal(before[1], after[1])  # the other sensor stays
    assert torch.equal(before[0, [0, 2]], after[0, [0, 2]])
    assert not torch.equal(before[0, 1], after[0, 1])
    assert torch.equal(before, probe.squares(probe.plan([swap, swap])))


def test_a_change_that_does_not_fit_is_refused(probe):
    with pytest.raises(IndexError, match="does not fit"):
        probe.apply([Change(MUTE, Target.SENSOR, 4)])
    with pytest.raises(ValueError, match="names its gate"):
        Change(MUTE, LEADER, 0, 1)
    with pytest.raises(ValueError, match="cannot be swapped"):
        Change(Action.SWAP, Target.SCALE, scale=0, other=1)
    with pytest.raises(IndexError, match="does not fit"):
        probe.apply([Change(Action.SWAP, Target.SENSOR, 0, other=3)])
    with pytest.raises(ValueError, match="other leader"):
        Change(Action.SWAP, LEADER, 0, 0, 0, 1)


def test_squares_add_up_to_the_squared_map_and_parts_to_map_and_score(probe):
    squared = probe.squares(probe.plan(()))
    raw, fused = scoring.fuse(squared)
    torch.testing.assert_close(squared.sum(dim=(0, 1)), raw.square())
    torch.testing.assert_close(map_parts(squared).sum(dim=(0, 1)), fused, atol=1e-5, rtol=1e-5)
    outcome = probe.apply(())
    assert outcome.score_parts.sum() == pytest.approx(outcome.score, rel=1e-5)
    cause = probe.score_cause()
    assert cause.parts.sum() == pytest.approx(cause.value, rel=1e-5)


def test_the_cause_of_a_region_adds_up_to_its_mean_and_to_its_peak(predictor, probe):
    from core.regions import find

    outcome = probe.apply(())
    level = float(np.quantile(outcome.anomaly_map, 0.8))
    regions = find(outcome.anomaly_map, {}, level, None)
    for region, cause in zip(regions, probe.region_causes(regions, level), strict=True):
        assert cause.parts.sum() == pytest.approx(cause.value, rel=1e-4)
        assert cause.peak_parts.sum() == pytest.approx(region.peak, rel=1e-4)


@pytest.mark.parametrize(("slot", "scale"), [(0, 0), (1, 1), (0, 2)])
def test_contributions_of_a_branch_add_up_to_the_whole(probe, slot, scale):
    found = probe.contributions(slot, scale)
    assert len(found) == 9
    for branch in range(3):
        own = [item for item in found if item.branch == branch]
        assert sorted(item.leader for item in own) == sorted([-1, *probe.leaders[slot, scale, branch].tolist()])
        assert sum(item.share for item in own) == pytest.approx(1.0, abs=1e-4)
        cache = probe._replay._scales[scale][branch]
        length = (cache.fixed[0] + cache.routed[slot]).square().sum(dim=0).sqrt()
        strengths = [part.strength for part in probe._replay.shares(slot, scale) if part.branch == branch]
        torch.testing.assert_close(torch.stack(strengths).sum(dim=0), length, atol=1e-4, rtol=1e-4)
    shares = {item.branch: item.branch_share for item in found}
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
    assert found[0].picture.shape == probe.loaded.views[slot].size


def test_mixtures_of_the_leaders_sum_to_one_and_entropy_and_margin_fit(predictor, probe):
    mixes = leader_mixes(predictor.model)
    assert mixes.mean.shape == (3, 3, 5, 3)
    np.testing.assert_allclose(mixes.mean.sum(axis=-1), 1, atol=1e-5)
    np.testing.assert_allclose(probe.probabilities.sum(axis=-1), 1, atol=1e-5)
    even = np.full((1, 32), 1 / 32, np.float32)
    assert gate_entropy(even)[0] == pytest.approx(5.0)
    assert gate_margin(even, 2)[0] == pytest.approx(0.0)
    assert gate_margin(np.array([0.1, 0.5, 0.15, 0.25], np.float32), 2) == pytest.approx(0.1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("preset", ["compact", "paper"])
def test_probing_on_a_gpu_equals_the_cpu(preset):
    outcomes = []
    for device in ("cpu", "cuda"):
        probe = make_predictor(preset, device).probe(make_sample(), "")
        outcomes.append(probe.apply([Change(MUTE, Target.FIXED, 0, 1, 2)]))
    np.testing.assert_allclose(outcomes[0].anomaly_map, outcomes[1].anomaly_map, atol=1e-4)
