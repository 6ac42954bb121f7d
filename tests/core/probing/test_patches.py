"""Normal patches: chosen to stand for all, kept in the model file, found again, measured in usual distances."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from core.bundle import Bundle
from core.data.dataset import FeatureItem, cache_features
from core.data.index import index_paths
from core.data.transforms import Box
from core.model import checkpoint
from core.predictor import Predictor
from core.probing import patch_fitting, patches
from core.probing.patches import NormalPatches, PatchPlace, patch_features, patch_picture
from core.progress import CancelToken, ignore_progress
from core.records import Sample, View

SHAPES = ((6, 8), (10, 4), (12, 2))  # channels and side of every scale


class Plain:
    """Stands for a network whose features are standardised already."""

    def standardise(self, features):
        return tuple(features)

    def parameters(self):
        yield torch.zeros(1)


def items(count: int, seed: int = 0, spread: float = 0.3) -> list[FeatureItem]:
    """Parts that look alike: one picture of features for all, and a little noise."""
    pattern = [torch.randn(2, c, s, s, generator=torch.Generator().manual_seed(9)) for c, s in SHAPES]
    noise = torch.Generator().manual_seed(seed)
    return [
        FeatureItem(
            Sample(f"part{seed}-{number}", {}),
            0,
            ("rgb", "infrared"),
            tuple(scale + spread * torch.randn(scale.shape, generator=noise) for scale in pattern),
        )
        for number in range(count)
    ]


def fitted(known, unseen=()):
    return patch_fitting.fit(Plain(), known, unseen, CancelToken(), keeps_pictures=False)


def test_every_sensor_gets_patches_that_stand_for_all_of_its_places():
    known = items(12)
    found = fitted(known, items(6, 1))
    assert set(found) == {"rgb", "infrared"}
    for slot, own in enumerate(found.values()):
        assert 16 < len(own.places) <= patch_fitting.PATCHES  # 16 places a picture, all of them stood for
        fresh = patch_features(items(1, 2)[0].features)
        nearest = own.distances([scale[slot] for scale in fresh]).min(axis=2)
        assert nearest.max() < 3  # in usual distances
        assert {(place.row, place.column) for place in own.places} == {
            ((r + 0.5) / 4, (c + 0.5) / 4) for r in range(4) for c in range(4)
        }


def test_the_usual_distance_is_that_of_places_the_patches_never_saw():
    found = fitted(items(12), items(10, 1))["rgb"]
    fresh = [patch_features(item.features) for item in items(30, 3)]
    distances = [found.nearest([scale[0, cell] for scale in own], 1)[0][1] for own in fresh for cell in range(16)]
    assert np.median(distances, axis=0) == pytest.approx(1.0, rel=0.1)
    assert (np.asarray(distances) > found.far / found.usual).mean(axis=0) == pytest.approx(0.05, abs=0.03)


def test_without_held_out_parts_either_half_measures_the_other():
    crosswise, honest = fitted(items(24)), fitted(items(12), items(12, 1))
    for sensor in ("rgb", "infrared"):
        np.testing.assert_allclose(crosswise[sensor].usual, honest[sensor].usual, rtol=0.2)


def test_a_strange_place_is_far_and_its_nearest_patch_is_the_one_beside_it():
    found = fitted(items(12), items(6, 1))["rgb"]
    own = [scale[0, 5].clone() for scale in patch_features(items(1, 4, spread=0.0)[0].features)]
    assert found.places[found.nearest(own, 1)[0][0]].row == pytest.approx(1.5 / 4)
    own[1] += 3.0  # the middle scale sees something
    index, distances = found.nearest(own, 3)[0]
    assert distances.argmax() == 1
    assert distances[1] > 3 * found.far[1] / found.usual[1]
    assert (found.places[index].row, found.places[index].column) == (1.5 / 4, 1.5 / 4)


def test_projected_features_keep_distances_of_many_channels():
    features = [torch.randn(1, 320, 4, 4, generator=torch.Generator().manual_seed(seed)) for seed in range(20)]
    kept = torch.cat([patch_features([scale])[0][0] for scale in features])
    whole = torch.cat([scale[0].flatten(1).T for scale in features])
    exact, found = (torch.cdist(rows, rows) / rows.shape[1] ** 0.5 for rows in (whole, kept))
    apart = exact > 0
    assert kept.shape[1] == patches.DIRECTIONS
    assert float((found[apart] / exact[apart]).std()) < 0.15
    assert float((found[apart] / exact[apart]).mean()) == pytest.approx(1.0, abs=0.03)


def test_patches_survive_the_model_file_and_old_files_have_none():
    side = patches.PICTURE_SIDE
    picture = np.zeros((side, side, 3), np.uint8)
    picture[:, side // 2 :] = (200, 40, 40)
    places = tuple(PatchPlace(f"part{n % 2}", n, n / 16, 0.5) for n in range(9))
    kept, steps = patches.quantised([torch.randn(9, c) for c, _ in SHAPES])
    usual = np.ones(3, np.float32)
    before = {
        "disc": {
            "rgb": NormalPatches(kept, steps, usual, 2 * usual, places, patches.encoded([picture] * 9)),
            "depth": NormalPatches(kept, steps, usual, 2 * usual, places),
        }
    }
    after = patches.unpack(*patches.pack(before))["disc"]
    assert [(p.source, p.slice_index) for p in after["rgb"].places] == [(p.source, p.slice_index) for p in places]
    assert [p.row for p in after["rgb"].places] == pytest.approx([p.row for p in places], abs=1e-4)
    assert torch.equal(after["rgb"].features[2], kept[2])
    assert len(after["rgb"].pictures) == 9
    assert np.abs(after["rgb"].pictures[8].astype(int) - picture)[:, : side // 2 - 2].max() < 20
    assert after["depth"].pictures == (None,) * 9
    assert patches.unpack({}, {}) == {}
    strings, tensors = patches.pack(before)
    tensors["patches/disc/rgb/features_1"] = tensors["patches/disc/rgb/features_1"][:4]
    with pytest.raises(ValueError, match="do not fit"):
        patches.unpack(strings, tensors)


def test_a_damaged_mosaic_shows_no_pictures():
    kept, steps = patches.quantised([torch.randn(2, c) for c, _ in SHAPES])
    places = (PatchPlace("a", 0, 0.5, 0.5),) * 2
    broken = NormalPatches(kept, steps, steps, steps, places, torch.arange(50, dtype=torch.uint8))
    assert broken.pictures == (None, None)


def test_a_picture_is_cut_around_its_place_and_stays_inside():
    pixels = np.zeros((80, 160), np.float32)
    pixels[60:, 120:] = 10.0
    view = View("infrared", pixels, (0.0, 10.0))
    box = Box(0, 80, 0, 160)
    corner = patch_picture(view, box, 0, (1.0, 1.0), 20)
    assert corner.shape == (20, 20, 3)
    assert corner.min() == 255
    assert patch_picture(view, box, 0, (0.2, 0.2), 20).max() == 0


def test_training_writes_patches_with_pictures_and_a_probe_finds_the_nearest(data_set, model_file):
    kept = checkpoint.load(model_file)
    bundle = Bundle.unpack(kept.metadata, kept.extra)
    assert {name: set(own) for name, own in bundle.patches.items()} == {
        name: {"rgb", "infrared"} for name in ("disc", "square")
    }
    predictor = Predictor.load(model_file, "cpu")
    sample = next(
        s for s in index_paths([data_set], CancelToken()).samples if s.category == "disc" and s.defect == "spot"
    )
    from core.data.load import load

    probe = predictor.probe(load(sample, ignore_progress, CancelToken()), "disc")
    found = probe.nearest_normal(0, (30, 36))
    assert found.picture.shape == (160, 160, 3)
    assert [patch.distance for patch in found.patches] == sorted(patch.distance for patch in found.patches)
    assert found.patches[0].source.startswith("disc")
    assert found.patches[0].picture.shape == (patches.PICTURE_SIDE, patches.PICTURE_SIDE, 3)
    elsewhere = probe.nearest_normal(0, (5, 5))
    assert found.patches[0].distance > 2 * elsewhere.patches[0].distance  # the spot is unlike every normal place
    assert predictor.probe(probe.loaded, "").nearest_normal(0, (30, 36)) is None


def test_pictures_can_be_left_out(data_set, model_file):
    kept = checkpoint.load(model_file)
    samples = [s for s in index_paths([data_set], CancelToken()).samples if s.split == "train"][:3]
    backbone = Predictor.load(model_file, "cpu").backbone
    found = cache_features(
        samples,
        kept.config,
        backbone,
        augmentations=1,
        slice_step=1,
        seed=0,
        report=ignore_progress,
        token=CancelToken(),
    )
    own = patch_fitting.fit(kept.model, found.items, [], CancelToken(), keeps_pictures=False)
    assert own["rgb"].pictures[0] is None
    assert own["rgb"].places[0].source in {sample.sample_id for sample in samples}


def test_a_file_that_is_gone_leaves_all_pictures_out(data_set, model_file, tmp_path):
    kept = checkpoint.load(model_file)
    image = tmp_path / "rgb.png"
    cv2.imwrite(str(image), np.full((64, 64, 3), 90, np.uint8))
    backbone = Predictor.load(model_file, "cpu").backbone
    settings = {"augmentations": 1, "slice_step": 1, "seed": 0, "report": ignore_progress, "token": CancelToken()}
    found = cache_features([Sample("one", {"rgb": image})], kept.config, backbone, **settings)
    Path(image).unlink()
    own = patch_fitting.fit(kept.model, found.items, [], CancelToken())
    assert own["rgb"].pictures[0] is None
