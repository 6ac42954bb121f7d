"""`calibrate`, `batch`, `verify` and `key` as another program would call them."""

import json
import sqlite3

import pytest

import main as program
from core.store.guards import guard_statements
from core.store.schema import APPEND_ONLY


@pytest.fixture(autouse=True)
def own_log_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")


def run(capsys, *arguments) -> tuple[int, list[str], str]:
    code = program.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err


def test_calibrate_writes_thresholds_and_their_card(capsys, data_set, model_file, tmp_path):
    folder = data_set.parent / "mini" / "disc"
    out = tmp_path / "new.safetensors"
    arguments = [
        "calibrate",
        model_file,
        "--good",
        folder / "train",
        "--defects",
        folder / "test" / "spot",
        "--out",
        out,
    ]
    code, lines, errors = run(capsys, *arguments, "--false-alarm-rate", 0.2, "--json")
    assert code == 0, errors
    card = json.loads(lines[0])
    assert (card["category"], card["normals"], card["defects"], card["wanted_rate"]) == ("disc", 10, 3, 0.2)
    assert out.is_file()
    code, lines, errors = run(capsys, *arguments, "--parts-per-hour", 60, "--minutes-per-part", 2)
    assert code == 0, errors
    assert "parts an hour" in " ".join(lines)


def test_calibrate_refuses_what_the_sample_cannot_promise(capsys, data_set, model_file):
    folder = data_set.parent / "mini" / "disc" / "train"
    code, _, errors = run(capsys, "calibrate", model_file, "--good", folder, "--false-alarm-rate", 0.01)
    assert code == 1
    assert "1 % needs at least 99 good parts, you have 10: best is 9.1 %." in errors
    code, _, errors = run(capsys, "calibrate", model_file, "--good", folder)
    assert code == 1
    assert "Choose one way" in errors


def test_a_batch_is_resumed_verified_and_tampering_is_named(capsys, data_set, model_file, tmp_path):
    folder, out = data_set.parent / "mini" / "square" / "test", tmp_path / "out"
    _, _, _ = run(capsys, "key", "--out", tmp_path / "station.pem")
    arguments = ["batch", folder, "--model", model_file, "--out", out]
    case = ["--case", tmp_path / "all.case", "--key", tmp_path / "station.pem"]
    code, lines, errors = run(capsys, *arguments, *case, "--json")
    assert code == 0, errors
    assert json.loads(lines[-1])["summary"]["done"] == 6
    assert (out / "report.html").is_file()
    code, lines, _ = run(capsys, *arguments, "--resume")
    assert code == 0
    assert "0 inspected, 6 were done before, 0 could not be" in " ".join(lines)
    code, _, errors = run(capsys, *arguments)
    assert code == 1
    assert "holds a batch already" in errors.replace("\n", " ")

    code, lines, _ = run(capsys, "verify", out / "batch.db")
    assert (code, lines[-1]) == (0, "Intact.")
    trusted = ["--public-key", tmp_path / "station.pub.pem"]
    code, lines, errors = run(capsys, "verify", tmp_path / "all.case", *trusted, "--rerun", "--model", model_file)
    assert (code, lines[-1]) == (0, "Intact."), errors

    database = sqlite3.connect(out / "batch.db")
    for statement in guard_statements("sqlite", APPEND_ONLY):
        database.execute(f"DROP TRIGGER {statement.split()[2]}")
    database.execute("UPDATE audit SET actor = 'eve' WHERE seq = 3")
    for statement in guard_statements("sqlite", APPEND_ONLY):
        database.execute(statement)
    database.commit()
    database.close()
    code, lines, _ = run(capsys, "verify", out / "batch.db", "--json")
    assert code == 1
    assert "breaks at 3" in json.loads(lines[0])["problems"][0]


def test_verify_says_what_a_file_is_not(capsys, tmp_path):
    (tmp_path / "a.case").write_bytes(b"nothing")
    code, _, errors = run(capsys, "verify", tmp_path / "a.case")
    assert code == 1
    assert "is no case file" in errors
    code, _, errors = run(capsys, "verify", tmp_path / "absent.case")
    assert code == 1
    assert "cannot be read" in errors


def test_a_case_is_exported_in_other_formats(capsys, data_set, model_file, tmp_path):
    folder, case = data_set.parent / "mini" / "disc" / "test" / "good", tmp_path / "a.case"
    arguments = ["batch", folder, "--model", model_file, "--out", tmp_path / "out", "--case", case]
    assert run(capsys, *arguments)[0] == 0
    for kind in ("json", "csv", "png", "tiff", "npy"):
        code, _, errors = run(capsys, "export", case, "--format", kind, "--out", tmp_path / kind)
        assert code == 0, errors
        assert len(list((tmp_path / kind).iterdir())) == (1 if kind == "csv" else 3)
    code, _, errors = run(capsys, "export", case, "--format", "nifti", "--out", tmp_path / "nifti")
    assert code == 1
    assert errors.replace("\n", " ").count("this is a picture") == 3  # every part has its say
