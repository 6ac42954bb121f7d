"""The folded form equals the plain form of the paper, in float32 and, nearly, in bfloat16."""

import json

import pytest
import torch

from core import api, scoring
from core.commands.benchmark import benchmark
from core.config import ModelConfig, compact_config
from core.errors import UserFacingError
from core.model import checkpoint, folding
from core.model.backbone import load_backbone
from core.model.folding import ComposedKernels, prepare_for_inference
from core.model.moe import ExpertBranch
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, ignore_progress
from core.speed import OurForm, PlainForm, both_forms, measure, samples
from tests.core.model.tiny import features, tiny_config, tiny_paper_config

CPU = torch.device("cpu")
CONFIGS = {"compact": tiny_config, "paper": tiny_paper_config}


def in_double_precision(config: ModelConfig) -> tuple[PlainForm, OurForm]:
    """So narrow a network turns the rounding of float32 into the fourth digit: its norms see single channels."""
    plain, ours = both_forms(config, CPU)
    for part in (plain.model, plain.prior, plain.student, ours.model, ours.backbone):
        if part is not None:
            part.double()
    return plain, ours


@pytest.mark.parametrize("preset", CONFIGS)
@pytest.mark.parametrize("is_wide", [False, True], ids=["fixed apart", "fixed folded"])
def test_our_form_equals_the_plain_form_alone_and_in_a_batch(preset, is_wide, monkeypatch):
    monkeypatch.setattr(folding, "WIDE", 1 if is_wide else 1000)
    plain, ours = in_double_precision(CONFIGS[preset]())
    images = [image.double() for image in samples(CONFIGS[preset](), 3, CPU)]
    expected = [plain.distances(one) for one in images]
    for _repeated in range(2):  # composing kernels, then reusing them
        together = ours.distances(torch.cat(images), [3] * len(images))
        for number, wanted in enumerate(expected):
            alone = ours.distances(images[number], [3])
            for scale, distance in enumerate(wanted):
                torch.testing.assert_close(alone[scale], distance, atol=5e-6, rtol=0)
                torch.testing.assert_close(together[scale][3 * number :][:3], distance, atol=5e-6, rtol=0)


def test_bfloat16_moves_the_map_of_the_shipped_model_by_less_than_a_two_hundredth():
    path = api.shipped_models()[0]
    maps = []
    for half in (False, True):
        form = OurForm(checkpoint.load(path).model, load_backbone(compact_config()), half=half)
        values = form.distances(samples(compact_config(), 2, CPU)[0], [2])
        assert all(distance.dtype == torch.float32 for distance in values)
        maps.append(scoring.fuse(scoring.squared_maps(values, (256, 256)))[1])
    assert (maps[0] - maps[1]).abs().max() / maps[0].max() < 5e-3  # of the largest value, as parity is measured


def test_composed_kernels_are_kept_within_their_memory():
    branch = ExpertBranch(3, tiny_config()).eval().requires_grad_(False)
    size = branch.fixed.nbytes
    kernels = ComposedKernels(limit=2 * size)
    first = kernels.of(branch, 0)
    assert kernels.of(branch, 0) is first
    kernels.of(branch, 1)
    kernels.of(branch, 2)
    assert kernels.bytes == 2 * size
    assert torch.equal(kernels.of(branch, 0), first)
    assert (kernels.hits, kernels.misses) == (1, 4)


def test_no_norm_with_fixed_statistics_is_left_behind_a_convolution():
    model = UniMMAD(tiny_config())
    before = model.eval()(features(2, model.config), (2,)).restored
    prepare_for_inference(model)
    left = [name for name, part in model.named_modules() if isinstance(part, torch.nn.BatchNorm2d)]
    assert all("condition" in name for name in left)  # these follow a sum of two convolutions
    for old, new in zip(before, model(features(2, model.config), (2,)).restored, strict=True):
        torch.testing.assert_close(new, old, atol=1e-3, rtol=1e-3)


def test_a_line_says_ratio_seconds_memory_and_difference():
    config: ModelConfig = tiny_config()
    timing = measure(
        config, CPU, 2, batch=2, rounds=3, half=False, report=ignore_progress, token=CancelToken()
    ).to_json()
    assert json.loads(json.dumps(timing)) == timing
    assert timing["ratio_low"] <= timing["ratio"] <= timing["ratio_high"]
    assert (timing["preset"], timing["modalities"], timing["batch"], timing["rounds"]) == ("compact", 2, 2, 3)
    assert 0 <= timing["difference"] < 1e-2


def test_the_command_refuses_what_it_cannot_measure():
    with pytest.raises(UserFacingError, match="no preset"):
        benchmark(preset=["huge"])
    with pytest.raises(UserFacingError, match="one to four sensors"):
        benchmark(modalities=[5])
