"""The intended behaviour where the published code is known to do something else: one test each."""

import math

import pytest
import torch

from core import scoring
from core.bundle import Bundle
from core.config import TrainConfig
from core.data.dataset import ClassBalancedSampler
from core.losses import restoration_loss
from core.model import checkpoint
from core.model.moe import Gate
from core.model.unimmad import UniMMAD
from core.processes import ALONE
from core.training_state import RunState, keep, resume
from tests.core.model.tiny import features, tiny_config


def test_1_the_weight_of_a_sample_scales_its_own_loss_only():
    prior, restored = ([torch.randn(2, 4, 3, 3) for _scale in range(3)] for _part in range(2))
    both = restoration_loss(prior, restored, torch.tensor([3.0, 0.0]))
    first = restoration_loss([u[:1] for u in prior], [p[:1] for p in restored])
    torch.testing.assert_close(both, 3.0 * first / 2)


def test_2_every_sample_of_a_batch_has_a_map_of_its_own():
    model = UniMMAD(tiny_config()).eval()
    with torch.inference_mode():
        output = model(features(4, model.config), (2, 2))
        values = scoring.squared_maps(scoring.distances(output.prior, output.restored), (64, 64))
    first, second = (scoring.fuse(values[rows])[1] for rows in (slice(0, 2), slice(2, 4)))
    assert first.shape == second.shape == (64, 64)
    assert not torch.allclose(first, second)


def test_3_a_gate_remembers_nothing_of_earlier_calls():
    gate, condition = Gate(8, 6, 2), torch.randn(3, 8)
    before = gate(condition).probabilities
    gate(100 * condition)
    assert torch.equal(gate(condition).probabilities, before)


@pytest.mark.parametrize("side", [1, 8, 31])
def test_4_a_map_of_less_than_a_thousand_pixels_has_a_score(side):
    values = torch.rand(side, side)
    assert scoring.image_score(values) == values.max()


def test_5_resuming_restores_optimiser_schedule_sampling_and_noise(tmp_path):
    train = TrainConfig(steps=10, batch_size=2)

    def fresh(seed):
        torch.manual_seed(seed)
        model = UniMMAD(tiny_config())
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        return RunState(model, optimizer, ClassBalancedSampler(["a", "a", "b"], seed), None)

    cut = fresh(0)
    output = cut.model(features(4, cut.model.config), (2, 2))
    sum(scale.square().mean() for scale in output.restored).backward()
    cut.optimizer.step()
    cut.sampler.batch(5)
    cut.step, cut.best_loss = 7, 0.25
    keep(tmp_path / "state", cut, train, ALONE)
    expected = torch.randn(3), cut.sampler.batch(8)
    resumed = fresh(1)
    resume(tmp_path / "state", resumed, train, ALONE)
    assert torch.equal(torch.randn(3), expected[0])
    assert resumed.sampler.batch(8) == expected[1]
    assert (resumed.step, resumed.best_loss) == (7, 0.25)
    ours, theirs = (state.optimizer.state_dict()["state"] for state in (resumed, cut))
    for index, moments in theirs.items():
        assert all(torch.equal(ours[index][name], value) for name, value in moments.items())


def test_6_routing_is_part_of_the_output():
    model = UniMMAD(tiny_config()).eval()
    routing = model(features(3, model.config), (1, 2)).routing
    assert routing.leaders.shape == (3, 3, 3, 2)
    assert routing.probabilities.shape == (3, 3, 3, 5)


def test_7_a_checkpoint_brings_thresholds_from_normals_and_runs_on_a_cpu(model_file):
    kept = checkpoint.load(model_file)
    assert next(kept.model.parameters()).device.type == "cpu"
    fitted = Bundle.unpack(kept.metadata, kept.extra).fitted
    assert set(fitted) == {"disc", "square"}
    for category in fitted.values():
        assert math.isfinite(category.calibration.anomaly_threshold)
        assert len(category.calibration.normal_scores)
