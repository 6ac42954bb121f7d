"""Big pictures are inspected in tiles: what is small in the picture is not lost, and every tile is seen alike."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from core import scoring
from core.data.transforms import PreparedSample, resize
from core.errors import Cancelled
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import LoadedSample, Sample, Verdict, View
from core.tiled import inspect_tiles, tile_plan


def big(height=1200, width=1800, modality="rgb", dtype=np.uint8):
    random = np.random.default_rng(0)
    texture = cv2.GaussianBlur(random.normal(128, 40, (height, width)).astype(np.float32), (0, 0), 6)
    pixels = np.clip(texture, 0, 255)
    if modality == "rgb":
        pixels = np.dstack([pixels] * 3)
    if dtype == np.uint16:
        pixels = pixels * 200
    shown = pixels.astype(np.uint8) if modality == "rgb" else pixels.astype(np.float32)
    return LoadedSample(Sample("big", {}), (View(modality, shown, (0, 255)),))


class LocalNetwork:
    """Stands for the network: its map is a blurred gradient of what it is shown, the same wherever that lies."""

    def __init__(self, config):
        self.config = config

    @staticmethod
    def squares(image):
        """[M, 1, H, W] of normalised images [M, 3, H, W]."""
        maps = [np.abs(cv2.Laplacian(cv2.GaussianBlur(plane, (0, 0), 2), cv2.CV_32F)) for plane in image[:, 0].numpy()]
        return torch.from_numpy(np.stack(maps)).square()[:, None]

    def raw_pass(self, prepared: PreparedSample):
        squared = self.squares(prepared.tensors()[0])
        routing = tuple(torch.zeros(len(squared), 1, 3, 2) for _ in range(3))
        return type("Pass", (), {"squared": squared, "routing": routing})()


@pytest.mark.parametrize(("modality", "dtype"), [("rgb", np.uint8), ("grey", np.uint8), ("grey", np.uint16)])
def test_tiled_equals_untiled_at_the_same_scale(predictor, modality, dtype):
    """The whole picture at 1:2 in one piece is what the tiles must add up to, 16-bit grey included."""
    loaded, config = big(modality=modality, dtype=dtype), predictor.config
    plan = tile_plan(loaded, config.image_size)
    assert plan is not None
    assert len(plan) > 6
    tiled = inspect_tiles(LocalNetwork(config), loaded, plan, ignore_progress, CancelToken())
    pixels = np.asarray(loaded.views[0].pixels, np.float32)
    low, high = (0.0, 255.0) if dtype == np.uint8 else np.percentile(pixels, (0.1, 99.9))
    unit = torch.from_numpy(
        np.clip((pixels if pixels.ndim == 2 else pixels[..., 0]) - low, 0, high - low) / (high - low)
    )
    image = (resize(unit[None].float(), (600, 900))[None] - config.image_mean[0]) / config.image_std[0]
    whole = scoring.fuse(LocalNetwork.squares(image))[1].numpy()
    expected = cv2.resize(whole, (1800, 1200), interpolation=cv2.INTER_LINEAR)
    inner = (slice(60, -60), slice(60, -60))  # at the picture's own border both see padding, at other scales
    difference = np.abs(tiled.fused - expected)[inner]
    assert difference.mean() < 0.02 * expected[inner].mean()
    assert difference.max() < 0.15 * expected[inner].max()


def test_no_seam_shows_at_the_borders_of_tiles(predictor):
    loaded = big()
    plan = tile_plan(loaded, predictor.config.image_size)
    assert plan is not None
    fused = inspect_tiles(LocalNetwork(predictor.config), loaded, plan, ignore_progress, CancelToken()).fused
    steps = np.abs(np.diff(fused, axis=1)).mean(axis=0)
    borders = [x for x in plan.columns if x > 0] + [x + plan.side[1] for x in plan.columns[:-1]]
    assert max(steps[x - 1] for x in borders) < 2 * np.median(steps)


def test_what_is_inspected_whole_has_no_tiles(predictor):
    size = predictor.config.image_size
    loaded = big()
    view = loaded.views[0]
    assert tile_plan(big(900, 1000), size) is None
    assert tile_plan(replace(loaded, views=(view, replace(view, pixels=view.pixels[:-1]))), size) is None
    assert tile_plan(big(modality="depth"), size) is None
    assert tile_plan(replace(loaded, sample=replace(loaded.sample, is_registered=False)), size) is None


def test_twenty_thousand_squared_is_at_most_a_thousand_tiles(predictor):
    canvas = np.broadcast_to(np.uint8(0), (20_000, 20_000, 3))
    plan = tile_plan(LoadedSample(Sample("x", {}), (View("rgb", canvas, (0, 255)),)), predictor.config.image_size)
    assert plan is not None
    assert 500 < len(plan) <= 1024


def test_a_big_unknown_part_is_inspected_in_tiles_and_says_so(predictor):
    result = predictor.inspect(big())
    assert result.verdict is Verdict.UNKNOWN
    assert result.anomaly_map.shape == (1200, 1800)
    assert result.map_size == (600, 900)
    assert any("tiles of 512 x 512 pixels at 1:2" in note for note in result.notes)
    assert result.routing.probabilities.shape[0] == 1
    assert result.gate_energy.sum() == pytest.approx(1.0, abs=1e-5)


def test_tiles_can_be_cancelled(predictor):
    token = CancelToken()
    with pytest.raises(Cancelled):
        predictor.inspect(
            big(), report=lambda progress: token.cancel() if "tile" in progress.text else None, token=token
        )


@pytest.fixture(scope="module")
def predictor(model_file) -> Predictor:
    return Predictor.load(model_file, "cpu")
