"""One ray-cast look at a part gives colour, depth and heat that agree pixel by pixel.

World frame: the table is z = 0, x points right and y away from the viewer; millimetres. Rays are cast in the part's own
frame, which differs from the world by a turn about z and a shift, so that textures stick to the part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import open3d as o3d
from numpy.typing import NDArray

from core.data.demo.mesh import Mesh, turn_z
from core.data.demo.texture import Field, smoothstep

SIDE = 256  # pixels of every image, both ways
FINE = 384  # rays for colour and heat, both ways: one and a half a pixel
FOCAL = 900.0  # pixels
TABLE = 0  # material number of the table


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera that looks at the world's origin."""

    distance: float  # mm to the origin
    tilt: float  # degrees from straight down, towards the viewer

    def frame(self) -> tuple[Field, Field, Field, Field]:
        """Position and the right, down and forward directions, each [3]."""
        a = np.radians(self.tilt)
        forward = np.array([0, np.sin(a), -np.cos(a)])
        down = np.array([0, -np.cos(a), -np.sin(a)])
        return (
            (-self.distance * forward).astype(np.float32),
            np.array([1, 0, 0], np.float32),
            down.astype(np.float32),
            forward.astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Pose:
    """How the part lies in its fixture and how the lamps stand that day."""

    angle: float  # degrees about z
    shift: tuple[float, float]  # mm
    lamp: tuple[float, float, float]  # direction to the key lamp, not normalised
    power: float  # of the key lamp, around 1
    warmth: float  # colour of the light, around 0

    @staticmethod
    def draw(rng: np.random.Generator, slack: float = 0.7) -> Pose:
        """A slightly different pose and light, as in a real fixture that lets a part move by about `slack` mm."""
        turn, dx, dy = rng.normal(0, [1.8 * slack, slack, slack]).clip(-2.5, 2.5)
        ax, ay = rng.normal(0, 0.05, 2)
        power, warmth = rng.normal([1.0, 0.0], [0.035, 0.02])
        return Pose(float(turn), (float(dx), float(dy)), (-0.6 + ax, -0.25 + ay, 1.0), float(power), float(warmth))


@dataclass(slots=True, eq=False)
class Surface:
    """What each fine ray hit: arrays [FINE, FINE] or [FINE, FINE, 3] float32, in the part's frame unless said."""

    depth: Field  # mm along the camera's axis
    pixel_depth: Field  # the same [SIDE, SIDE] through the very centre of every pixel
    x: Field
    y: Field
    z: Field
    normal: Field
    view: Field  # unit direction to the camera
    material: NDArray[np.uint8]
    world_x: Field
    world_y: Field
    lit: Field  # 0..1 share of the key lamp that arrives


@dataclass(slots=True, eq=False)
class Look:
    """How a surface answers light, per fine ray."""

    albedo: Field  # [H, W, 3] linear
    gloss: Field  # exponent of the highlight
    shine: Field  # strength of the highlight and of mirrored surroundings
    metal: Field  # 0..1: mirrored light takes the albedo's colour, no diffuse light
    raised: Field  # mm of fine relief towards the viewer, added to the depth


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The ideal, noise-free sensors at pixel size."""

    rgb: Field  # [H, W, 3] 0..1 sRGB
    depth: Field  # mm
    heat: Field  # 0..1
    on_part: NDArray[np.bool_]


def pixel_rays(camera: Camera, side: int) -> Field:
    """Ray directions [side, side, 3] in the world, scaled so that one unit is one mm of depth."""
    _, right, down, forward = camera.frame()
    at = ((np.arange(side, dtype=np.float32) + 0.5) * (SIDE / side) - SIDE / 2) / FOCAL
    return np.asarray(forward + at[None, :, None] * right + at[:, None, None] * down, dtype=np.float32)


def cast(mesh: Mesh, camera: Camera, pose: Pose) -> Surface:
    """Cast all fine rays, and shadow rays from every hit."""
    scene = o3d.t.geometry.RaycastingScene(nthreads=1)
    size = 400.0
    floor = np.array([[-size, -size, 0], [size, -size, 0], [size, size, 0], [-size, size, 0]])
    corners = np.concatenate([mesh.corners, floor[[0, 1, 2]][None], floor[[0, 2, 3]][None]]).astype(np.float32)
    normals = np.concatenate([mesh.normals, np.tile([0.0, 0.0, 1.0], (2, 3, 1))]).astype(np.float32)
    material = np.concatenate([mesh.material, np.zeros(2, np.uint8)])
    scene.add_triangles(
        _tensor(corners.reshape(-1, 3)), _tensor(np.arange(len(corners) * 3, dtype=np.uint32).reshape(-1, 3))
    )

    to_part = turn_z(-pose.angle).astype(np.float32)  # the part's frame: x_part = to_part @ (x_world - shift)
    position = camera.frame()[0]
    origin = to_part @ (position - np.array([*pose.shift, 0], np.float32))
    rays = pixel_rays(camera, FINE) @ to_part.T
    whole = np.concatenate([np.broadcast_to(origin, rays.shape), rays], axis=2)
    hit = scene.cast_rays(_tensor(whole), nthreads=1)
    depth = hit["t_hit"].numpy()
    face = hit["primitive_ids"].numpy()
    uv = hit["primitive_uvs"].numpy()
    edges = np.stack([normals[:, 0], normals[:, 1] - normals[:, 0], normals[:, 2] - normals[:, 0]], 1)[face]
    normal = edges[..., 0, :] + uv[..., :1] * edges[..., 1, :] + uv[..., 1:] * edges[..., 2, :]
    points = origin + depth[..., None] * rays
    view = rays * (-1 / length(rays))[..., None]
    normal *= (np.where(dot(normal, view) < 0, np.float32(-1), np.float32(1)) / length(normal))[..., None]
    at_pixels = pixel_rays(camera, SIDE) @ to_part.T
    at_pixels = np.concatenate([np.broadcast_to(origin, at_pixels.shape), at_pixels], axis=2)
    pixel_depth = scene.cast_rays(_tensor(at_pixels), nthreads=1)["t_hit"].numpy()

    lamp = to_part @ unit(pose.lamp)
    start = points + 0.05 * normal + 0.05 * view
    # Every second ray is enough: the lamp is large and its shadow is blurred anyway.
    shadow_rays = np.concatenate([start[::2, ::2], np.broadcast_to(lamp, start[::2, ::2].shape)], axis=2)
    dark = scene.test_occlusions(_tensor(shadow_rays), nthreads=1).numpy()
    lit = cv2.GaussianBlur(1 - dark.astype(np.float32), (0, 0), 1.4)
    lit = cv2.resize(lit, (FINE, FINE), interpolation=cv2.INTER_LINEAR)
    world = points @ to_part + np.array([*pose.shift, 0], np.float32)
    x, y, z = (np.ascontiguousarray(points[..., k]) for k in range(3))
    return Surface(
        depth=depth,
        pixel_depth=pixel_depth,
        x=x,
        y=y,
        z=z,
        normal=normal,
        view=view,
        material=material[face],
        world_x=world[..., 0],
        world_y=world[..., 1],
        lit=lit,
    )


def _tensor(array: NDArray[Any]) -> o3d.core.Tensor:  # Any: floats or indices
    return o3d.core.Tensor.from_numpy(np.ascontiguousarray(array))


def dot(a: Field, b: Field) -> Field:
    """Scalar products of vectors [H, W, 3]."""
    return a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]


def length(a: Field) -> Field:
    """Lengths of vectors [H, W, 3]."""
    return np.asarray(np.sqrt(dot(a, a)))


def unit(vector: tuple[float, float, float]) -> Field:
    """The vector at length one."""
    array = np.asarray(vector, np.float32)
    return np.asarray(array / np.linalg.norm(array), dtype=np.float32)


def tilt_normal(surface: Surface, along_x: Field, along_y: Field, along_z: Field | float = 0.0) -> None:
    """Lean the normals against a slope (mm per mm) of fine relief given along the part's axes."""
    normal = surface.normal
    normal[..., 0] -= along_x
    normal[..., 1] -= along_y
    normal[..., 2] -= along_z
    normal /= length(normal)[..., None]


def ambient(depth: Field, mm_per_pixel: float) -> Field:
    """Share of the sky that each place sees, from how far it lies behind its surroundings (screen space)."""
    share = np.ones_like(depth)
    small = cv2.resize(depth, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    for radius_mm, weight in ((1.2, 0.16), (3.5, 0.22), (9.0, 0.25)):
        radius = radius_mm / mm_per_pixel
        behind = small - cv2.GaussianBlur(small, (0, 0), radius)
        behind = np.clip(behind / radius_mm, 0, 1)
        share *= 1 - weight * cv2.resize(behind, depth.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return share


def shade(surface: Surface, look: Look, pose: Pose, mm_per_pixel: float) -> Field:
    """Linear colour [H, W, 3] under a key lamp, a soft fill lamp and a bright ceiling."""
    to_part = turn_z(-pose.angle).astype(np.float32)
    lamp, fill = to_part @ unit(pose.lamp), to_part @ unit((0.75, 0.45, 0.8))
    normal, view = surface.normal, surface.view
    n_lamp = np.clip(normal @ lamp, 0, None) * surface.lit
    n_fill = np.clip(normal @ fill, 0, None)
    sky = 0.5 + 0.5 * normal[..., 2]
    open_sky = ambient(surface.depth, mm_per_pixel)
    key = np.float32(0.72 * pose.power)
    diffuse = key * n_lamp + 0.16 * n_fill + 0.26 * sky * open_sky

    facing = dot(normal, view)
    mirrored = 2 * facing[..., None] * normal - view
    to_key = np.clip(mirrored @ lamp, 1e-4, 1)
    to_fill = np.clip(mirrored @ fill, 1e-4, 1)
    highlight = key * surface.lit * np.power(to_key, look.gloss) + 0.3 * np.power(to_fill, look.gloss)
    ceiling = smoothstep(-0.1, 0.9, mirrored[..., 2]) * open_sky
    fresnel = 1 + 2.5 * np.power(np.clip(1 - facing, 0, 1), 4)
    mirror = look.shine * (highlight + 0.30 * ceiling * fresnel)

    light = np.array([1 + pose.warmth, 1.0, 1 - pose.warmth], np.float32)
    colour = look.albedo * (diffuse * (1 - look.metal))[..., None]
    colour += mirror[..., None] * (1 + look.metal[..., None] * (look.albedo - 1))
    return np.asarray(colour * light, dtype=np.float32)


def shrink(image: Field) -> Field:
    """Fine rays to pixels by their mean."""
    return np.asarray(cv2.resize(image.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_AREA))


def expose(linear: Field) -> Field:
    """Lens blur, a soft shoulder for highlights, and the sRGB-like curve."""
    image = cv2.GaussianBlur(shrink(linear), (0, 0), 0.45)
    image = np.where(image > 0.75, 0.75 + 0.25 * np.tanh((image - 0.75) / 0.25), np.clip(image, 0, None))
    return np.power(image, np.float32(1 / 2.2), dtype=np.float32)


def picture(
    mesh: Mesh,
    camera: Camera,
    pose: Pose,
    look_of: Callable[[Surface], Look],
    heat_of: Callable[[Surface], Field],
) -> Picture:
    """Render one part. `look_of` may lean the normals; `heat_of` returns 0..1 radiance per fine ray."""
    surface = cast(mesh, camera, pose)
    heat = heat_of(surface)
    look = look_of(surface)
    linear = shade(surface, look, pose, camera.distance / FOCAL)
    raised = cv2.resize(look.raised.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    part = shrink((surface.material != TABLE).astype(np.float32)) > 0.5
    blurred = np.asarray(cv2.GaussianBlur(shrink(heat), (0, 0), 0.8), dtype=np.float32)
    return Picture(expose(linear), surface.pixel_depth - raised, blurred, part)
