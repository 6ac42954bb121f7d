"""One part written in the formats of other programs. A part of the seam between core and app; heavy imports inside."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.records import InspectionResult, LoadedSample, ModelInfo
from core.region_rules import RegionRules
from core.reporting import nameless, part_report, shows_names

if TYPE_CHECKING:
    from core.store.store import ReviewStore


class Format(StrEnum):
    """What one part can be written as."""

    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    CSV = "csv"
    PNG = "png"
    TIFF = "tiff"
    NPY = "npy"
    NIFTI = "nifti"
    SEG = "seg"
    PARAMETRIC_MAP = "pm"
    STRUCTURED_REPORT = "sr"
    PLY = "ply"


ENDINGS = {
    Format.TIFF: "tif",
    Format.NIFTI: "nii.gz",
    Format.SEG: "seg.dcm",
    Format.PARAMETRIC_MAP: "pm.dcm",
    Format.STRUCTURED_REPORT: "sr.dcm",
}


def formats_of(loaded: LoadedSample, result: InspectionResult) -> tuple[Format, ...]:
    """What the part on screen can be written as."""
    found = [Format.PDF, Format.HTML, Format.JSON, Format.CSV, Format.PNG, Format.TIFF, Format.NPY]
    if loaded.is_volume:
        found.append(Format.NIFTI)
        source = next(iter(loaded.sample.files.values()))
        if source.is_dir() or source.suffix.lower() in (".dcm", ".ima", ""):
            found.append(Format.PARAMETRIC_MAP)
            if result.regions:
                found += [Format.SEG, Format.STRUCTURED_REPORT]
    if loaded.cloud is not None:
        found.append(Format.PLY)
    return tuple(found)


def write_part(
    path: Path,
    kind: Format,
    loaded: LoadedSample,
    result: InspectionResult,
    model: ModelInfo,
    store: ReviewStore | None = None,
    made_by: str = "",
    names: bool | None = None,
) -> Path:
    """Write the part on screen in a format other than PDF; the record notes it.

    Raises ExportError where the format does not fit, StorageError when it cannot be written.
    """
    import io
    import json

    import numpy as np

    from core import standards
    from core.export import write_atomically
    from core.pictures import overlay, png
    from core.report import html, table_of

    values, shown = result.anomaly_map, shows_names([result.sample], names)
    if kind in (Format.HTML, Format.JSON, Format.CSV):
        report = part_report(loaded, result, model, store, made_by, names)
        if kind is Format.HTML:
            write_atomically(path, html(report).encode())
        elif kind is Format.CSV:
            write_atomically(path, table_of(report).encode())
        else:
            facts = nameless(report.parts[0].facts, shown)
            write_atomically(path, json.dumps(facts, indent=1).encode())
    elif kind is Format.PNG:
        write_atomically(path, png(overlay(loaded, result)))
    elif kind is Format.NPY:
        buffer = io.BytesIO()
        np.save(buffer, values.astype(np.float32), allow_pickle=False)
        write_atomically(path, buffer.getvalue())
    elif kind is Format.TIFF:
        standards.write_tiff(path, values)
    elif kind is Format.PLY:
        if loaded.cloud is None:
            raise standards.ExportError("There is no point cloud in this part.", hint="Export it as TIFF.")
        standards.write_ply(path, loaded.cloud, values)
    else:
        source = next(iter(loaded.sample.files.values()))
        threshold = result.calibration.region_threshold if result.calibration else None
        rules = result.calibration.rules if result.calibration else None
        write_placed(path, kind, values, loaded, source, threshold, result.model_name, names=shown, rules=rules)
    if store is not None:
        from core.verdicts import part_key

        store.note("export", {"format": kind.value, "part": part_key(result.sample), "has_names": shown})
    return path


def write_placed(
    path: Path,
    kind: Format,
    values: Any,  # noqa: ANN401 - an array
    loaded: LoadedSample,
    source: Path,
    threshold: float | None,
    model_name: str,
    *,
    names: bool,
    rules: RegionRules | None = None,
) -> None:
    """Formats that need the input's place in space: NIfTI, DICOM SEG, Parametric Map and structured report."""
    from core import standards, structured_report

    view = loaded.views[0]
    if kind is Format.NIFTI:
        standards.write_nifti(path, values, view, source)
        return
    if kind is Format.PARAMETRIC_MAP:
        standards.write_parametric_map(path, values, view, source, model_name, names=names)
        return
    if threshold is None:
        raise standards.ExportError("There is no threshold, so nothing can be segmented.")
    if kind is Format.SEG:
        standards.write_segmentation(path, values, view, source, threshold, model_name, names=names)
    else:
        structured_report.write_structured_report(
            path, values, view, source, threshold, model_name, names=names, rules=rules
        )
