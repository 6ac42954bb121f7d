"""Case files: nothing in them can be changed unnoticed, and they can be inspected again."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import api
from core.casecheck import CaseFile, CaseFileError, rerun, verify_case
from core.casefile import CasePart, write_case
from core.data.index import index_paths
from core.errors import UserFacingError
from core.export import describe
from core.fingerprint import input_hashes
from core.progress import CancelToken
from core.signing import SignatureError, make_key
from core.store.bodies import plain, result_body
from core.store.check import verify_database
from core.store.store import open_store
from core.verdicts import Decision, Opinion, part_key
from tests.app.conftest import make_info
from tests.app.fakes import make_loaded, make_result


def make_part(folder: Path, modalities=("rgb", "infrared"), name="bracket/000") -> CasePart:
    loaded = make_loaded(modalities, (16, 16) if modalities[0] != "ct" else (3, 16, 16), sample_id=name)
    files = {key: folder / f"{name.replace('/', '-')}-{key}.png" for key in modalities}
    for path in files.values():
        path.write_bytes(path.name.encode())
    result = replace(make_result(loaded), sample=replace(loaded.sample, files=files))
    body = result_body(result, make_info(), input_hashes(result.sample))
    maps = dict(result.modality_maps)
    return CasePart(result.sample, body, plain(describe(result)), result.anomaly_map, maps, b"\x89PNG picture")


@pytest.fixture
def reviewed(tmp_path):
    """A store, and a part that was inspected and decided in it."""
    store = open_store(tmp_path / "review.db", "ann", "bench")
    part = make_part(tmp_path)
    store.put_result(part.sample, dict(part.body))
    numbers = store.decide([Decision(part_key=part_key(part.sample), opinion=Opinion.UNSURE, reader="ann")])
    store.undo(numbers[0], "ann")
    store.decide([Decision(part_key=part_key(part.sample), opinion=Opinion.REJECT, reader="ann", comment="bent")])
    yield store, part
    store.close()


@pytest.fixture
def case(tmp_path, reviewed):
    store, part = reviewed
    return write_case(tmp_path / "a.case", [part], make_info(), store=store, made_by="ann")


def rewrite(source: Path, target: Path, change) -> Path:
    """The zip again with its files passed through `change(name, content)`; None leaves one out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_case_holds_all_that_is_needed_to_judge_it_and_is_intact(case, reviewed):
    found = verify_case(case)
    assert (found.is_intact, found.parts, found.signed_by) == (True, 1, "")
    opened = CaseFile(case)
    result = opened.results()["parts/0001"]
    assert result["verdict"] == "anomaly"
    assert result["routing"]
    assert result["inputs"]["rgb"]["sha256"]
    assert np.array_equal(opened.anomaly_map("parts/0001"), reviewed[1].anomaly_map)
    decisions = json.loads(opened.read("parts/0001/decisions.json"))
    assert [(entry["opinion"], entry["is_undone"]) for entry in decisions] == [
        ("unsure", True), ("unsure", False), ("reject", False)
    ]  # fmt: skip
    kinds = [json.loads(line)["kind"] for line in opened.read("audit.jsonl").splitlines()]
    assert kinds == ["result", "decision", "undo", "decision"]
    assert "parts/0001/sensor_infrared.npy" in opened.names


def test_the_export_is_itself_recorded_and_its_head_is_found_in_the_record(case, reviewed):
    store = reviewed[0]
    head = CaseFile(case).manifest["audit_head"]
    assert store.head()[0] == head["seq"] + 1
    assert not verify_database(store.database, expected_head=head["hash"], checks_files=False).problems
    assert store.last_note("export")["case"] == "a.case"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("parts/0001/result.json", "parts/0001/result.json was changed"),
        ("parts/0001/map.npy", "map.npy was changed"),
        ("audit.jsonl", "audit.jsonl was changed"),
        ("parts/0001/picture.png", "picture.png was changed"),
    ],
)
def test_a_changed_file_is_named(case, tmp_path, name, message):
    changed = rewrite(case, tmp_path / "b.case", lambda n, c: c.replace(c[-1:], b"?") if n == name else c)
    assert message in verify_case(changed).problems[0]


def test_missing_and_added_files_are_named(case, tmp_path):
    cut = rewrite(case, tmp_path / "b.case", lambda n, c: None if n.endswith("decisions.json") else c)
    assert "decisions.json is missing" in verify_case(cut).problems[0]
    with zipfile.ZipFile(case, "a") as archive:
        archive.writestr("parts/0002/result.json", "{}")
    assert "was added" in verify_case(case).problems[0]


