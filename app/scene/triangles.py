"""Triangles as dots: enough of them that no pixel between is missed, with their light. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.scene.content import Floats, Surface
from app.scene.splat import SURFACE, Seen, View

_LIGHT = np.array([0.35, 0.5, 0.8]) / np.linalg.norm([0.35, 0.5, 0.8])  # over the viewer's right shoulder
_COUNTS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64])  # dots along an edge: few different numbers
_GHOST_SHRINK = 3  # a faint veil needs no fine pixels
_AT_ONCE = 1 << 16
_GHOST = 0.10  # of its own colour where it faces the eye
_GHOST_RIM = 0.85  # more at its rim


def add_surface(seen: Seen, view: View, surface: Surface, number: int) -> None:
    """Draw a solid surface. `number` (0..255) says which one is seen."""
    eye = surface.normals @ view.matrix[:, :3].T  # right, up, away
    facing = np.abs(eye @ (_LIGHT * (1, 1, -1)).astype(np.float32))
    light = np.float32(80) + np.float32(150) * facing + np.float32(25) * facing**16
    flag = np.uint64(SURFACE | number << 8)
    for points, shades, _ in _dots(surface, light, view):
        cells, keys = view.project(points)
        keys <<= np.uint64(32)
        keys |= shades.astype(np.uint64) | flag
        np.minimum.at(seen, cells, keys)


def ghost_share(view: View, surface: Surface) -> Floats:
    """How much of a ghost's colour covers each pixel, 0..1 [H, W]: faint where it faces the eye, strong at its rim."""
    import cv2

    size = (max(view.width // _GHOST_SHRINK, 1), max(view.height // _GHOST_SHRINK, 1))
    coarse = View(view.camera, size)
    eye = surface.normals @ coarse.matrix[:, :3].T
    rim = (1 - np.abs(eye[:, 2])) ** 3
    sums = np.zeros(size[0] * size[1] + 1, np.float32)
    for points, shares, areas in _dots(surface, _GHOST + _GHOST_RIM * rim, coarse):
        cells, _ = coarse.project(points)
        sums += np.bincount(cells, shares * areas, minlength=len(sums)).astype(np.float32)
    cover = cv2.GaussianBlur(sums[:-1].reshape(size[1], size[0]), (3, 3), 0.8)  # dots do not fall evenly on pixels
    cover = cv2.resize(cover, (view.width, view.height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(1 - np.exp(-cover), np.float32)


def _dots(surface: Surface, values: Floats, view: View) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Dots [3, N] all over the triangles, no farther apart than a pixel, with values between those of the corners, and
    the area in pixels that each stands for.
    """
    corners = surface.vertices[surface.faces]  # [M, 3, 3]
    away = corners[:, 0] @ view.matrix[2, :3] + view.matrix[2, 3]
    scale = view.scale * (np.float32(view.camera.distance) / np.maximum(away, view.near))
    if not view.camera.is_perspective:
        scale = np.full(len(corners), view.scale, np.float32)
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)  # [M, 3]
    steps = _COUNTS[np.minimum(np.searchsorted(_COUNTS, edges.max(axis=1) * scale), len(_COUNTS) - 1)]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.abs(normal @ view.matrix[2, :3]) / 2 * scale**2  # as it is seen
    for count in np.unique(steps):
        weights = _weights(int(count))  # [K, 3]
        chosen = np.flatnonzero(steps == count)
        for part in np.array_split(chosen, max(len(chosen) * len(weights) // _AT_ONCE, 1)):
            points = np.einsum("kc,mcd->dmk", weights, corners[part]).reshape(3, -1)
            shades = (values[surface.faces[part]] @ weights.T).ravel()
            areas = np.repeat((area[part] / len(weights)).astype(np.float32), len(weights))
            yield points.astype(np.float32, copy=False), shades.astype(np.float32, copy=False), areas


def _weights(count: int) -> Floats:
    """Shares of the three corners in evenly spread places of a triangle, [K, 3]."""
    grid = (np.arange(count, dtype=np.float32) + np.float32(1 / 3)) / count
    first, second = np.meshgrid(grid, grid, indexing="ij")
    kept = first + second < 1
    first, second = first[kept], second[kept]
    return np.stack([first, second, 1 - first - second], axis=1)


def area_weighted_normals(vertices: Floats, faces: NDArray[np.int32]) -> Floats:
    """Unit normals [N, 3] of the vertices of triangles [M, 3]."""
    corners = vertices[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [np.bincount(faces.ravel(), np.repeat(across[:, axis], 3), len(vertices)) for axis in range(3)], axis=1
    )
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12), np.float32)
