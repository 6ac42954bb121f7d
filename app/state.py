"""The one source of truth of the window: widgets read it and listen; commands and jobs write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.planes import Place, Plane
from app.prepare import GrowingMap, PreparedOverlay, PreparedViews
from app.styles import Cursor, OverlayStyle, SceneStyle, VolumeStyle, sample_key
from app.viewing import Viewing
from core.records import (
    CategoryCalibration,
    InspectionResult,
    LoadedSample,
    Modality,
    ModelInfo,
    Region,
    Sample,
    Verdict,
)
from core.region_rules import RegionRules


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A result that a blind reader is not to see yet."""

    result: InspectionResult
    colours: PreparedOverlay | None
    regions: tuple[Region, ...]


class AppState(QObject):
    """What is open, what was found, and how it is shown. GUI thread only; signals only on change."""

    samples_changed = Signal()
    current_changed = Signal()  # another sample is selected; loaded and result may still be None
    loaded_changed = Signal()
    frame_changed = Signal()  # the next frame of a stream took the place of the last; nothing else about it changed
    result_changed = Signal()
    map_grew = Signal()  # more slices of the volume on screen were inspected
    results_changed = Signal(str)  # key of the sample whose result was kept for the queue; empty: all were dropped
    model_changed = Signal()
    category_changed = Signal()  # the recipe the user picked
    threshold_changed = Signal(float)
    region_threshold_changed = Signal()  # `pixel_threshold`; not when it only follows `threshold`
    rules_changed = Signal()  # `rules`
    overlay_changed = Signal()
    blind_changed = Signal()  # scores, verdicts and maps are to be hidden, or shown again
    slice_changed = Signal(int)
    place_changed = Signal()  # the voxel through which the planes are cut; also after slice_changed
    volume_style_changed = Signal()
    scene_changed = Signal()  # how 3-D pictures are looked at
    window_changed = Signal(str)  # modality drawn with other values black and white
    cursor_changed = Signal()
    regions_changed = Signal()
    selected_region_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.samples: tuple[Sample, ...] = ()
        self.current: Sample | None = None
        self.loaded: LoadedSample | None = None
        self.is_stream = False  # loaded is a frame of a stream
        self.result: InspectionResult | None = None
        self.growing: GrowingMap | None = None  # of loaded, while it is inspected
        self.pictures: PreparedViews | None = None  # of loaded; None: views make their own
        self.colours: PreparedOverlay | None = None  # of result; None: views make their own
        self.results: dict[str, InspectionResult] = {}  # light copies without maps, by sample key, for the queue
        self.model: ModelInfo | None = None
        self.calibrations: Mapping[str, CategoryCalibration] = {}
        self.category: str | None = None  # None: found automatically
        self.threshold: float | None = None  # live image-score threshold; None: nothing to compare with
        self.pixel_threshold: float | None = None  # live map value of regions; None: it follows the image threshold
        self.rules = RegionRules()  # live region rules of the category on screen
        self.overlay = OverlayStyle()
        self.is_blind = False  # the reader is to decide before seeing what the model says
        self._held: _Held | None = None  # the result of the sample on screen while it is hidden
        self._held_results: list[InspectionResult] = []
        self.place: Place = (0, 0, 0)  # slice, row, column through which a volume is cut
        self.volume = VolumeStyle()
        self.scene = SceneStyle()
        self.windows: dict[Modality, tuple[float, float]] = {}  # values drawn black and white, where the user set them
        self.viewing = Viewing()
        self.cursor: Cursor | None = None
        self.regions: tuple[Region, ...] = ()
        self.selected_region: Region | None = None

    def set_samples(self, samples: tuple[Sample, ...]) -> None:
        """Replace the queue; the selection stays where it can."""
        self.samples = samples
        self.samples_changed.emit()

    def set_current(self, sample: Sample) -> None:
        """Select a sample. What is shown stays until the new one is loaded."""
        if sample != self.current:
            self.current = sample
            self.current_changed.emit()

    def set_loaded(self, loaded: LoadedSample, pictures: PreparedViews | None = None) -> None:
        """Show the pixels of a sample; an older result disappears with its sample."""
        self.loaded, self.pictures, self.is_stream = loaded, pictures, False
        self.result = self.colours = self._held = None
        self.growing = None
        self.threshold = self.pixel_threshold = None
        self.rules = RegionRules()
        self.regions = ()
        self.selected_region = None
        self.cursor = None
        self.windows = {}
        depth, height, width = loaded.views[0].size if loaded.is_volume else (0, 0, 0)
        self.place = (depth // 2, height // 2, width // 2)
        if self.volume.sequence >= len(loaded.views):
            self.volume = replace(self.volume, sequence=0)
        self.loaded_changed.emit()
        self.result_changed.emit()
        self.regions_changed.emit()
        self.slice_changed.emit(self.slice_index)
        self.place_changed.emit()
        self.cursor_changed.emit()

    def set_frame(
        self,
        loaded: LoadedSample,
        pictures: PreparedViews | None,
        result: InspectionResult | None = None,
        colours: PreparedOverlay | None = None,
    ) -> None:
        """Show a frame of a stream with its result. Zoom, cursor and the live threshold of a category stay."""
        if self.current is not None:  # no sample of the queue is on screen
            self.current = None
            self.current_changed.emit()
        old, threshold = self.result, self.threshold
        shown = self.loaded if self.is_stream else None
        if shown is None or [(v.modality, v.size) for v in shown.views] != [(v.modality, v.size) for v in loaded.views]:
            self.set_loaded(loaded, pictures)
            self.is_stream = True
        else:
            self.loaded, self.pictures = loaded, pictures
            self.frame_changed.emit()
        if result is None:
            self.result = self.colours = self._held = self.threshold = None
            self.result_changed.emit()
            self.set_regions(())
            return
        self.set_result(result, colours)
        self.set_regions(result.regions)
        if old is not None and old.category == result.category and threshold is not None and self.result is not None:
            self.set_threshold(threshold)

    def set_growing(self, growing: GrowingMap) -> None:
        """Show what was found so far; a result of the same sample that is still on screen stays until the new one."""
        if self.result is None:
            self.growing = growing
            self.map_grew.emit()

    def set_result(self, result: InspectionResult, colours: PreparedOverlay | None = None) -> None:
        """Show a result of the loaded sample; the live threshold starts at the calibrated one."""
        if self.is_blind:
            self._held = _Held(result, colours, ())
            return
        self.result, self.colours = result, colours
        self.growing = None
        self.threshold = result.threshold
        self._take_rules(result)
        self.result_changed.emit()
        if self.threshold is not None:
            self.threshold_changed.emit(self.threshold)

    def set_model(self, model: ModelInfo, calibrations: Mapping[str, CategoryCalibration]) -> None:
        """Another model is loaded."""
        self.model, self.calibrations = model, calibrations
        self.model_changed.emit()

    def remember_result(self, result: InspectionResult) -> None:
        """Keep the light copy of a result for the queue."""
        if self.is_blind:
            self._held_results.append(result)
            return
        key = sample_key(result.sample)
        self.results[key] = result
        self.results_changed.emit(key)

    def set_category(self, category: str | None) -> None:
        """Pick the recipe; None finds it automatically."""
        if category != self.category:
            self.category = category
            self.category_changed.emit()

    def _take_rules(self, result: InspectionResult) -> None:
        calibration = result.calibration
        self.pixel_threshold = calibration.pixel_threshold if calibration else None
        self.rules = calibration.rules if calibration else RegionRules()

    @property
    def region_threshold(self) -> float | None:
        """The live map value from which pixels make a region; None: nothing to compare with."""
        return self.threshold if self.pixel_threshold is None else self.pixel_threshold

    def set_pixel_threshold(self, value: float | None) -> None:
        """Move the live threshold of regions; None: it follows the image threshold."""
        if value != self.pixel_threshold:
            self.pixel_threshold = value
            self.region_threshold_changed.emit()

    def set_rules(self, rules: RegionRules) -> None:
        """Try other region rules; zones change the score only once they are kept and the part is inspected again."""
        if rules != self.rules:
            self.rules = rules
            self.rules_changed.emit()

    def set_threshold(self, value: float) -> None:
        """Move the live threshold (image score, at least 0)."""
        value = max(value, 0.0)
        if value != self.threshold:
            self.threshold = value
            self.threshold_changed.emit(value)

    def set_overlay(self, **changes: object) -> None:
        """Change fields of the overlay style."""
        style = replace(self.overlay, **changes)  # type: ignore[arg-type]  # field types are checked by the callers
        if style != self.overlay:
            self.overlay = style
            self.overlay_changed.emit()

    def set_blind(self, is_blind: bool) -> None:
        """Hold back everything the model says of samples, or let it through again."""
        if is_blind == self.is_blind:
            return
        self.is_blind = is_blind
        if is_blind and self.result is not None:
            self._held = _Held(self.result, self.colours, self.regions)
            self.result = self.colours = self.threshold = None
            self.result_changed.emit()
            self._show_regions(())
        elif not is_blind:
            held, light = self._held, self._held_results
            self._held, self._held_results = None, []
            for result in light:
                self.remember_result(result)
            if held is not None:
                self.set_result(held.result, held.colours)
                self._show_regions(held.regions)
        self.blind_changed.emit()

    def forget_results(self) -> None:
        """Drop the results kept for the queue: another model or recipe makes them meaningless."""
        self.results.clear()
        self.results_changed.emit("")

    @property
    def slice_index(self) -> int:
        """The axial slice of a volume; 0 for an image."""
        return self.place[0]

    def set_slice(self, index: int) -> None:
        """Go to an axial slice of a volume; out-of-range values are clamped."""
        self.set_place((index, *self.place[1:]))

    def set_place(self, place: Place) -> None:
        """Cut a volume through another voxel; what lies outside it is clamped. The cursor goes along."""
        if self.loaded is None or not self.loaded.is_volume:
            return
        size = self.loaded.views[0].size
        index, row, column = (min(max(value, 0), most - 1) for value, most in zip(place, size, strict=True))
        old, self.place = self.place, (index, row, column)
        if self.place == old:
            return
        if index != old[0]:
            self.slice_changed.emit(index)
        self.place_changed.emit()
        if self.cursor is not None and self.cursor.slice_index == old[0] != index:
            self.set_cursor(replace(self.cursor, slice_index=index))

    def step_plane(self, steps: int, plane: Plane | None = None) -> None:
        """Go through the planes of a volume: `steps` further along a cut (default: the one in use)."""
        through = self.volume.cut(plane).through
        place = list(self.place)
        place[through] += steps
        self.set_place((place[0], place[1], place[2]))

    def set_volume_style(self, **changes: object) -> None:
        """Change fields of the volume style."""
        style = replace(self.volume, **changes)  # type: ignore[arg-type]  # field types are checked by the callers
        if style != self.volume:
            self.volume = style
            self.volume_style_changed.emit()

    def set_scene(self, **changes: object) -> None:
        """Change fields of the style of 3-D pictures."""
        style = replace(self.scene, **changes)  # type: ignore[arg-type]  # field types are checked by the callers
        if style != self.scene:
            self.scene = style
            self.scene_changed.emit()

    def window_of(self, slot: int) -> tuple[float, float]:
        """Values of a view that are drawn black and white."""
        assert self.loaded is not None, "there is a view"
        view = self.loaded.views[slot]
        return self.windows.get(view.modality, view.display_range)

    def set_window(self, modality: Modality, window: tuple[float, float] | None) -> None:
        """Draw other values of a modality black and white; None: those of the file."""
        if window is None:
            changed = self.windows.pop(modality, None) is not None
        else:
            changed = self.windows.get(modality) != window
            self.windows[modality] = window
        if changed:
            self.window_changed.emit(modality)

    def set_cursor(self, cursor: Cursor | None) -> None:
        """The place under the mouse or the keyboard cursor; None: nowhere."""
        if cursor != self.cursor:
            self.cursor = cursor
            self.cursor_changed.emit()

    def set_regions(self, regions: tuple[Region, ...]) -> None:
        """Regions at the live threshold."""
        if self.is_blind:
            if self._held is not None:
                self._held = replace(self._held, regions=regions)
            return
        self._show_regions(regions)

    def _show_regions(self, regions: tuple[Region, ...]) -> None:
        if regions is self.regions and self.selected_region is None:
            return  # a result brings its regions with its threshold already
        self.regions = regions
        self.selected_region = None
        self.regions_changed.emit()

    def step_region(self, steps: int) -> None:
        """Go down or up the ranked regions, round and round, and to the slice of the one selected."""
        if not self.regions:
            return
        here = self.regions.index(self.selected_region) if self.selected_region in self.regions else -min(steps, 0) - 1
        region = self.regions[(here + steps) % len(self.regions)]
        self.select_region(region)
        if region.slice_index is not None:
            self.set_slice(region.slice_index)

    def select_region(self, region: Region | None) -> None:
        """Highlight a region in every view."""
        if region != self.selected_region:
            self.selected_region = region
            self.selected_region_changed.emit()

    @property
    def verdict(self) -> Verdict:
        """The verdict at the live threshold; UNKNOWN while there is none."""
        if self.result is None or self.result.calibration is None or self.threshold is None:
            return Verdict.UNKNOWN
        review = min(self.result.calibration.review_threshold, self.threshold)
        by_score = Verdict.REVIEW if self.result.score >= review else Verdict.NORMAL
        if self.result.score >= self.threshold:
            by_score = Verdict.ANOMALY
        return replace(self.result.calibration, rules=self.rules).judged(by_score, self.regions)
