"""Predictors of both presets with random weights, and a sample of two sensors: real structure, milliseconds."""

from pathlib import Path

import numpy as np
import pytest
import torch

from core.bundle import Bundle
from core.model.backbone import PriorBackbone, build_network
from core.model.unimmad import UniMMAD
from core.predictor import Predictor
from core.probing.probe import Probe
from core.records import LoadedSample, Sample, View
from tests.core.model.tiny import tiny_config, tiny_paper_config

CONFIGS = {"compact": tiny_config, "paper": tiny_paper_config}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Before any predictor is made: another number of threads rounds differently."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def make_predictor(preset: str, device: str = "cpu") -> Predictor:
    torch.manual_seed(3)
    config = CONFIGS[preset]()
    model = UniMMAD(config)
    with torch.no_grad():
        for name, values in model.named_parameters():
            if "gate" in name:
                values.mul_(20)  # gates that choose, so that sensors are routed differently
    backbone = PriorBackbone(build_network(config), config.backbone)
    return Predictor(model, backbone, Bundle(), Path("tiny.safetensors"), torch.device(device))


def make_sample(seed: int = 0, modalities: tuple[str, ...] = ("rgb", "infrared")) -> LoadedSample:
    random = np.random.default_rng(seed)
    views = []
    for name in modalities:
        size = (48, 80, 3) if name == "rgb" else (40, 64)
        views.append(
            View(name, (random.random(size) * 255).astype(np.uint8 if name == "rgb" else np.float32), (0, 255))
        )
    return LoadedSample(Sample("part", {}), tuple(views))


@pytest.fixture(scope="module", params=sorted(CONFIGS))
def predictor(request) -> Predictor:
    return make_predictor(request.param)


@pytest.fixture(scope="module")
def probe(predictor) -> Probe:
    return predictor.probe(make_sample(), "")
