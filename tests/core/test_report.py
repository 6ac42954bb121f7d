"""Reports say everything that a reader needs, in one file, and of a patient no name unless it is asked for."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import main as program
from core import part_export, reporting
from core.casecheck import CaseFile, verify_case
from core.errors import SampleReadError
from core.records import Sample, Verdict
from core.report_pictures import pictures_of
from core.review import export_case
from core.store.store import open_store
from core.verdicts import Decision, Opinion, part_key
from tests.app.conftest import make_info
from tests.app.fakes import make_loaded, make_result


def inspected(folder, modalities=("rgb", "infrared"), name="bracket/007", verdict=Verdict.ANOMALY):
    size = (6, 24, 20) if modalities[0] in ("ct", "t1") else (24, 20)
    loaded = make_loaded(modalities, size, sample_id=name)
    files = {key: folder / f"{name.replace('/', '-')}-{key}.png" for key in modalities}
    for path in files.values():
        path.write_bytes(path.name.encode())
    loaded = replace(loaded, sample=replace(loaded.sample, files=files))
    return loaded, replace(make_result(loaded, verdict), sample=loaded.sample)


def both(report) -> tuple[str, str]:
    return reporting.report_html(report), reporting.report_printable(report)


def test_a_report_of_a_part_holds_pictures_numbers_decisions_and_hashes(tmp_path):
    loaded, result = inspected(tmp_path)
    store = open_store(tmp_path / "review.db", "ann")
    store.add_parts([result.sample])
    store.decide([Decision(part_key=part_key(result.sample), opinion=Opinion.REJECT, reader="ann", comment="bent <b>")])
    report = reporting.part_report(loaded, result, make_info(), store, "ann")
    head = store.head()[1]
    store.close()
    titles = [picture.title for picture in report.parts[0].pictures]
    assert titles == [
        "RGB", "RGB with anomaly map", "Infrared", "Infrared with anomaly map", "Colours of the map",
        "Score among normal ones",
    ]  # fmt: skip
    for text in both(report):
        for words in (
            "bracket/007", "✕ Anomaly", f"{result.score:.3f}", "mm²", "bent &lt;b&gt;", "rejected", head,
            "not a medical device", report.parts[0].facts["inputs"]["rgb"]["sha256"], "bit",
        ):  # fmt: skip
            assert words in text, words
        assert text.count("data:image/png;base64,") == len(titles)
        assert not re.search(r'(src|href)="(?!data:|#)', text)  # nothing is fetched from anywhere


def test_names_and_paths_of_patients_stay_out_of_everything_unless_asked_for(tmp_path):
    loaded, result = inspected(tmp_path, ("t1",), "smith/1962")
    result = replace(result, notes=("smith/1962 was turned.",))
    written = {}
    for names in (None, True):
        texts = list(both(reporting.part_report(loaded, result, make_info(), None, "ann", names)))
        for kind in (part_export.Format.JSON, part_export.Format.CSV, part_export.Format.HTML):
            path = tmp_path / f"out.{kind.value}"
            part_export.write_part(path, kind, loaded, result, make_info(), names=names)
            texts.append(path.read_text())
        case = export_case(tmp_path / "c.case", loaded, result, make_info(), None, "ann", names=names)
        opened = CaseFile(case)
        texts.append("".join(opened.read(name).decode(errors="ignore") for name in opened.names))
        texts.append(reporting.part_stem(result.sample, names))
        written[names] = texts
    assert not [text for text in written[None] if "smith" in text or str(tmp_path) in text]
    assert all("smith" in text for text in written[True])


def test_a_volume_is_shown_in_three_planes(tmp_path):
    loaded, result = inspected(tmp_path, ("t1", "flair"), "x")
    titles = [picture.title for picture in pictures_of(loaded, result)]
    assert [title for title in titles if "coronal" in title or "sagittal" in title]
    assert "MRI FLAIR with anomaly map" in titles


def test_a_report_of_many_has_a_table_a_contact_sheet_and_the_faults(tmp_path):
    items = [inspected(tmp_path, name=f"part/{n}", verdict=list(Verdict)[n % 3]) for n in range(4)]
    parts = [reporting.report_part(loaded, result, make_info(), None) for loaded, result in items]
    samples = [result.sample for _, result in items]
    faults = [("part/9", "rgb.png is cut short.")]
    text, paper = both(reporting.parts_report(parts, samples, make_info(), None, "ann", faults=faults))
    for page in (text, paper):
        assert "Contact sheet" in page
        assert "rgb.png is cut short." in page
        assert all(f"part/{n}" in page for n in range(4))
    assert text.count('href="#part') == 4


def test_a_case_file_gives_the_same_report_without_its_inputs(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")
    loaded, result = inspected(tmp_path)
    own = reporting.part_report(loaded, result, make_info(), None, "ann")
    case = export_case(tmp_path / "a.case", loaded, result, make_info(), None, "ann")
    assert verify_case(case).is_intact
    again = reporting.case_report(CaseFile(case))
    assert [p.png for p in again.parts[0].pictures] == [p.png for p in own.parts[0].pictures]
    for path in result.sample.files.values():
        path.unlink()
    for kind in ("html", "csv", "json", "pdf"):
        assert program.main(["export", str(case), "--format", kind, "--out", str(tmp_path / "out")]) == 0
    assert "Score among normal ones" in (tmp_path / "out" / "a.html").read_text()
    assert (tmp_path / "out" / "a.pdf").read_bytes().startswith(b"%PDF")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out" / "a.csv").read_text()))
    assert (row["sample_id"], row["verdict"], row["regions"]) == ("bracket/007", "anomaly", str(len(result.regions)))
    assert json.loads((tmp_path / "out" / "bracket_007.json").read_text())["regions"]


@pytest.mark.parametrize(
    ("modalities", "kinds"),
    [(("rgb",), {"tiff", "png", "pdf"}), (("t1",), {"nifti"}), (("ct",), {"nifti", "tiff"})],
)
def test_a_part_is_offered_the_formats_that_fit_it(tmp_path, modalities, kinds):
    loaded, result = inspected(tmp_path, modalities, "x")
    offered = {kind.value for kind in part_export.formats_of(loaded, result)}
    assert kinds <= offered
    assert ("nifti" in offered) == loaded.is_volume
    assert "ply" not in offered


def test_the_log_names_no_patient_and_no_file_of_one():
    patient = Sample("smith/1962", {"t1": Path("/data/smith/t1.nii.gz")})
    assert "smith" not in patient.log_name
    assert patient.log_name == replace(patient, files={"ct": Path("/x")}).log_name
    assert Sample("bracket/1", {"rgb": Path("/x.png")}).log_name == "bracket/1"
    error = SampleReadError("smith.dcm is cut short.", hint="Copy it again.", path=Path("/data/smith.dcm"))
    assert error.logged() == "a .dcm file is cut short. Copy it again."
