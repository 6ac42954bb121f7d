"""The vocabulary of the seam between core and app: frozen records of paths and numpy arrays, never torch.

Sizes are (height, width) or (slices, height, width); points and positions are (x, y[, z]) unless said otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.region_rules import RegionRules

Modality = str  # an open set of lower-case names: "rgb", "depth", "infrared", "t1", ...


class Kind(StrEnum):
    """How the values of a modality are read, normalised and shown."""

    COLOUR = "colour"
    GREY = "grey"
    DEPTH = "depth"
    CLOUD = "cloud"
    MRI = "mri"
    CT = "ct"


@dataclass(frozen=True, slots=True)
class ModalityInfo:
    """What is known of a modality by its name."""

    name: Modality
    label: str  # as shown to people
    kind: Kind
    unit: str = ""  # of the native values


_KNOWN = {
    info.name: info
    for info in (
        ModalityInfo("rgb", "RGB", Kind.COLOUR),
        ModalityInfo("grey", "Grey", Kind.GREY),
        ModalityInfo("infrared", "Infrared", Kind.GREY),
        ModalityInfo("thermal", "Thermal", Kind.GREY),
        ModalityInfo("el", "Electroluminescence", Kind.GREY),
        ModalityInfo("xray", "X-ray", Kind.GREY),
        ModalityInfo("ultrasound", "Ultrasound", Kind.GREY),
        ModalityInfo("depth", "Depth", Kind.DEPTH, "mm"),
        ModalityInfo("cloud", "Point cloud", Kind.CLOUD, "mm"),
        ModalityInfo("t1", "MRI T1", Kind.MRI),
        ModalityInfo("t1post", "MRI T1 post-contrast", Kind.MRI),
        ModalityInfo("t2", "MRI T2", Kind.MRI),
        ModalityInfo("flair", "MRI FLAIR", Kind.MRI),
        ModalityInfo("pd", "MRI PD", Kind.MRI),
        ModalityInfo("dwi", "MRI DWI", Kind.MRI),
        ModalityInfo("adc", "MRI ADC", Kind.MRI),
        ModalityInfo("mri", "MRI", Kind.MRI),
        ModalityInfo("ct", "CT", Kind.CT, "HU"),
    )
}


def modality_info(name: Modality) -> ModalityInfo:
    """The facts of a modality; an unknown name is taken for a one-channel image sensor of that name."""
    return _KNOWN.get(name, ModalityInfo(name, name.replace("_", " ").capitalize(), Kind.GREY))


def known_modalities() -> tuple[ModalityInfo, ...]:
    """All modalities with facts of their own."""
    return tuple(_KNOWN.values())


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What a user, or a sample.json, says of one file in place of what it says itself. The defaults: as found."""

    unit: str = ""  # of depth or coordinates
    scale: float | None = None  # stored depth values are multiplied by it
    plane_mm: float | None = None  # tolerance with which a background plane is taken away; 0: nothing is
    viewpoint: str = ""  # from where a cloud is seen; empty: automatic


