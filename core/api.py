"""Use cases of the core, each as one function. Heavy imports happen inside, so that importing this file is cheap.

`core.streaming`, `library`, `trials`, `review` and `reporting` are the use cases of their fields. Together with
records, errors and progress this is what `app` may import; `tests/app/test_seam.py` has the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.data.records import FileFacts
from core.probing.records import CategoryRouting, LeaderMixes, Prober
from core.progress import CancelToken, ReportProgress, ignore_progress
from core.records import (
    CategoryCalibration,
    InspectionResult,
    LoadedSample,
    Mesh,
    Modality,
    ModelInfo,
    Region,
    Sample,
    SampleIndex,
    Series,
    SliceWatcher,
)
from core.teaching.records import GoodCheck, Taught, TeachConfig, TeachWatcher, Unfinished

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class Inspector(Protocol):
    """A loaded model. Lives on the model lane; numpy in, numpy out."""

    @property
    def info(self) -> ModelInfo:
        """What the model file says of itself."""

    @property
    def calibrations(self) -> Mapping[str, CategoryCalibration]:
        """Normal statistics by category."""

    def inspect(
        self,
        loaded: LoadedSample,
        category: str | None = None,
        report: ReportProgress = ignore_progress,
        token: CancelToken | None = None,
        watcher: SliceWatcher | None = None,
    ) -> InspectionResult:
        """Inspect one sample.

        Args:
            loaded: The sample with its pixels.
            category: The recipe to use; None: the sample's own category, else the one it looks like.
            report: Called after every slice of a volume.
            token: Raises `Cancelled` between slices.
            watcher: Says which slice of a volume is looked at and hears of what was found; None: in order.

        Raises:
            DeviceError: Out of memory.
        """

    def probe(self, loaded: LoadedSample, category: str, slice_index: int = 0) -> Prober:
        """Hold one image, or the inspected slice nearest to `slice_index`, open to change its experts.

        `category` is the recipe that judged the sample, empty for none. Raises DeviceError and SampleReadError.
        """

    def leader_mixes(self) -> LeaderMixes:
        """How the leaders mix the base kernels."""

    @property
    def atlas(self) -> Mapping[str, CategoryRouting]:
        """How the normal samples of every category are routed; empty where the model file does not say."""


def warm_up(report: ReportProgress = ignore_progress, token: CancelToken | None = None) -> None:
    """Import what a model needs without freezing other threads; call it in a worker before `load_inspector`."""
    from core.warmup import MODEL_LIBRARIES
    from core.warmup import warm_up as import_gently

    import_gently(MODEL_LIBRARIES, report, token)


def warm_up_readers(report: ReportProgress = ignore_progress, token: CancelToken | None = None) -> None:
    """Import what the readers of volumes and clouds need without freezing other threads."""
    from core.warmup import READER_LIBRARIES
    from core.warmup import warm_up as import_gently

    import_gently(READER_LIBRARIES, report, token)


def find_samples(paths: Sequence[Path], token: CancelToken | None = None) -> SampleIndex:
    """Find the samples in files and folders without reading pixels.

    Several files given together are one sample, one file a modality. Raises SampleIndexError when nothing is usable.
    """
    from core.data.index import index_paths

    return index_paths(paths, token or CancelToken())


def samples_of_series(series: Sequence[Series], as_one: bool = False) -> tuple[Sample, ...]:
    """Chosen DICOM series as a sample each, or together as the modalities of one.

    Raises SampleIndexError when two series of one sample are of the same modality.
    """
    from core.data.dicom_index import samples_of_series as group

    return group(series, as_one)


def series_picture(series: Series, side: int = 96) -> NDArray[np.uint8]:
    """The middle slice of a DICOM series as a [side, side, 3] picture. Raises SampleReadError."""
    from core.data.dicom_index import series_picture as make

    return make(series, side)


def describe_files(sample: Sample, token: CancelToken | None = None) -> tuple[FileFacts, ...]:
    """How the files of a sample were understood, what was assumed, and what can be chosen. Reads headers only."""
    from core.data.describe import describe_files as describe

    return describe(sample, token or CancelToken())


def known_file(path: Path) -> tuple[Modality, str]:
    """What a file that is added to a sample by hand is taken for, and what was assumed in words."""
    from core.data.naming import MASK, modality_by_content, role_in_name

    role = role_in_name(path)[0]
    return (role, "") if role and role != MASK else modality_by_content(path)


def keep_sample(samples: Sequence[Sample]) -> Path:
    """Write how samples are put together, and what was chosen for their files, to the sample.json beside the files.

    Raises SampleReadError when the files lie in no common folder, StorageError when it cannot be written.
    """
    from core.data.sample_file import write_sample_file

    return write_sample_file(samples)


def first_look(paths: Sequence[Path], side: int = 512, token: CancelToken | None = None) -> NDArray[np.uint8] | None:
    """A [side, side, 3] picture of a DICOM folder to see while it is read; None of anything else."""
    from core.data.first_look import first_look as look

    return look(paths, side, token or CancelToken())


def load_sample(
    sample: Sample, report: ReportProgress = ignore_progress, token: CancelToken | None = None
) -> LoadedSample:
    """Read every file of a sample; clouds are projected, volumes brought to one RAS+ grid. Raises SampleReadError."""
    from core.data.load import load

    return load(sample, report, token or CancelToken(), takes_sides=True)


def thumbnail(sample: Sample, side: int = 48) -> NDArray[np.uint8]:
    """A small [side, side, 3] picture of the first modality for the queue. Raises SampleReadError."""
    from core.data.load import thumbnail as make

    return make(sample, side)


def shipped_models() -> tuple[Path, ...]:
    """Model files that come with the program, the default first."""
    return tuple(sorted((RESOURCES / "models").glob("*.safetensors")))


def known_models() -> tuple[Path, ...]:
    """Shipped models, the default first, then those that commands wrote on this computer and that are still there."""
    from core.model_list import remembered

    shipped = shipped_models()
    return (*shipped, *(path for path in remembered() if path not in shipped))


def remember_model(path: Path) -> None:
    """Have the window list a model file from now on."""
    from core.model_list import remember

    remember(path)


def load_inspector(
    path: Path, device: str = "auto", report: ReportProgress = ignore_progress, token: CancelToken | None = None
) -> Inspector:
    """Load a model file and warm it up.

    Args:
        path: A checkpoint of this program.
        device: "auto" (CUDA where there is one), "cpu", "cuda" or "cuda:N".
        report: Called a few times while loading.
        token: Raises `Cancelled` between stages.

    Raises:
        CheckpointError: Wrong version, cut short, wrong tensors; changed after it was locked, or not by a trusted key.
        DeviceError: No such device.
    """
    from core.locks import check_lock
    from core.predictor import Predictor

    check_lock(path)
    return Predictor.load(path, device, report, token or CancelToken())


def find_regions(result: InspectionResult, loaded: LoadedSample, threshold: float) -> tuple[Region, ...]:
    """Connected regions of the map at or above a threshold that count by the category's rules, strongest first."""
    from core.regions import find

    rules = result.calibration.rules if result.calibration else None
    return find(result.anomaly_map, result.modality_maps, threshold, loaded.views[0].spacing_mm, rules)


