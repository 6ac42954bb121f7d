"""People from one template: smooth displacement fields on a coarse lattice, and the template drawn through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field
from core.data.demo.volume import Axes, Grid, random_field
from core.progress import CancelToken

CELL = 6.0  # mm between lattice points: finer than the shortest wavelength needs


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """What every patient is made from: fields [H, D + 2 margin, W, F], F at most 4, so that rows of y are planes."""

    fields: NDArray[np.float32]
    grid: Grid  # of the patients
    margin: int  # slices more at the bottom and the top, from which a shift along z may read


class Warp:
    """Where a patient's voxel reads the template: `shift` [3, d, h, w] in mm (along z, y, x) on a coarse lattice."""

    def __init__(self, grid: Grid) -> None:
        counts = [int(np.ceil(n * step / CELL)) + 2 for n, step in zip(grid.shape, grid.step, strict=True)]
        self.grid = grid
        self.lattice = Grid((counts[0], counts[1], counts[2]), (CELL, CELL, CELL), grid.start)
        self.shift: NDArray[np.float32] = np.zeros((3, *self.lattice.shape), np.float32)

    @property
    def axes(self) -> Axes:
        """z, y and x of the lattice in mm."""
        return self.lattice.axes()

    def wave(self, rng: np.random.Generator, wavelength: float, amplitude: float) -> None:
        """Add a random smooth shift of this standard deviation (mm) to every direction."""
        for direction in self.shift:
            direction += np.float32(amplitude) * random_field(rng, self.lattice, wavelength).clip(-2.2, 2.2)

    def scale(self, sizes: Sequence[float] | NDArray[np.float64], turns: Sequence[float] | NDArray[np.float64]) -> None:
        """Make the patient larger (> 1) along z, y, x, and turn it about z, y, x (radians, small)."""
        z, y, x = self.axes
        about_z, about_y, about_x = (np.float32(turn) for turn in turns)
        for direction, axis, size in zip(self.shift, (z, y, x), sizes, strict=True):
            direction += np.float32(1 / size - 1) * axis
        self.shift[0] += about_x * y - about_y * x
        self.shift[1] += about_z * x - about_x * z
        self.shift[2] += about_y * z - about_z * y

    def grow(self, centre: Sequence[float], reach: Sequence[float], share: float) -> None:
        """Make what lies around a place (z, y, x) larger by a share that fades over the reach (mm)."""
        gaps = [axis - np.float32(middle) for axis, middle in zip(self.axes, centre, strict=True)]
        bump = np.exp(-sum((gap / np.float32(size)) ** 2 for gap, size in zip(gaps, reach, strict=True)))
        for direction, gap in zip(self.shift, gaps, strict=True):
            direction -= np.float32(share) * bump * gap

    def draw(self, template: Template, token: CancelToken) -> NDArray[np.float32]:
        """The patient's fields [D, H, W, F].

        Two passes of plane interpolation, first along z, then in the plane: several times faster than one in space
        and for such smooth shifts the same.
        """
        depth, height, width = self.grid.shape
        dz, dy, dx = self._full(token)
        rows, columns = np.indices((height, width), dtype=np.float32)
        slices = np.arange(depth, dtype=np.float32)[:, None] + np.float32(template.margin)
        along = np.broadcast_to(columns[0], (depth, width)).copy()
        count = template.fields.shape[-1]
        middle = np.empty((depth, height, width, count), np.float32)
        for k in range(height):
            middle[:, k] = cv2.remap(
                template.fields[k], along, slices + dz[:, k], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            if k % 32 == 0:
                token.raise_if_cancelled()
        out = np.empty_like(middle)
        for k in range(depth):
            out[k] = cv2.remap(
                middle[k], columns + dx[k], rows + dy[k], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            if k % 32 == 0:
                token.raise_if_cancelled()
        return out

    def _full(self, token: CancelToken) -> tuple[Field, Field, Field]:
        """The shifts at every voxel, in voxels: three fields [D, H, W]."""
        return tuple(  # type: ignore[return-value]  # three by construction
            enlarge(direction, self.grid, token) / np.float32(step)
            for direction, step in zip(self.shift, self.grid.step, strict=True)
        )


def enlarge(coarse: Field, grid: Grid, token: CancelToken) -> NDArray[np.float32]:
    """A field [d, h, w] on the lattice of a grid, trilinearly at every voxel of the grid."""
    depth, height, width = grid.shape
    rows, columns = np.indices((height, width), dtype=np.float32)
    rows *= np.float32(grid.step[1] / CELL)
    columns *= np.float32(grid.step[2] / CELL)
    out = np.empty(grid.shape, np.float32)
    for k in range(depth):
        at = k * grid.step[0] / CELL
        low, part = int(at), np.float32(at % 1)
        plane = np.asarray(coarse[low] * (1 - part) + coarse[low + 1] * part, np.float32)
        out[k] = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR)
    token.raise_if_cancelled()
    return out