@dataclass(frozen=True, slots=True)
class Sample:
    """One part or patient under inspection, seen in one or more modalities. Holds paths, never pixels."""

    sample_id: str
    files: Mapping[Modality, Path]  # the order is the model's slot order
    category: str = ""  # the product or organ, e.g. "bracket"; empty: not known
    set_name: str = ""  # the data set it comes from; empty outside data sets
    split: str = ""  # "train", "validation", "test" or empty
    is_anomalous: bool | None = None  # ground truth; None: not known
    defect: str = ""  # ground-truth defect type; "good" or empty otherwise
    mask_file: Path | None = None  # ground truth, labelled test samples only
    is_registered: bool = True  # whether the same pixel shows the same place in every modality
    # Which part of a modality's file, where that holds several: a DICOM series in a folder, a volume of a 4-D file.
    parts: Mapping[Modality, str] = field(default_factory=dict)
    choices: Mapping[Modality, FileChoice] = field(default_factory=dict)

    @property
    def log_name(self) -> str:
        """What the log calls it: a patient's own name and number stay out of there."""
        if any(modality_info(name).kind in (Kind.MRI, Kind.CT) for name in self.files):
            return f"patient {hashlib.sha256(self.sample_id.encode()).hexdigest()[:8]}"
        return self.sample_id


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or folder that was passed over while indexing, and why."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Series:
    """One stack of DICOM pictures that can be opened by itself, as its headers describe it. Nothing of the patient."""

    place: Path  # a folder, DICOMDIR, zip or file
    part: str  # which stack of the place; empty: its only one
    modality: Modality
    description: str
    kind: str  # DICOM's word: "CT", "MR", ...
    number: int
    size: tuple[int, ...]  # (slices, rows, columns), or (rows, columns) of a picture without a place
    spacing_mm: tuple[float, ...] | None  # as size
    middle: tuple[Path, str]  # file with the middle slice, and the member of a zip
    note: str = ""  # why it is left out unless it is chosen