def anomaly_surface(result: InspectionResult, loaded: LoadedSample, threshold: float, token: CancelToken) -> Mesh:
    """The surface of a volume's map at a threshold, in RAS+ mm; without faces where nothing reaches it."""
    from core.surfaces import anomaly_surface as find

    return find(result, loaded, threshold, token)


def body_surface(loaded: LoadedSample, token: CancelToken) -> Mesh:
    """A coarse outline of the patient in a volume, in RAS+ mm."""
    from core.surfaces import body_surface as find

    return find(loaded, token)


def make_demo(
    out: Path, seed: int = 0, report: ReportProgress = ignore_progress, token: CancelToken | None = None
) -> Path:
    """Generate the demo data below `out` unless it is already there complete; returns the path of its index.csv.

    Raises StorageError when it cannot be written.
    """
    from core.data.demo import generate

    return generate(out, seed, report, token or CancelToken())


def tour_samples(
    report: ReportProgress = ignore_progress, token: CancelToken | None = None
) -> tuple[Sample, Sample, Sample]:
    """The samples of the guided tour: a defective part, the same with two sensors swapped, and a volume.

    Made in the user's cache on first use. Raises StorageError when they cannot be written.
    """
    from platformdirs import user_cache_path

    from core.data.demo.few import tour_samples as make

    return make(user_cache_path("unimmad-inspector") / "tour", report, token or CancelToken())


def check_good(
    samples: Sequence[Sample],
    model: Path,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> GoodCheck:
    """Look at parts that are said to be good before they are taught: copies, blur, light, probably defective ones.

    Raises TrainingError when too few can be used, CheckpointError when the model cannot be taught.
    """
    from core.teaching.teach import check_good as check

    return check(samples, model, None, report, token)


def teach(
    name: str,
    samples: Sequence[Sample],
    model: Path,
    out: Path,
    settings: TeachConfig | None = None,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
    watcher: TeachWatcher | None = None,
) -> Taught:
    """Teach a new category from good parts and write the model that knows it to `out`; the old file is only read.

    The same call after a cut goes on where it stopped. Raises TrainingError (name taken, too few parts, other
    sensors), CheckpointError and StorageError.
    """
    from core.teaching.teach import teach as fit

    return fit(name, samples, model, out, settings, report, token, watcher)


def unfinished_teaching() -> tuple[Unfinished, ...]:
    """Runs of teaching in the window that were cut, the newest first."""
    from core.teaching.library import proposals
    from core.teaching.unfinished import unfinished

    return unfinished(proposals())


def discard_unfinished(out: Path) -> None:
    """Give up what a cut run has kept for the model file `out`."""
    from core.teaching.unfinished import discard, folder_of

    discard(folder_of(out))


def proposed_model(model: Path, name: str) -> Path:
    """A free file for a model that is taught a category and waits for being accepted."""
    from core.teaching.library import proposed_file

    return proposed_file(model, name)


def save_result(result: InspectionResult, out: Path, stem: str = "") -> dict[str, object]:
    """Write the float32 map as `.npy` below `out`, by the sample's name or as `stem`; returns the JSON object of
    `inspect --json`. Raises StorageError."""
    from core.export import save

    return save(result, out, stem)


def check_writable(path: Path) -> None:
    """Find out before long work whether a file can be written. Raises StorageError."""
    from core.export import check_writable as check

    check(path)


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises StorageError."""
    from core.export import write_atomically

    write_atomically(path, content)
