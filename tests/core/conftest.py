"""A miniature data set and a model taught on it for a few steps: real files, real readers, real network."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.config import TrainConfig, compact_config
from core.data.index import index_paths
from core.learning import learn
from core.progress import CancelToken, ignore_progress

SIDE = 64


def picture(category: str, seed: int, defect: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """BGR, infrared and mask of a round or a square part."""
    random = np.random.default_rng(seed)
    image = np.full((SIDE, SIDE, 3), 40, np.uint8)
    colour = (40, 160, 200) if category == "disc" else (200, 90, 60)
    if category == "disc":
        cv2.circle(image, (32, 32), 20, colour, -1)
    else:
        cv2.rectangle(image, (14, 14), (50, 50), colour, -1)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    if defect:
        cv2.circle(mask, (30, 36), 6, 255, -1)
        image[mask > 0] = (255, 255, 255)
    image = np.clip(image + random.normal(0, 4, image.shape), 0, 255).astype(np.uint8)
    return image, cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (0, 0), 2), mask


@pytest.fixture(scope="session")
def data_set(tmp_path_factory) -> Path:
    """index.csv of two categories, seen by RGB and infrared."""
    root = tmp_path_factory.mktemp("mini")
    rows = []
    for category in ("disc", "square"):
        for split, defect, count in (("train", "good", 10), ("test", "good", 3), ("test", "spot", 3)):
            for number in range(count):
                folder = root / "mini" / category / split / defect / f"{number:03d}"
                folder.mkdir(parents=True)
                seed = hash((category == "disc", split == "train", number)) % 2**32
                colour, infrared, mask = picture(category, seed, defect == "spot")
                cv2.imwrite(str(folder / "rgb.png"), colour)
                cv2.imwrite(str(folder / "infrared.png"), infrared)
                masked = ""
                if defect == "spot":
                    cv2.imwrite(str(folder / "mask.png"), mask)
                    masked = str((folder / "mask.png").relative_to(root))
                for modality in ("rgb", "infrared"):
                    file = (folder / f"{modality}.png").relative_to(root)
                    label = int(defect != "good")
                    rows.append(["mini", category, split, label, defect, f"{number:03d}", modality, str(file), masked])
    with (root / "index.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["set", "category", "split", "label", "defect", "sample", "modality", "path", "mask"])
        writer.writerows(rows)
    return root / "index.csv"


@pytest.fixture(scope="session")
def model_file(data_set, tmp_path_factory) -> Path:
    """A compact checkpoint taught on the miniature data for a few steps."""
    out = tmp_path_factory.mktemp("model") / "mini.safetensors"
    samples = index_paths([data_set], CancelToken()).samples
    settings = TrainConfig(steps=4, batch_size=4, augmentations=2, holdout=0.4)
    learn(samples, out, compact_config(), settings, ignore_progress, CancelToken())
    return out
