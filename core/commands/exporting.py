"""`export`: a part of a case file in the formats of other programs."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from core import api
from core.commands.shared import app, console
from core.errors import UserFacingError
from core.records import LoadedSample, Sample


class Format(StrEnum):
    """What `export` writes."""

    JSON = "json"
    CSV = "csv"
    PNG = "png"
    TIFF = "tiff"
    NPY = "npy"
    NIFTI = "nifti"
    SEG = "seg"
    PARAMETRIC_MAP = "pm"
    PLY = "ply"


_ENDINGS = {Format.TIFF: "tif", Format.NIFTI: "nii.gz", Format.SEG: "seg.dcm", Format.PARAMETRIC_MAP: "pm.dcm"}
_NEEDS_INPUTS = (Format.NIFTI, Format.SEG, Format.PARAMETRIC_MAP, Format.PLY)


@app.command()
def export(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="A case file.")],
    kind: Annotated[Format, typer.Option("--format", help="What to write.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("out"),
    data: Annotated[list[Path] | None, typer.Option(help="Where to look for the inputs (found by their hash).")] = None,
) -> None:
    """Write the parts of a case file as JSON, CSV, PNG, TIFF, NPY, NIfTI, DICOM SEG or Parametric Map, or PLY."""
    from core.casecheck import CaseFile, find_inputs
    from core.export import file_stem, write_atomically

    case = CaseFile(result)
    results = case.results()
    if kind is Format.CSV:
        path = out / f"{result.stem}.csv"
        write_atomically(path, _table(list(results.values())))
        console.print(f"{path} written.", highlight=False)
        return
    found = find_inputs(case, data or []) if kind in _NEEDS_INPUTS else {}
    for folder, noted in results.items():
        path = out / f"{file_stem(noted['sample_id'])}.{_ENDINGS.get(kind, kind.value)}"
        if kind is Format.JSON:
            write_atomically(path, json.dumps(noted, indent=1).encode())
        elif kind is Format.PNG:
            write_atomically(path, case.read(f"{folder}/picture.png"))
        elif kind is Format.NPY:
            write_atomically(path, case.read(f"{folder}/map.npy"))
        elif kind is Format.TIFF:
            from core.standards import write_tiff

            write_tiff(path, case.anomaly_map(folder))
        else:
            _write_placed(path, kind, case.anomaly_map(folder), noted, found)
        console.print(f"{path} written.", highlight=False)


def _table(results: list[dict[str, Any]]) -> bytes:  # Any: JSON
    text = io.StringIO()
    names = ("sample_id", "category", "score", "threshold", "percentile", "verdict", "regions")
    table = csv.writer(text)
    table.writerow(names)
    for noted in results:
        table.writerow([len(noted[name]) if name == "regions" else noted.get(name) for name in names])
    return text.getvalue().encode()


def _write_placed(path: Path, kind: Format, values: Any, noted: dict[str, Any], found: dict[str, Path]) -> None:  # noqa: ANN401 - an array and JSON
    """Formats that need the input's place in space."""
    from core import standards

    loaded, files = _load(noted, found)
    view, source = loaded.views[0], next(iter(files.values()))
    if kind is Format.NIFTI:
        standards.write_nifti(path, values, view, source)
    elif kind is Format.PARAMETRIC_MAP:
        standards.write_parametric_map(path, values, view, source, noted["model"]["name"])
    elif kind is Format.SEG:
        threshold = noted.get("threshold")
        if threshold is None:
            raise UserFacingError(f"{noted['sample_id']} has no threshold, so nothing can be segmented.")
        standards.write_segmentation(path, values, view, source, threshold, noted["model"]["name"])
    elif loaded.cloud is None:
        raise UserFacingError(f"{noted['sample_id']} has no point cloud.", hint="Export it as TIFF.")
    else:
        standards.write_ply(path, loaded.cloud, values)


def _load(noted: dict[str, Any], found: dict[str, Path]) -> tuple[LoadedSample, dict[str, Path]]:  # Any: JSON
    files = {}
    for name in noted.get("modalities") or noted["inputs"]:
        path = found.get(noted["inputs"][name]["sha256"])
        if path is None:
            raise UserFacingError(
                f"The {name} file of {noted['sample_id']} was not found.", hint="Name its folder with --data."
            )
        files[name] = path
    return api.load_sample(Sample(noted["sample_id"], files)), files
