"""`export`: a part of a case file in the formats of other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from core import api
from core.commands.shared import FrontEnd, app, say
from core.errors import StorageError, UserFacingError
from core.part_export import ENDINGS, Format
from core.records import LoadedSample, Sample

if TYPE_CHECKING:
    from core.casecheck import CaseFile


_NEEDS_INPUTS = (Format.NIFTI, Format.SEG, Format.PARAMETRIC_MAP, Format.STRUCTURED_REPORT, Format.PLY)
_WHOLE = (Format.HTML, Format.PDF, Format.CSV)  # one file for all parts


@app.command()
def export(
    context: typer.Context,
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="A case file.", readable=False)],
    kind: Annotated[Format, typer.Option("--format", help="What to write.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.", readable=False)] = Path("out"),
    data: Annotated[
        list[Path] | None, typer.Option(help="Where to look for the inputs (found by their hash).", readable=False)
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="DICOM: keep the patient's name, number and dates.")] = False,
) -> None:
    """Write a case file as a report (HTML, PDF), its parts as JSON, CSV, PNG, TIFF, NPY, NIfTI, DICOM or PLY."""
    from core.casecheck import CaseFile, find_inputs
    from core.export import file_stem

    case = CaseFile(result)
    results = case.results()
    if kind in _WHOLE:
        _write_whole(case, kind, out / f"{result.stem}.{kind.value}", context.obj)
        return
    found = find_inputs(case, data or []) if kind in _NEEDS_INPUTS else {}
    refused = 0
    for folder, noted in results.items():
        path = out / f"{file_stem(noted['sample_id'])}.{ENDINGS.get(kind, kind.value)}"
        try:
            _write_part(path, kind, case, folder, noted, found, names)
        except StorageError:
            raise
        except UserFacingError as error:  # the other parts may well fit the format
            refused += 1
            say(f"{noted['sample_id']}: {error.sentence()}", style="red")
        else:
            say(f"{path} written.")
    if refused:
        raise typer.Exit(1)


def _write_part(
    path: Path,
    kind: Format,
    case: CaseFile,
    folder: str,
    noted: dict[str, Any],  # Any: JSON
    found: dict[str, Path],
    names: bool,
) -> None:
    from core.export import write_atomically
    from core.standards import write_tiff

    if kind is Format.JSON:
        write_atomically(path, json.dumps(noted, indent=1).encode())
    elif kind is Format.PNG:
        write_atomically(path, case.read(f"{folder}/picture.png"))
    elif kind is Format.NPY:
        write_atomically(path, case.read(f"{folder}/map.npy"))
    elif kind is Format.TIFF:
        write_tiff(path, case.anomaly_map(folder))
    else:
        _write_placed(path, kind, case.anomaly_map(folder), noted, found, names)


def _write_whole(case: CaseFile, kind: Format, path: Path, front_end: FrontEnd) -> None:
    from core.export import write_atomically
    from core.report import html, printable, table_of
    from core.reporting import case_report

    report = case_report(case)
    if kind is Format.PDF:
        front_end.pdf(printable(report), path, case.path.stem)
    else:
        write_atomically(path, (html(report) if kind is Format.HTML else table_of(report)).encode())
    say(f"{path} written.")


def _write_placed(
    path: Path,
    kind: Format,
    values: NDArray[np.float32],
    noted: dict[str, Any],  # Any: JSON
    found: dict[str, Path],
    names: bool,
) -> None:
    """Formats that need the input's place in space."""
    from core import standards
    from core.part_export import write_placed
    from core.region_rules import RegionRules

    loaded, files = _load(noted, found)
    if kind is Format.PLY:
        if loaded.cloud is None:
            raise UserFacingError(f"{noted['sample_id']} has no point cloud.", hint="Export it as TIFF.")
        standards.write_ply(path, loaded.cloud, values)
        return
    threshold = noted.get("pixel_threshold") or noted.get("threshold")
    rules = RegionRules.from_dict(noted["rules"]) if noted.get("rules") else None
    source = next(iter(files.values()))
    write_placed(path, kind, values, loaded, source, threshold, noted["model"]["name"], names=names, rules=rules)


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