def test_a_signature_shows_a_manifest_written_anew(tmp_path, reviewed):
    store, part = reviewed
    public = make_key(tmp_path / "station.pem")
    case = write_case(tmp_path / "a.case", [part], make_info(), store=store, key=tmp_path / "station.pem")
    found = verify_case(case, public)
    assert found.is_intact
    assert len(found.signed_by) == 64
    other = make_key(tmp_path / "other.pem")
    assert "another key than other.pub.pem" in verify_case(case, other).problems[0]
    forged = rewrite(case, tmp_path / "b.case", lambda n, c: c.replace(b'"made_by":""', b'"made_by":"eve"'))
    assert "does not fit the manifest" in verify_case(forged, public).problems[0]
    unsigned = rewrite(case, tmp_path / "c.case", lambda n, c: None if n == "manifest.sig" else c)
    assert "not signed" in verify_case(unsigned, public).problems[0]
    assert (tmp_path / "station.pem").stat().st_mode & 0o077 == 0
    with pytest.raises(SignatureError, match="exists already"):
        make_key(tmp_path / "station.pem")


def test_names_and_paths_of_patients_stay_out_unless_asked_for(tmp_path):
    store = open_store(tmp_path / "review.db", "ann", "bench")
    part = make_part(tmp_path, ("ct",), "Doe^Jane/1970")
    store.put_result(part.sample, dict(part.body))
    store.decide([Decision(part_key=part_key(part.sample), opinion=Opinion.ACCEPT, reader="ann")])
    closed = write_case(tmp_path / "a.case", [part], make_info(), store=store)
    with zipfile.ZipFile(closed) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Doe" not in content
    assert str(tmp_path).encode() not in content
    assert verify_case(closed).is_intact
    opened = write_case(tmp_path / "b.case", [part], make_info(), store=store, names=True)
    assert CaseFile(opened).results()["parts/0001"]["sample_id"] == "Doe^Jane/1970"
    store.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"not a zip at all" * 50])
def test_what_is_no_case_file_gives_a_sentence(tmp_path, content):
    path = tmp_path / "x.case"
    path.write_bytes(content)
    with pytest.raises(CaseFileError, match=r"x\.case is no case file"):
        verify_case(path)


def test_a_case_cut_at_any_place_gives_a_sentence(case, tmp_path):
    content = case.read_bytes()
    for end in range(0, len(content), max(len(content) // 25, 1)):
        (tmp_path / "cut.case").write_bytes(content[:end])
        with pytest.raises(CaseFileError):
            verify_case(tmp_path / "cut.case")


def test_flipped_bytes_never_pass_for_intact_content(case, tmp_path):
    content = bytearray(case.read_bytes())
    original = CaseFile(case)
    kept = {name: original.read(name) for name in original.names}
    random = np.random.default_rng(0)
    for place in random.integers(0, len(content), 150):
        changed = bytearray(content)
        changed[place] ^= 0x55
        path = tmp_path / "flip.case"
        path.write_bytes(changed)
        try:
            if verify_case(path).is_intact:
                opened = CaseFile(path)
                assert {name: opened.read(name) for name in opened.names} == kept  # only dates and the like differ
        except CaseFileError:
            pass


def test_another_zip_and_another_version_are_refused(case, tmp_path):
    with zipfile.ZipFile(tmp_path / "plain.case", "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(CaseFileError, match="a zip file, but no case file"):
        verify_case(tmp_path / "plain.case")
    newer = rewrite(case, tmp_path / "n.case", lambda n, c: c.replace(b'"version":1', b'"version":7'))
    with pytest.raises(CaseFileError, match="version 7"):
        verify_case(newer)
    with pytest.raises(UserFacingError, match="nothing to put"):
        write_case(tmp_path / "e.case", [], make_info())


def test_a_case_is_inspected_again_and_compared(data_set, model_file, tmp_path):
    sample = next(s for s in index_paths([data_set], CancelToken()).samples if s.split == "test")
    inspector = api.load_inspector(model_file, "cpu")
    result = inspector.inspect(api.load_sample(sample))
    body = result_body(result, inspector.info, input_hashes(sample))
    details = plain(describe(result))
    part = CasePart(sample, body, details, result.anomaly_map, dict(result.modality_maps))
    path = write_case(tmp_path / "a.case", [part], inspector.info)
    assert rerun(CaseFile(path), model_file, []) == []
    wrong = CasePart(sample, {**body, "score": result.score * 1.5}, details, result.anomaly_map * 2)
    lied = write_case(tmp_path / "b.case", [wrong], inspector.info)
    assert [text.split(": ")[1][:9] for text in rerun(CaseFile(lied), model_file, [])] == ["the score", "the map d"]
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in sample.files.values():
        (moved / f"renamed-{file.name}").write_bytes(file.read_bytes())
    closed = write_case(tmp_path / "c.case", [part], inspector.info, names=False)
    assert "name its folder with --data" in rerun(CaseFile(closed), model_file, [])[0]
    assert rerun(CaseFile(closed), model_file, [moved]) == []
    other = write_case(tmp_path / "d.case", [part], make_info())
    with pytest.raises(CaseFileError, match="is not the model of this case"):
        rerun(CaseFile(other), model_file, [])
