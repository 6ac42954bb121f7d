"""What the program does on a GPU is what it does on the processor; skipped where there is none."""

import copy
import csv

import numpy as np
import pytest
import torch

from core.config import TrainConfig, compact_config, paper_config
from core.data.index import index_paths
from core.data.load import load
from core.errors import Cancelled
from core.learning import learn
from core.model.backbone import PriorBackbone, build_network
from core.model.folding import prepare_for_inference
from core.model.running import Runner
from core.model.unimmad import UniMMAD
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import LoadedSample, Sample, View
from core.scoring import distances, fuse, squared_maps

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")


@pytest.fixture(scope="module")
def both(model_file) -> tuple[Predictor, Predictor]:
    return Predictor.load(model_file, "cpu"), Predictor.load(model_file, "cuda")


def equal(ours, theirs):
    largest = float(theirs.anomaly_map.max())
    np.testing.assert_allclose(ours.anomaly_map, theirs.anomaly_map, atol=1e-3 * largest)
    assert ours.score == pytest.approx(theirs.score, rel=1e-3)
    assert (ours.category, ours.verdict) == (theirs.category, theirs.verdict)
    np.testing.assert_array_equal(ours.routing.leaders, theirs.routing.leaders)
    np.testing.assert_allclose(ours.slice_scores, theirs.slice_scores, rtol=1e-3)


def test_parts_are_judged_alike_also_when_their_pass_is_recorded(both, data_set):
    for sample in [s for s in index_paths([data_set], CancelToken()).samples if s.split == "test"]:
        loaded = load(sample, ignore_progress, CancelToken())
        on_cpu, on_gpu = (predictor.inspect(loaded) for predictor in both)
        equal(on_gpu, on_cpu)
    assert both[1]._run._graphs


def test_a_volume_is_judged_alike_in_batches_of_any_size(both):
    random = np.random.default_rng(0)
    volume = random.normal(100, 20, (21, 60, 70)).astype(np.float32)
    views = tuple(
        View(name, volume + 10 * place, (0, 200), affine=np.eye(4)) for place, name in enumerate(("t1", "t2"))
    )
    loaded = LoadedSample(Sample("head", {}), views)
    equal(*(predictor.inspect(loaded) for predictor in reversed(both)))


def test_the_golden_maps_are_proven_on_the_gpu(both):
    assert "golden maps" in both[1].info.facts["parity"]


@pytest.mark.parametrize("half", [False, True])
@torch.inference_mode()
def test_the_paper_preset_gives_the_maps_of_the_processor(half):
    torch.manual_seed(0)
    config = paper_config()
    model, backbone = UniMMAD(config).eval(), PriorBackbone(build_network(config).eval(), config.backbone)
    prepare_for_inference(model, backbone)
    images = torch.randn(3, 3, 256, 256, generator=torch.Generator().manual_seed(1))
    device = torch.device("cuda")
    on_gpu = copy.deepcopy(model).to(device), copy.deepcopy(backbone).to(device)
    expected = Runner(model, backbone, torch.device("cpu"), half=False)(images, (1, 2))
    got = Runner(*on_gpu, device, half=half)(images, (1, 2))
    assert torch.equal(got.routing.leaders.cpu(), expected.routing.leaders) or half
    ours, theirs = (
        fuse(squared_maps([scale[:1].cpu() for scale in distances(output.prior, output.restored)], config.image_size))[
            1
        ]
        for output in (got, expected)
    )
    assert float((ours - theirs).abs().max()) <= (5e-3 if half else 1e-4) * float(theirs.max())


@pytest.mark.parametrize("bf16", [False, True])
def test_training_on_a_gpu_writes_a_model_that_judges(data_set, tmp_path, bf16):
    samples = index_paths([data_set], CancelToken()).samples
    out = tmp_path / "gpu.safetensors"
    train = TrainConfig(steps=4, batch_size=4, augmentations=2, holdout=0.4, bf16=bf16)
    device = torch.device("cuda")
    history, problems = learn(samples, out, compact_config(), train, ignore_progress, CancelToken(), device)
    assert not problems
    assert np.isfinite([entry.restoration for entry in history]).all()
    loaded = load(next(s for s in samples if s.split == "test"), ignore_progress, CancelToken())
    assert Predictor.load(out, "cuda").inspect(loaded).calibration is not None


def test_a_run_cut_and_resumed_on_a_gpu_goes_on_where_it_stopped(data_set, tmp_path):
    samples = index_paths([data_set], CancelToken()).samples
    train = TrainConfig(steps=6, batch_size=4, augmentations=2, holdout=0.4)
    out, token, device = tmp_path / "cut.safetensors", CancelToken(), torch.device("cuda")

    def cut(progress):
        if progress.total == train.steps and progress.done == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        learn(samples, out, compact_config(), train, cut, token, device)
    assert not out.exists()
    learn(samples, out, compact_config(), train, ignore_progress, CancelToken(), device)
    with out.with_suffix(".losses.csv").open() as file:
        assert [int(row["step"]) for row in csv.DictReader(file)] == list(range(train.steps))
