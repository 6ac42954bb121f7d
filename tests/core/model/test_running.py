"""One pass as a device does it: a GPU is never asked back, and what it records gives the same numbers."""

from contextlib import nullcontext

import pytest
import torch

from core.config import paper_config
from core.model import running
from core.model.backbone import PriorBackbone, build_network
from core.model.folding import prepare_for_inference
from core.model.moe import ExpertBranch
from core.model.places import places_on
from core.model.running import Runner, runs_in_half
from core.model.unimmad import UniMMAD
from tests.core.model.tiny import features, tiny_config, tiny_paper_config

CPU = torch.device("cpu")
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")


def network(config):
    torch.manual_seed(0)
    model, backbone = UniMMAD(config).eval(), PriorBackbone(build_network(config), config.backbone)
    return model, backbone


@pytest.mark.parametrize("counts", [(2,), (2, 2), (1, 3)], ids=str)
@pytest.mark.parametrize("config", [tiny_config(), tiny_paper_config()], ids=["compact", "paper"])
def test_a_pass_off_the_processor_reads_no_value_back(config, counts, monkeypatch):
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())  # meta has none
    model, backbone = network(config)
    model, backbone = model.to("meta"), backbone.to("meta")  # any tolist() or item() raises there
    prepare_for_inference(model, backbone)
    images = torch.empty(sum(counts), 3, *config.image_size, device="meta")
    output = Runner(model, backbone, torch.device("meta"), half=False)(images, counts)
    assert output.routing.leaders.shape[0] == sum(counts)


def test_picking_from_all_kernels_equals_composing_the_kept_ones():
    model = UniMMAD(tiny_config()).eval()
    composed = prepare_for_inference(model)
    for branch in (part for part in model.modules() if isinstance(part, ExpertBranch)):
        routing = branch.gate(torch.randn(3, 8))
        own = branch._composed_kernels(composed, routing)
        picked = composed.all_of(branch)[routing.leaders]
        torch.testing.assert_close((picked * routing.weights[:, :, None, None, None, None]).sum(dim=1), own)


def test_kernels_composed_under_half_precision_are_those_of_float32():
    model = UniMMAD(tiny_config()).eval()
    composed = prepare_for_inference(model)
    branch = model.experts[0].branches[1]
    with torch.autocast("cpu", torch.bfloat16):
        kernel = composed.of(branch, 0)
    assert kernel.dtype == torch.float32
    torch.testing.assert_close(kernel, composed.all_of(branch)[0], rtol=1e-6, atol=1e-7)


def test_an_index_made_while_inspecting_serves_training_too():
    places_on.cache_clear()
    model = UniMMAD(tiny_config())
    with torch.inference_mode():
        model.eval()(features(3, model.config), (1, 2))
    output = model.train()(features(3, model.config), (1, 2))
    sum(scale.square().mean() for scale in output.restored).backward()
    assert all(p.grad is None or p.grad.isfinite().all() for p in model.parameters())


def test_where_recording_fails_the_pass_is_launched_as_usual(monkeypatch):
    def fails(*_arguments):
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(running, "_Graph", fails)
    model, backbone = network(tiny_config())
    runner, images = Runner(model, backbone, CPU, half=False), torch.randn(2, 3, 64, 64)
    expected = runner(images, (2,))
    runner._records = True
    for attempt in range(running.RECORDED_AFTER + 2):
        got = runner(images, (2,))
        assert runner._records is (attempt < running.RECORDED_AFTER)
    for ours, theirs in zip(got.restored, expected.restored, strict=True):
        assert torch.equal(ours, theirs)


def test_a_processor_inspects_in_float32():
    assert not runs_in_half("paper", CPU)
    assert not runs_in_half("compact", torch.device("cuda"))


@needs_cuda
@pytest.mark.parametrize("half", [False, True])
def test_a_recorded_pass_equals_a_launched_one(half):
    device = torch.device("cuda")
    model, backbone = (part.to(device) for part in network(paper_config()))
    prepare_for_inference(model, backbone)
    runner = Runner(model, backbone, device, half=half)
    for seed in range(running.RECORDED_AFTER + 3):
        images = torch.randn(2, 3, 256, 256, generator=torch.Generator().manual_seed(seed))
        got, launched = runner(images, (2,)), runner._launched(images.to(device), (2,))
        assert torch.equal(got.routing.leaders, launched.routing.leaders)
        for ours, theirs in zip(got.restored, launched.restored, strict=True):
            torch.testing.assert_close(ours, theirs, atol=1e-3, rtol=1e-3)
    assert runner._graphs
