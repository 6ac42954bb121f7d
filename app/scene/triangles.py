"""Triangles as dots: enough of them that no pixel between is missed, with their light. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.scene.content import Floats, Surface
from app.scene.splat import SURFACE, Seen, View

_LIGHT = np.array([0.35, 0.5, 0.8]) / np.linalg.norm([0.35, 0.5, 0.8])  # over the viewer's right shoulder
_MOST = 64  # dots along an edge; a closer look would show gaps before it showed anything new
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
    eye = surface.normals @ view.matrix[:, :3].T
    rim = (1 - np.abs(eye[:, 2])) ** 3
    size = view.width * view.height
    sums = np.zeros(size + 1, np.float32)
    for points, shares, areas in _dots(surface, _GHOST + _GHOST_RIM * rim, view):
        cells, _ = view.project(points)
        sums += np.bincount(cells, shares * areas, minlength=size + 1).astype(np.float32)
    cover = sums[:-1].reshape(view.height, view.width)
    # Dots do not fall evenly on pixels: a small mean hides that.
    cover[1:-1, 1:-1] = (
        cover[1:-1, 1:-1] * 4
        + (cover[:-2, 1:-1] + cover[2:, 1:-1] + cover[1:-1, :-2] + cover[1:-1, 2:]) * 2
        + (cover[:-2, :-2] + cover[2:, 2:] + cover[:-2, 2:] + cover[2:, :-2])
    ) / 16
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
    steps = np.clip(np.ceil(edges.max(axis=1) * scale), 1, _MOST).astype(np.int64)
    steps = 2 ** np.ceil(np.log2(steps)).astype(np.int64)  # few different counts
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