@dataclass(frozen=True, slots=True)
class SampleIndex:
    """What was found in a path, and what could not be used."""

    samples: tuple[Sample, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()  # assumptions made, in words
    series: tuple[Series, ...] = ()  # all DICOM stacks that were found, also those that are left out


Window = tuple[float, float] | Callable[[], tuple[float, float]]


# eq=False on records with arrays: comparing arrays gives an array, so a generated __eq__ would raise.
@dataclass(frozen=True, slots=True, eq=False)
class PointCloud:
    """Points with the pixel of the projected image that each one fell on."""

    points: NDArray[np.float32]  # [N, 3] mm (or the file's unit)
    colours: NDArray[np.uint8] | None  # [N, 3]
    pixels: NDArray[np.int32]  # [N, 2] row and column in the projected views; -1 where outside
    unit: str = "mm"
    normals: NDArray[np.float32] | None = None  # [N, 3] as the file has them
    # [V, N] for every side the flat index (row * width + column) of the pixel that shows a point; -1: hidden from there
    sides: NDArray[np.int32] | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of several pictures of a closed part that lie side by side in one view."""

    name: str
    box: tuple[int, int, int, int]  # y0, x0, y1, x1 in the view; y1 and x1 exclusive


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One modality of a sample at native size and value range.

    `pixels` is [H, W] float32 (NaN = no measurement) or [H, W, 3] (uint8 or float32 0..1) for an image, and
    [D, H, W] float32 for a volume. A volume is stored ready to look at in axial slices: slice 0 is the most inferior,
    row 0 the most anterior, column 0 the patient's right (radiological convention), so that index to RAS+ mm is
    `affine @ (d, h, w, 1)`.
    """

    modality: Modality
    pixels: NDArray[np.float32] | NDArray[np.uint8]
    # Values drawn black and white: the file's window, or what finds a robust range when it is first needed.
    window: Window
    unit: str = ""
    spacing_mm: tuple[float, ...] | None = None  # per axis of pixels (without channels); None: not known
    affine: NDArray[np.float64] | None = None  # [4, 4], volumes only
    source: Path | None = None
    notes: tuple[str, ...] = ()  # what was assumed or converted, in words
    is_oriented: bool = True  # whether the file says how a patient lies; without it no side is named

    @property
    def display_range(self) -> tuple[float, float]:
        """Values drawn black and white. Asked for the first time, it may look at many pixels: not on the GUI thread."""
        return self.window() if callable(self.window) else self.window

    @property
    def is_volume(self) -> bool:
        """Whether the pixels are slices of a volume."""
        return self.affine is not None

    @property
    def size(self) -> tuple[int, ...]:
        """(H, W), or (D, H, W) of a volume."""
        return self.pixels.shape if self.is_volume else self.pixels.shape[:2]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A surface in a volume."""

    vertices: NDArray[np.float32]  # [N, 3] RAS+ mm
    faces: NDArray[np.int32]  # [M, 3] numbers of vertices, seen from outside against the clock
    block: int = 1  # voxels along an axis that were taken together


@dataclass(frozen=True, slots=True, eq=False)
class LoadedSample:
    """A sample with its pixels in memory. All volume views of a sample share one grid."""

    sample: Sample
    views: tuple[View, ...]  # as the network sees them: a cloud appears here as its projections
    cloud: PointCloud | None = None
    notes: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()  # where the views show a cloud from several sides

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Modalities in slot order."""
        return tuple(view.modality for view in self.views)

    @property
    def is_volume(self) -> bool:
        """Whether the views are volumes."""
        return self.views[0].is_volume


class Verdict(StrEnum):
    """What the program says of a sample."""

    NORMAL = "normal"
    REVIEW = "review"
    ANOMALY = "anomaly"
    UNKNOWN = "unknown"  # unlike every category the model was calibrated for: no verdict is invented


@dataclass(frozen=True, slots=True, eq=False)
class RoutingTrace:
    """Which leaders every gate chose. D is 1 for an image and the number of inspected slices for a volume."""

    modalities: tuple[Modality, ...]
    kernel_sizes: tuple[int, ...]
    probabilities: NDArray[np.float32]  # [D, M, S, K, R] softmax of every gate over its R leaders
    leaders: NDArray[np.int64]  # [D, M, S, K, kept] best first
    weights: NDArray[np.float32]  # [D, M, S, K, kept], rows sum to 1


@dataclass(frozen=True, slots=True)
class RoutingAlarm:
    """A sample routed unlike the normals of its category."""

    category: str
    distance: float  # in units of the category's limit; above 1
    nearest: str  # another category whose normals are routed most like it; empty: none with as many sensors
    nearest_distance: float  # in units of that category's limit
    false_alarm_rate: float  # share of normals that the limit was fitted to let through as alarms

    @property
    def sentence(self) -> str:
        """The alarm in words."""
        if self.nearest and self.nearest_distance < self.distance:
            return (
                f"Routed like {self.nearest}, not like {self.category}: wrong recipe, swapped sensor or unknown part?"
            )
        return f"Routed unlike every normal {self.category}: swapped sensor, wrong recipe or unknown part?"


@dataclass(frozen=True, slots=True)
class Region:
    """A connected set of pixels above the threshold."""

    bbox: tuple[int, int, int, int]  # x0, y0, x1, y1; x1 and y1 exclusive
    area_px: int
    area_mm2: float | None
    peak: float
    peak_position: tuple[int, int]  # x, y
    slice_index: int | None  # volumes only
    modality_share: Mapping[Modality, float]  # of the squared map, sums to 1
    mean: float = 0.0  # of the map inside
    length_mm: float | None = None  # between the centres of its farthest pixels or voxels, and one pixel more
    volume_mm3: float | None = None  # volumes only
    slices: tuple[int, int] | None = None  # first, and one behind the last; volumes only


@dataclass(frozen=True, slots=True, eq=False)
class CategoryCalibration:
    """What normal looks like for one category, from held-out normals that training never saw."""

    category: str
    modalities: tuple[Modality, ...]
    normal_scores: NDArray[np.float32]  # [N] sorted image scores
    pixel_levels: NDArray[np.float32]  # [Q] quantile levels 0..1, ascending
    pixel_values: NDArray[np.float32]  # [Q] map values of normal pixels at those levels
    anomaly_threshold: float  # image score from which the verdict is Anomaly
    review_threshold: float  # image score from which the verdict is Review
    false_alarm_rate: float  # share of normals that the anomaly threshold was fitted to let through
    set_name: str = ""
    pixel_threshold: float | None = None  # map value from which pixels make a region; None: the anomaly threshold
    rules: RegionRules = field(default_factory=RegionRules)

    @property
    def region_threshold(self) -> float:
        """Map value from which pixels make a region."""
        return self.anomaly_threshold if self.pixel_threshold is None else self.pixel_threshold

    def verdict(self, score: float) -> Verdict:
        """The verdict of a score at the calibrated thresholds."""
        if score >= self.anomaly_threshold:
            return Verdict.ANOMALY
        return Verdict.REVIEW if score >= self.review_threshold else Verdict.NORMAL

    def judged(self, by_score: Verdict, regions: Sequence[Region]) -> Verdict:
        """The verdict after the category's region rules have had their say."""
        decided = self.rules.is_decided([region.length_mm for region in regions])
        if by_score is Verdict.UNKNOWN or decided is None:
            return by_score
        if decided:
            return Verdict.ANOMALY
        return Verdict.REVIEW if by_score is Verdict.ANOMALY else by_score

    def percentile(self, score: float) -> float:
        """Share of normal samples below a score, 0..100."""
        return 100.0 * float(np.searchsorted(self.normal_scores, score)) / max(len(self.normal_scores), 1)

    def pixel_percentile(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Share of normal pixels below each value, 0..100."""
        return (100.0 * np.interp(values, self.pixel_values, self.pixel_levels)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class InspectionResult:
    """Everything the model said of one sample, in native geometry."""

    sample: Sample
    category: str  # the recipe that was used; empty when none fits
    recognised: str  # the category the part looks like; empty: unlike all
    score: float  # largest slice score for a volume
    verdict: Verdict
    calibration: CategoryCalibration | None  # None with verdict UNKNOWN
    modalities: tuple[Modality, ...]
    anomaly_map: NDArray[np.float32]  # [H, W] or [D, H, W] of the first view
    modality_maps: Mapping[Modality, NDArray[np.float32]]  # each in the geometry of its own view
    routing: RoutingTrace
    gate_energy: NDArray[np.float32]  # [D, M, S] share of each modality and scale in the squared map, D as in routing
    slice_scores: NDArray[np.float32]  # [D] of all slices of a volume (NaN: not inspected), [1] for an image
    routing_slices: NDArray[np.int64]  # [D of routing] which slice each routing row belongs to
    regions: tuple[Region, ...]
    map_size: tuple[int, int]  # the resolution at which the map was computed
    model_name: str
    device: str
    seconds: float
    notes: tuple[str, ...] = ()
    routing_alarm: RoutingAlarm | None = None
    routing_distance: float | None = None  # to normal routing of the category, in units of the alarm's limit

    @property
    def threshold(self) -> float | None:
        """Calibrated score from which a sample is anomalous."""
        return self.calibration.anomaly_threshold if self.calibration else None


@dataclass(frozen=True, slots=True, eq=False)
class PartialMap:
    """What an inspection has found so far in a volume. The maps are those of the result to be: they go on being filled,
    and are zero where `slice_scores` is still NaN.
    """

    anomaly_map: NDArray[np.float32]  # [D, H, W]
    modality_maps: Mapping[Modality, NDArray[np.float32]]
    slice_scores: NDArray[np.float32]  # [D], NaN: not inspected yet
    calibration: CategoryCalibration | None


class SliceWatcher(Protocol):
    """Somebody who looks at a volume while it is inspected. Both methods are called by the inspecting thread."""

    def wanted(self) -> int:
        """The slice that is looked at: inspection goes outwards from it."""

    def found(self, partial: PartialMap) -> None:
        """Some more slices were inspected."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a model file says of itself."""

    name: str
    path: Path
    preset: str
    image_size: tuple[int, int]
    categories: Mapping[str, tuple[Modality, ...]]  # calibrated categories and their modalities in slot order
    leaders: int  # R, router experts a gate chooses from
    base_experts: int  # N, kernels that every leader mixes
    kernel_sizes: tuple[int, ...]
    scales: int
    parameters: int  # trained parameters
    sha256: str
    device: str = "cpu"
    scorers: Mapping[str, str] = field(default_factory=dict)  # by category, core.fingerprint.scorers
    facts: Mapping[str, str] = field(default_factory=dict)  # training data, steps, date: shown in About
