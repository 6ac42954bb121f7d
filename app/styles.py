"""How things are shown: the overlay, the cut of a volume, the cursor. Values only; `AppState` holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.oblique import Angles
from app.planes import Cut, Plane
from core.records import Sample


def sample_key(sample: Sample) -> str:
    """What tells one sample of the queue from every other: its files, and what of them is read in which way."""
    told = [f"{name}={path}" for name, path in sample.files.items()]
    if sample.parts or sample.choices or not sample.is_registered:
        told += [str(sample.parts), str(sample.choices), str(sample.is_registered)]
    return "|".join(told)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the sample: pixel of the reference view (column x, row y), slice of a volume (0 for an image)."""

    x: int
    y: int
    slice_index: int = 0


class OverlayMode(StrEnum):
    """What of the anomaly map is drawn."""

    HEAT = "heat"  # its values in colours
    REGIONS = "regions"  # colours only inside the regions at the live threshold
    CONTOUR = "contour"  # nothing but the outlines of the regions


class Compare(StrEnum):
    """How picture and overlay are compared in one tile."""

    OFF = "off"
    SWIPE = "swipe"  # the overlay ends at a line that can be dragged
    FLICKER = "flicker"  # the overlay comes and goes


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How the anomaly map is drawn over the views."""

    is_visible: bool = True
    opacity: float = 0.6  # 0..1
    colour_map: str = "inferno"  # a name in app.render.COLOUR_MAPS
    shows_outlines: bool = True
    mode: OverlayMode = OverlayMode.HEAT
    is_constant: bool = False  # the same opacity wherever a colour is drawn; else it rises with the value
    compare: Compare = Compare.OFF
    swipe: float = 0.5  # share of a tile's width up to which the overlay is drawn
    is_flickered_off: bool = False  # the overlay is away for the moment
    shows_sensor_map: bool = False  # each view shows its own sensor's map instead of the fused one


@dataclass(frozen=True, slots=True)
class VolumeStyle:
    """How a volume is cut and laid out."""

    plane: Plane = Plane.AXIAL  # the plane that the slice strip, keys and cine go through
    shows_three: bool = False  # all three planes of one sequence instead of one plane of every sequence
    sequence: int = 0  # slot of the sequence in three planes
    slab: int = 1  # planes drawn as one
    is_slab_mean: bool = False  # their mean instead of their largest value
    is_radiological: bool = True  # the patient's right on the left of the screen
    is_straight: bool = False  # cut along the patient's axes instead of the voxels'
    tilt: Angles = (0.0, 0.0, 0.0)  # degrees by which the planes are turned about right, front and head

    @property
    def is_oblique(self) -> bool:
        """Whether the planes are not those of the voxels."""
        return self.is_straight or any(self.tilt)

    def cut(self, plane: Plane | None = None) -> Cut:
        """How a plane (default: the one in use) is drawn."""
        return Cut(plane or self.plane, self.is_radiological)


@dataclass(frozen=True, slots=True)
class SceneStyle:
    """How 3-D pictures are looked at."""

    is_perspective: bool = True  # else all lengths are true to scale
    has_light: bool = True  # eye-dome lighting of clouds
    has_box: bool = False  # only what lies inside the clip box is drawn
    shows_range: bool = False  # the histogram on which the display range is dragged
    shows_body: bool = True  # the patient's outline around the anomaly's surface
