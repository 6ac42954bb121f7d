"""Triangle meshes of machine-made shapes: prisms with chamfers and holes, lathes, height fields, boxes. Units: mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles with a normal at every corner and a material number each."""

    corners: Points  # [T, 3, 3]
    normals: Points  # [T, 3, 3] unit length
    material: NDArray[np.uint8]  # [T]

    def moved(self, rotation: Points | None = None, shift: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
        """The mesh rotated by [3, 3], then shifted."""
        turn = np.eye(3) if rotation is None else rotation
        return Mesh(self.corners @ turn.T + np.asarray(shift), self.normals @ turn.T, self.material)


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """All meshes as one."""
    return Mesh(
        np.concatenate([m.corners for m in meshes]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.material for m in meshes]),
    )


def flat(corners: Points, material: int) -> Mesh:
    """Triangles [T, 3, 3] with the normals of their faces."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    return Mesh(corners, np.repeat(normal[:, None], 3, axis=1), np.full(len(corners), material, np.uint8))


def grid(points: Points, material: int, closed: bool = False) -> Mesh:
    """A smooth sheet through points [R, C, 3]; the normal is (next column) x (next row). `closed` joins the columns."""
    if closed:
        points = np.concatenate([points, points[:, :1]], axis=1)
    across = np.gradient(points, axis=1)
    if closed:
        seam = (points[:, 1] - points[:, -2]) / 2
        across[:, 0] = across[:, -1] = seam
    normal = np.cross(across, np.gradient(points, axis=0))
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)

    def quads(values: Points) -> Points:
        a, b, c, d = values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]
        return np.concatenate([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, 3)

    corners = quads(points)
    return Mesh(corners, quads(normal), np.full(len(corners), material, np.uint8))


def rounded_rectangle(width: float, height: float, radius: float, step: float = 0.0) -> Points:
    """Counter-clockwise outline [N, 2] around the origin; `step` > 0 also cuts the straight sides."""
    angles = np.linspace(0, np.pi / 2, 9)
    centres = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    arcs = [
        np.stack([np.cos(angles + k * np.pi / 2), np.sin(angles + k * np.pi / 2)], 1) * radius
        + [sx * (width / 2 - radius), sy * (height / 2 - radius)]
        for k, (sx, sy) in enumerate(centres)
    ]
    if step <= 0:
        return np.concatenate(arcs)
    pieces = []
    for k, arc in enumerate(arcs):
        start, end = arc[-1], arcs[(k + 1) % 4][0]
        count = max(int(np.linalg.norm(end - start) / step), 1)
        pieces += [arc, start + (end - start) * (np.arange(1, count) / count)[:, None]]
    return np.concatenate(pieces)


def circle(x: float, y: float, radius: float, count: int = 40) -> Points:
    """Counter-clockwise circle [count, 2]."""
    angles = np.arange(count) * (2 * np.pi / count)
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], 1)


def offset(loop: Points, distance: float) -> Points:
    """A counter-clockwise loop moved outwards by a distance (inwards where negative)."""
    tangent = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    return np.asarray(loop + distance * np.stack([tangent[:, 1], -tangent[:, 0]], 1))


def inside(points: Points, loop: Points) -> NDArray[np.bool_]:
    """Which points [N, 2] lie inside a loop [M, 2] (even-odd rule)."""
    x, y = points[:, 0, None], points[:, 1, None]
    ax, ay = loop.T
    bx, by = np.roll(loop, -1, 0).T
    crosses = (ay > y) != (by > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = ax + (y - ay) * (bx - ax) / (by - ay)
    return np.asarray((crosses & (x < at)).sum(axis=1) % 2 == 1)


def prism(
    outline: Points, holes: Sequence[Points], thickness: float, chamfer: float, material: int, edge_material: int = -1
) -> Mesh:
    """A plate from z = 0 to `thickness`: outline [N, 2] and holes, all counter-clockwise, chamfered at the top."""
    edge = material if edge_material < 0 else edge_material
    loops = [outline, *[hole[::-1] for hole in holes]]  # walked so that matter is on the left
    tops = [offset(outline, -chamfer), *[offset(hole, chamfer)[::-1] for hole in holes]]
    flat_points = np.concatenate(tops)
    triangles = flat_points[Delaunay(flat_points).simplices]  # [T, 3, 2]
    centre = triangles.mean(axis=1)
    keep = inside(centre, tops[0])
    for top in tops[1:]:
        keep &= ~inside(centre, top)
    triangles = triangles[keep]
    first, second = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    clockwise = first[:, 0] * second[:, 1] < first[:, 1] * second[:, 0]
    triangles[clockwise] = triangles[clockwise][:, ::-1]
    face = np.concatenate([triangles, np.full((*triangles.shape[:2], 1), thickness)], axis=2)
    meshes = [flat(face, material)]
    for loop, top in zip(loops, tops, strict=True):
        rings = [np.c_[loop, np.zeros(len(loop))], np.c_[loop, np.full(len(loop), thickness - chamfer)]]
        meshes.append(grid(np.stack(rings), edge, closed=True))
        if chamfer > 0:
            meshes.append(grid(np.stack([rings[1], np.c_[top, np.full(len(top), thickness)]]), edge, closed=True))
    return merge(meshes)


def lathe(profile: Points, count: int, material: int) -> Mesh:
    """A smooth body of revolution about z; profile [P, 2] of (radius, z) from the bottom up."""
    angles = np.arange(count) * (2 * np.pi / count)
    radius, z = profile[:, :1], np.repeat(profile[:, 1:], count, axis=1)
    return grid(np.stack([radius * np.cos(angles), radius * np.sin(angles), z], 2), material, closed=True)


def box(width: float, depth: float, height: float, bevel: float, material: int) -> Mesh:
    """A box on z = 0, centred in x and y, its top edge bevelled."""
    w, d = width / 2, depth / 2
    base = np.array([[-w, -d], [w, -d], [w, d], [-w, d]])
    top = base * (1 - bevel / np.array([w, d]))
    bottom, rim = np.c_[base, np.zeros(4)], np.c_[base, np.full(4, height - bevel)]
    lid = np.c_[top, np.full(4, height)]
    faces = [lid[[0, 1, 2]], lid[[0, 2, 3]]]
    for low, high in ((bottom, rim), (rim, lid)):
        for k in range(4):
            j = (k + 1) % 4
            faces += [np.stack([low[k], low[j], high[j]]), np.stack([low[k], high[j], high[k]])]
    return flat(np.stack(faces), material)


def split(mesh: Mesh, height: Points) -> Mesh:
    """The same surface with every triangle cut where `height` [T, 3], given at its corners, passes zero."""
    above = height > 0
    mixed = above.any(axis=1) & ~above.all(axis=1)
    above, level = above[mixed], height[mixed]
    # Each cut triangle has one corner alone on its side; it comes first.
    alone = np.where(above.sum(axis=1) == 1, above.argmax(axis=1), above.argmin(axis=1))
    order = (alone[:, None] + np.arange(3)) % 3
    level = np.take_along_axis(level, order, axis=1)
    share = (level[:, :1] / (level[:, :1] - level[:, 1:]))[..., None]  # how far along both its sides the cut is

    def cut(values: Points) -> Points:
        v = np.take_along_axis(values[mixed], order[..., None], axis=1)
        p, q = ((v[:, 0] + share[:, k] * (v[:, k + 1] - v[:, 0])) for k in range(2))
        pieces = ((v[:, 0], p, q), (p, v[:, 1], v[:, 2]), (p, v[:, 2], q))
        return np.concatenate([values[~mixed], *(np.stack(piece, 1) for piece in pieces)])

    return Mesh(
        cut(mesh.corners), cut(mesh.normals), np.concatenate([mesh.material[~mixed], *[mesh.material[mixed]] * 3])
    )


def bent(mesh: Mesh, direction: Points, start: float, length: float, degrees: float, middle: float) -> Mesh:
    """A plate bent out of its plane (z = `middle`, which keeps its length).

    Everything that lies farther than `start` along `direction` [3] is turned towards z; the bend takes `length` mm.
    """
    for k in range(6):
        mesh = split(mesh, mesh.corners @ direction - (start + length * k / 5))
    beyond = mesh.corners @ direction - start
    full = np.radians(degrees)
    turn = full * np.clip(beyond / length, 0, 1)  # [T, 3]
    arc, straight = length / full, np.clip(beyond - length, 0, None)
    off = mesh.corners[..., 2] - middle
    along = np.where(beyond > 0, arc * np.sin(turn) + straight * np.cos(full), beyond) - off * np.sin(turn)
    rise = arc * (1 - np.cos(turn)) + straight * np.sin(full) + off * np.cos(turn) - off
    up = np.array([0.0, 0.0, 1.0])
    corners = mesh.corners + (along - beyond)[..., None] * direction + rise[..., None] * up
    forward, lift = mesh.normals @ direction, mesh.normals[..., 2]
    change = (forward * np.cos(turn) - lift * np.sin(turn) - forward)[..., None] * direction
    change += (forward * np.sin(turn) + lift * np.cos(turn) - lift)[..., None] * up
    return Mesh(corners, mesh.normals + change, mesh.material)


def turn_z(degrees: float) -> Points:
    """Rotation about z."""
    a = np.radians(degrees)
    return np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])


def turn_x(degrees: float) -> Points:
    """Rotation about x."""
    a = np.radians(degrees)
    return np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])


def turn_y(degrees: float) -> Points:
    """Rotation about y."""
    a = np.radians(degrees)
    return np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
