"""From an ideal picture to what real sensors deliver: noise, fixed patterns, quantisation. All drawn from one rng."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.demo.render import FOCAL, SIDE, Picture
from core.data.demo.texture import Field

DEPTH_STEP = 1 / 32  # mm; a power of two, so that float32 values are exact and compress well


def colour_sensor(rgb: Field, rng: np.random.Generator) -> NDArray[np.uint8]:
    """sRGB [H, W, 3] 0..1 to 8 bit with shot noise, read noise and a slight vignette."""
    at = np.linspace(-1, 1, SIDE, dtype=np.float32)
    vignette = 1 - 0.045 * (at[:, None] ** 2 + at[None, :] ** 2)
    noise = rng.standard_normal(rgb.shape, dtype=np.float32)
    # Demosaicing smears noise over neighbours and ties the channels together.
    noise = 0.75 * noise + 0.45 * cv2.GaussianBlur(noise, (0, 0), 0.8) + 0.3 * noise.mean(axis=2, keepdims=True)
    level = rgb * vignette[..., None]
    image = 255 * level + noise * (1.3 + 1.5 * np.sqrt(np.clip(level, 0, 1)))
    return np.asarray(np.clip(np.rint(image), 0, 255), dtype=np.uint8)


def depth_sensor(depth: Field, rng: np.random.Generator) -> Field:
    """Depth in mm with fine noise that grows on steep surfaces, a slow error, and the sensor's step."""
    gx, gy = cv2.Sobel(depth, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(depth, cv2.CV_32F, 0, 1, scale=0.125)
    steep = np.clip(np.hypot(gx, gy), 0, 1.5)
    fine = rng.standard_normal(depth.shape, dtype=np.float32)
    slow = cv2.resize(rng.standard_normal((9, 9), dtype=np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    noisy = depth + fine * (0.035 + 0.03 * steep) + 0.03 * slow
    return np.asarray(np.rint(noisy / DEPTH_STEP) * DEPTH_STEP, dtype=np.float32)


def heat_sensor(heat: Field, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Radiance 0..1 to 8 bit with drift, column pattern and noise of a microbolometer."""
    columns = rng.standard_normal((1, SIDE), dtype=np.float32)
    noise = rng.standard_normal(heat.shape, dtype=np.float32)
    gain, level = rng.normal([1.0, 0.0], [0.012, 0.008])
    slow = cv2.resize(rng.standard_normal((4, 4), dtype=np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    image = 255 * (heat * gain + level) + 1.7 * noise + 0.6 * columns + 1.0 * slow
    return np.asarray(np.clip(np.rint(image), 0, 255), dtype=np.uint8)


def organised_cloud(depth: Field) -> Field:
    """Camera coordinates [H, W, 3] in mm of every pixel: x right, y down, z forward."""
    at = ((np.arange(SIDE, dtype=np.float32) + 0.5) - SIDE / 2) / np.float32(FOCAL)
    cloud = np.stack([at[None, :] * depth, at[:, None] * depth, depth], axis=2)
    return np.asarray(np.rint(cloud / DEPTH_STEP) * DEPTH_STEP, dtype=np.float32)


def visible_change(good: Picture, bad: Picture) -> NDArray[np.bool_]:
    """Where two ideal pictures of the same part differ enough for a careful person to see it in some sensor."""
    colour = np.abs(good.rgb - bad.rgb).max(axis=2) > 0.055
    shape = np.abs(good.depth - bad.depth) > 0.14
    heat = np.abs(good.heat - bad.heat) > 0.03
    on_part = good.on_part | bad.on_part  # a shadow that falls elsewhere on the table is no damage
    changed = ((colour | shape | heat) & on_part).astype(np.uint8)
    ring = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    changed = cv2.morphologyEx(changed, cv2.MORPH_CLOSE, ring)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(changed, connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA]
    # Specks far from the defect come from sub-pixel edges, not from anything one can see.
    keep = [k for k in range(1, count) if areas[k] >= max(5, 0.04 * areas[1:].max())]
    return np.isin(labels, keep)
