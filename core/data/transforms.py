"""Native views to network input and back: the only place that knows how a modality becomes three channels.

Normalisations of `prepare` follow the published data handling for the paper preset and, for the compact preset, add
shape channels to depth and tissue windows to CT. The aspect ratio of a view is dropped, as published; a volume is cut
to the patient first.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from core.config import ModelConfig
from core.errors import SampleReadError
from core.records import Kind, LoadedSample, View, modality_info

CT_WINDOWS = ((-600.0, 1500.0), (40.0, 400.0), (480.0, 2500.0))  # level, width in HU of lung, soft tissue, bone
DEPTH_SLOPE_GAIN = 24.0  # a rise of 1/24 of the part's height range a pixel is a steep slope
MIN_FOREGROUND = 0.04  # slices showing less of the patient than this share of the box are not inspected


@dataclass(frozen=True, slots=True)
class Box:
    """Rows y0..y1 and columns x0..x1 (exclusive) of a view that the network sees."""

    y0: int
    y1: int
    x0: int
    x1: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.y1 - self.y0, self.x1 - self.x0


class PreparedSample:
    """Network input of a sample, one slice at a time (an image has the single slice 0)."""

    def __init__(self, loaded: LoadedSample, config: ModelConfig) -> None:
        self.loaded = loaded
        self._config = config
        self._ranges = [_mri_range(view) if _kind(view) is Kind.MRI else (0.0, 1.0) for view in loaded.views]
        if loaded.is_volume:
            foreground = body(loaded.views[0])
            self.box = _bounding_box(foreground, loaded)
            inside = foreground[:, self.box.y0 : self.box.y1, self.box.x0 : self.box.x1].mean(axis=(1, 2))
            self.slices = np.flatnonzero(inside >= MIN_FOREGROUND)
            if not len(self.slices):
                raise SampleReadError(f"{loaded.sample.sample_id} shows nothing but background.")
        else:
            self.box = Box(0, loaded.views[0].size[0], 0, loaded.views[0].size[1])
            self.slices = np.zeros(1, dtype=np.int64)

    def boxes(self) -> list[Box]:
        """The box of every view: shared in a volume, the whole of each image otherwise."""
        if self.loaded.is_volume:
            return [self.box] * len(self.loaded.views)
        return [Box(0, view.size[0], 0, view.size[1]) for view in self.loaded.views]

    def tensors(self, slice_index: int = 0) -> tuple[Tensor, Tensor]:
        """Images [M, 3, H, W] normalised for the backbone, and where each sensor measured [M, H, W] in 0..1."""
        images, measured = [], []
        for view, box, value_range in zip(self.loaded.views, self.boxes(), self._ranges, strict=True):
            plane = view.pixels[slice_index] if view.is_volume else view.pixels
            image, valid = self._one(view, plane[box.y0 : box.y1, box.x0 : box.x1], value_range)
            images.append(image)
            measured.append(valid)
        return torch.stack(images), torch.stack(measured)

    def _one(
        self, view: View, plane: NDArray[np.float32] | NDArray[np.uint8], value_range: tuple[float, float]
    ) -> tuple[Tensor, Tensor]:
        kind, size = _kind(view), self._config.image_size
        if kind is Kind.DEPTH and self._config.preset == "paper":
            return _published_depth(plane, size)
        channels, valid = _unit_channels(kind, plane, value_range)
        image = resize(torch.from_numpy(channels).permute(2, 0, 1), size).expand(3, -1, -1)
        mean = torch.tensor(self._config.image_mean).view(3, 1, 1)
        std = torch.tensor(self._config.image_std).view(3, 1, 1)
        return (image - mean) / std, resize(torch.from_numpy(valid)[None], size)[0]


def resize(image: Tensor, size: tuple[int, int], antialias: bool = True) -> Tensor:
    """Bilinear resize of [C, H, W]."""
    if tuple(image.shape[-2:]) == size:
        return image
    return F.interpolate(image[None], size, mode="bilinear", align_corners=False, antialias=antialias)[0]


def _kind(view: View) -> Kind:
    return modality_info(view.modality).kind


def _unit_channels(
    kind: Kind, plane: NDArray[np.float32] | NDArray[np.uint8], value_range: tuple[float, float]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Channels in 0..1, [H, W, 3], or [H, W, 1] where all are equal, and the measured mask [H, W]."""
    valid = np.isfinite(plane if plane.ndim == 2 else plane[..., 0]).astype(np.float32)
    if plane.ndim == 3:
        scale = 255.0 if plane.dtype == np.uint8 else 1.0
        return plane[..., :3].astype(np.float32) / scale, valid
    values = plane.astype(np.float32)
    if kind is Kind.DEPTH or kind is Kind.CLOUD:
        return shape_channels(values), valid
    values = np.nan_to_num(values, nan=float(np.nanmin(values)) if valid.any() else 0.0)
    if kind is Kind.CT:
        windows = [np.clip((values - level) / width + 0.5, 0.0, 1.0) for level, width in CT_WINDOWS]
        return np.stack(windows, axis=-1), valid
    if kind is Kind.MRI:
        low, high = value_range
        values = np.clip((values - low) / max(high - low, 1e-6), 0.0, 1.0)
    else:
        values = _grey_to_unit(values)
    return values[..., None], valid


