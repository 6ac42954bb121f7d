"""Draws a scene piece by piece in a worker; what is drawn stays until the scene, the camera or the size changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.scene.content import Floats, Frame, FrameRequest, Indices, PointSource
from app.scene.splat import SURFACE, Seen, View, add_points, grown, lit, numbers_of
from app.scene.triangles import add_surface, ghost_share

CHUNK = 1 << 15  # points at once: they stay in the processor's cache
FIRST_S = 0.03  # of drawing points, then the first picture is shown, whole or not
NEXT_S = 0.2  # between pictures while the rest of the points comes
DRAFT_S = 0.055  # a picture that takes longer is drawn in half the size first
_GROWS = 3  # px by which the dots of an unfinished picture may be wider, so that surfaces stay closed


@dataclass(slots=True, eq=False)
class _Drawn:
    """What is seen of the points and surfaces, before colours."""

    key: tuple[object, ...]
    view: View
    seen: Seen
    ghosts: tuple[Floats, ...]  # [H, W, 1] how much each ghost covers
    points: int = 0


class Renderer:
    """Keeps the points in the order of drawing, and the last picture."""

    def __init__(self) -> None:
        self._source: PointSource | None = None
        self._chunks: list[Floats] = []  # [3, N] each
        self._drawn: _Drawn | None = None
        self._seconds = 0.0  # that the last whole picture took

    def frames(self, request: FrameRequest) -> Iterator[Frame]:
        """Draw; what takes long comes as a draft first, then as pictures with more points until one is whole."""
        total = request.points.source.count if request.points is not None else 0
        self._keep_source(request)
        if self._drawn is None or self._drawn.key != _key(request, 1):
            if self._seconds > DRAFT_S and min(request.size) > 300:
                draft = self._begin(request, 2)
                self._add(request, draft, time.perf_counter() + FIRST_S)
                yield self._frame(request, draft, total, is_draft=True)
            self._drawn = self._begin(request, 1)
        drawn, start = self._drawn, time.perf_counter()
        wait = FIRST_S
        while self._add(request, drawn, time.perf_counter() + wait) < total:
            yield self._frame(request, drawn, total)
            wait = NEXT_S
        frame = self._frame(request, drawn, total)
        self._seconds = time.perf_counter() - start
        yield frame

    def _keep_source(self, request: FrameRequest) -> None:
        source = request.points.source if request.points is not None else None
        if source is not self._source:
            self._source, self._chunks, self._drawn = source, [], None

    def _begin(self, request: FrameRequest, shrink: int) -> _Drawn:
        size = (max(request.size[0] // shrink, 1), max(request.size[1] // shrink, 1))
        view = View(request.camera, size)
        ghosts = tuple(ghost_share(view, surface)[..., None] for surface in request.surfaces if surface.is_ghost)
        drawn = _Drawn(_key(request, shrink), view, view.empty(), ghosts)
        for number, surface in enumerate(request.surfaces):
            if not surface.is_ghost:
                add_surface(drawn.seen, view, surface, number)
        return drawn

    def _add(self, request: FrameRequest, drawn: _Drawn, until: float) -> int:
        """Draw more points, until a time; returns how many are drawn."""
        points = request.points
        if points is None:
            return 0
        while drawn.points < points.source.count:
            add_points(drawn.seen, drawn.view, self._chunk(drawn.points // CHUNK), drawn.points, points.box)
            drawn.points = min(drawn.points + CHUNK, points.source.count)
            if time.perf_counter() > until:
                break
        return drawn.points

    def _chunk(self, number: int) -> Floats:
        source = self._source
        assert source is not None, "asked for its points only"
        if number == len(self._chunks):
            order = np.arange(number * CHUNK, min((number + 1) * CHUNK, source.count))
            self._chunks.append(np.ascontiguousarray(source.positions(source.numbers(order)).T))
        return self._chunks[number]

    # --- colours -------------------------------------------------------------------------------------------------
    def _frame(self, request: FrameRequest, drawn: _Drawn, total: int, *, is_draft: bool = False) -> Frame:
        points, view = request.points, drawn.view
        seen = drawn.seen
        if points is not None:
            size = points.size * (view.height / request.size[1])
            size *= min(np.sqrt(total / max(drawn.points, 1)), 1 + _GROWS / size) if drawn.points < total else 1
            seen = grown(seen, view, round(size))
        orders, distances = numbers_of(seen, view), view.distances(seen)
        red, green, blue = request.background
        pixels = np.full((view.height, view.width), 0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
        numbers = np.where(orders < SURFACE, orders, -1)
        if points is not None:
            cells = np.flatnonzero(numbers >= 0)
            picked = points.source.numbers(numbers.ravel()[cells])
            numbers.ravel()[cells] = picked
            colours = points.colours(picked)
            if request.has_light:
                shade = lit(distances, 0.02 * request.camera.reach).ravel()[cells]
                colours = (colours * shade[:, None]).astype(np.uint8)
            pixels.ravel()[cells] = _packed(colours)
        if request.surfaces:
            _colour_surfaces(request, drawn.ghosts, orders, pixels)
        marked = _marked(request)
        marks = points.source.positions(marked) if points is not None else np.zeros((0, 3), np.float32)
        return Frame(request, pixels, numbers, distances, drawn.points, total, is_draft, marked, marks)


def _colour_surfaces(
    request: FrameRequest, ghosts: tuple[Floats, ...], orders: NDArray[np.int64], pixels: NDArray[np.uint32]
) -> None:
    height, width = pixels.shape
    colours = pixels.view(np.uint8).reshape(height, width, 4)[..., 2::-1].astype(np.float32)
    hit = orders >= SURFACE
    light = (orders[hit] & 0xFF).astype(np.float32) / np.float32(255)
    table = np.array([surface.colour for surface in request.surfaces], np.float32)
    colours[hit] = table[orders[hit] >> 8 & 0xFF] * light[:, None]
    for share, surface in zip(ghosts, (one for one in request.surfaces if one.is_ghost), strict=True):
        colours *= 1 - share
        colours += share * np.array(surface.colour, np.float32)
    pixels[:] = _packed(np.minimum(colours, 255).astype(np.uint8).reshape(-1, 3)).reshape(height, width)


def _key(request: FrameRequest, shrink: int) -> tuple[object, ...]:
    """What decides what is seen where; colours are looked up afterwards."""
    points = request.points
    shown = (points.source, points.box) if points is not None else ()
    surfaces = tuple(surface.vertices.ctypes.data for surface in request.surfaces)
    return request.camera, request.size, shrink, shown, surfaces


def _marked(request: FrameRequest) -> Indices:
    if request.points is None or request.place is None:
        return np.zeros(0, np.int64)
    return request.points.source.at(request.place)


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """[N, 3] -> [N] 0xffRRGGBB."""
    quads = np.full((len(colours), 4), 255, np.uint8)
    for channel in range(3):
        quads[:, channel] = colours[:, 2 - channel]
    packed: NDArray[np.uint32] = quads.view(np.uint32)[:, 0]
    return packed