def _grey_to_unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """0..1 and 0..255 are taken as they are; other ranges (16-bit, temperatures) are stretched robustly."""
    low, high = float(values.min()), float(values.max())
    if low >= 0.0 and high <= 255.0:
        return values if high <= 1.0 else values / np.float32(255.0)
    low, high = np.percentile(values, (0.1, 99.9))
    return np.asarray(np.clip((values - low) / max(high - low, 1e-6), 0.0, 1.0), dtype=np.float32)


def shape_channels(depth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Height above the mean plane and the two slopes, [H, W, 3] in 0..1.

    A frozen photo backbone hardly sees a shallow dent in raw distances; slopes show it as shading would. Holes (NaN)
    are filled from their surroundings.
    """
    filled = _fill_holes(depth)
    height = filled - _plane(filled)
    low, high = np.percentile(height, (0.5, 99.5))
    height = np.clip((height - low) / max(high - low, 1e-6), 0.0, 1.0).astype(np.float32)
    smooth = cv2.GaussianBlur(height, (0, 0), 1.0)
    slopes = [np.tanh(DEPTH_SLOPE_GAIN * gradient) * 0.5 + 0.5 for gradient in np.gradient(smooth)]
    return np.stack([height, *slopes], axis=-1).astype(np.float32)


def _fill_holes(depth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace NaN by the mean of ever wider surroundings."""
    known = np.isfinite(depth)
    if known.all():
        return depth
    if not known.any():
        return np.zeros_like(depth)
    filled = np.where(known, depth, 0.0).astype(np.float32)
    weight = known.astype(np.float32)
    result = filled.copy()
    missing = ~known
    sigma = 1.0
    while missing.any():
        total = cv2.GaussianBlur(weight, (0, 0), sigma)
        reached = missing & (total > 1e-3)
        result[reached] = (cv2.GaussianBlur(filled, (0, 0), sigma) / np.maximum(total, 1e-6))[reached]
        missing &= ~reached
        sigma *= 2.0
        if sigma > max(depth.shape):
            result[missing] = depth[known].mean()
            break
    return result


def _plane(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Least-squares plane of an image, [H, W]."""
    rows, columns = np.mgrid[-1 : 1 : values.shape[0] * 1j, -1 : 1 : values.shape[1] * 1j].astype(np.float32)
    design = np.stack([rows.ravel(), columns.ravel(), np.ones(values.size, np.float32)], axis=1)
    factors, *_ = np.linalg.lstsq(design, values.ravel(), rcond=None)
    return np.asarray((design @ factors).reshape(values.shape), dtype=np.float32)


def _published_depth(plane: NDArray[np.float32] | NDArray[np.uint8], size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Depth of the published data: metres around the foreground's mean, times 100, on three channels."""
    depth = plane.astype(np.float32) / 1000.0  # our views are in mm, the published data in metres
    valid = np.isfinite(depth)
    mean = float(depth[valid].mean()) if valid.any() else 0.0
    centred = torch.from_numpy((np.where(valid, depth, mean) - mean).astype(np.float32) * 100.0)
    image = resize(centred[None].repeat(3, 1, 1), size, antialias=False)
    return image, resize(torch.from_numpy(valid.astype(np.float32))[None], size)[0]


def body(view: View) -> NDArray[np.bool_]:
    """Where a volume shows the patient and not air, [D, H, W]."""
    if _kind(view) is Kind.CT:
        return view.pixels > -400.0
    low, high = _mri_range(view)
    return view.pixels > low + 0.12 * (high - low)


def _mri_range(view: View) -> tuple[float, float]:
    """Robust black and white of an MRI sequence, from its head and not its background."""
    sample = view.pixels[:: max(view.size[0] // 64, 1), ::2, ::2]
    finite = sample[np.isfinite(sample)]
    bright = finite[finite > finite.mean()] if finite.size else finite
    if not bright.size:
        return 0.0, 1.0
    return float(np.percentile(finite, 0.5)), float(np.percentile(bright, 99.0))


def _bounding_box(body: NDArray[np.bool_], loaded: LoadedSample) -> Box:
    """Rows and columns of the patient, ignoring specks: where at least 1 % of the other axes is body."""
    rows, columns = body.mean(axis=(0, 2)) > 0.01, body.mean(axis=(0, 1)) > 0.01
    if not rows.any() or not columns.any():
        raise SampleReadError(f"{loaded.sample.sample_id} shows nothing but background.")
    y, x = np.flatnonzero(rows), np.flatnonzero(columns)
    return Box(int(y[0]), int(y[-1]) + 1, int(x[0]), int(x[-1]) + 1)


def paste(box: Box, values: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A map of the network's size back into native geometry: resized to the box, zero outside it.

    Args:
        box: Where in the view the network looked.
        values: [h, w].
        shape: Of the view; its last two sizes are (H, W).
    """
    height, width = box.size
    shrinks = height < values.shape[0] or width < values.shape[1]
    inside = cv2.resize(values, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    if (height, width) == shape[-2:]:
        return np.asarray(inside, dtype=np.float32)
    full = np.zeros(shape[-2:], np.float32)
    full[box.y0 : box.y1, box.x0 : box.x1] = inside
    return full
