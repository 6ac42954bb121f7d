"""The command line as another program would call it."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

import main as program
from core import export
from core.errors import CheckpointError, StorageError
from core.model import checkpoint


@pytest.fixture(autouse=True)
def own_log_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")
    monkeypatch.setattr("core.model_list.register_file", lambda: tmp_path / "models.txt")


def run(capsys, *arguments) -> tuple[int, list[str], str]:
    code = program.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err


def test_inspect_prints_one_json_object_a_sample_and_nothing_else(capsys, data_set, model_file, tmp_path):
    folder = data_set.parent / "mini" / "disc" / "test" / "spot"
    code, lines, _ = run(capsys, "inspect", folder, "--model", model_file, "--out", tmp_path, "--json")
    records = [json.loads(line) for line in lines]
    assert code == 0
    assert len(records) == 3
    for record in records:
        assert record["category"] == "disc"
        assert np.load(record["map"]).shape == (64, 64)


def test_a_path_given_twice_is_inspected_once_and_so_is_a_part_of_a_given_folder(
    capsys, data_set, model_file, tmp_path
):
    folder = data_set.parent / "mini" / "disc" / "test" / "spot"
    paths = (folder, folder, folder / "000")
    code, lines, _ = run(capsys, "inspect", *paths, "--model", model_file, "--out", tmp_path, "--json")
    assert code == 0
    assert len({json.loads(line)["map"] for line in lines}) == len(lines) == 3


def test_a_batch_prints_what_inspect_prints(capsys, data_set, model_file, tmp_path):
    part = data_set.parent / "mini" / "disc" / "test" / "spot" / "000"
    _, first, _ = run(capsys, "inspect", part, "--model", model_file, "--out", tmp_path / "a", "--json")
    code, lines, _ = run(capsys, "batch", part, "--model", model_file, "--out", tmp_path / "b", "--json")
    inspected, batched = json.loads(first[0]), json.loads(lines[0])
    assert code == 0
    assert list(json.loads(lines[1])) == ["summary"]
    assert batched.pop("map") != inspected.pop("map")
    assert batched == inspected


@pytest.mark.parametrize("option", ["--false-alarm-rate", "--pixel-false-alarm-rate", "--certainty", "--defect-share"])
@pytest.mark.parametrize("share", ["0", "1", "3", "-0.1", "nan"])
def test_a_share_that_is_none_is_wrong_usage(capsys, tmp_path, option, share):
    code, _, error = run(capsys, "calibrate", tmp_path / "m", "--good", tmp_path, option, share)
    assert code == 2
    assert "between 0 and 1" in " ".join(error.replace("│", " ").split())


def test_results_that_cannot_be_written_are_told_before_the_model_is_read(capsys, data_set, tmp_path):
    (tmp_path / "file").write_text("")
    part = data_set.parent / "mini" / "disc" / "test" / "spot" / "000"
    for command in ("inspect", "batch"):
        error = refused(capsys, command, part, "--model", tmp_path / "none", "--out", tmp_path / "file" / "out")
        assert "cannot be written" in error


def test_evaluate_prints_every_category_and_both_means(capsys, data_set, model_file):
    code, lines, _ = run(capsys, "evaluate", data_set, "--model", model_file, "--json")
    rows = [json.loads(line) for line in lines]
    assert code == 0
    assert [row["category"] for row in rows] == ["disc", "square", "mean_categories", "mean_sets"]
    assert {"i_auroc", "i_ap", "i_f1max", "p_auroc", "p_f1max", "aupro_30", "p_ap", "count"} <= set(rows[0])


def test_tables_are_printed_for_people(capsys, data_set, model_file, tmp_path):
    part = data_set.parent / "mini" / "disc" / "test" / "spot" / "000"
    code, lines, _ = run(capsys, "inspect", part, "--model", model_file, "--out", tmp_path)
    assert code == 0
    assert any("disc" in line for line in lines)


def refused(capsys, *arguments) -> str:
    code, lines, error = run(capsys, *arguments)
    assert code == 1
    assert lines == []
    assert "Traceback" not in error
    assert "Internal error" not in error
    return " ".join(error.split())


def test_a_missing_path_is_one_sentence(capsys, model_file, tmp_path):
    assert "nowhere.png" in refused(capsys, "inspect", tmp_path / "nowhere.png", "--model", model_file)


def test_a_folder_with_nothing_usable_is_one_sentence(capsys, model_file, tmp_path):
    (tmp_path / "notes.doc").write_text("hello")
    assert refused(capsys, "inspect", tmp_path, "--model", model_file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.png", b""),
        ("text.png", b"this is no picture"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10"),
        ("t1.nii.gz", b"\x1f\x8b\x08\x00junk"),
        ("ct.nrrd", b"NRRD0004\ntype: short\n"),
        ("cloud.xyz", b"a b c\n"),
    ],
)
def test_a_broken_file_is_named_in_one_sentence(capsys, model_file, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert name in refused(capsys, "inspect", tmp_path / name, "--model", model_file, "--out", tmp_path)


def test_a_broken_sample_does_not_stop_the_others(capsys, data_set, model_file, tmp_path):
    import shutil

    copied = tmp_path / "parts"
    shutil.copytree(data_set.parent / "mini" / "disc" / "test" / "good", copied)
    (copied / "001" / "rgb.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    code, lines, error = run(capsys, "inspect", copied, "--model", model_file, "--out", tmp_path, "--json")
    assert code == 1
    assert len(lines) == 2
    assert "rgb.png" in error


def test_a_checkpoint_cut_short_or_of_another_kind_is_one_sentence(capsys, data_set, model_file, tmp_path):
    part = data_set.parent / "mini" / "disc" / "test" / "good" / "000"
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(model_file.read_bytes()[:5000])
    assert "cut.safetensors is not a complete safetensors file" in refused(capsys, "inspect", part, "--model", cut)
    assert "none.safetensors is missing" in refused(capsys, "inspect", part, "--model", tmp_path / "none.safetensors")


def test_a_folder_that_may_not_be_written_is_one_sentence(capsys, data_set, model_file, tmp_path):
    part = data_set.parent / "mini" / "disc" / "test" / "good" / "000"
    (tmp_path / "file").write_text("")
    error = refused(capsys, "inspect", part, "--model", model_file, "--out", tmp_path / "file" / "below")
    assert "cannot be written" in error


def test_a_full_disk_leaves_no_half_file(monkeypatch, tmp_path):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(export.os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        export.write_atomically(tmp_path / "map.npy", b"12345")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_recipe_and_an_unknown_preset_are_refused(capsys, data_set, model_file, tmp_path):
    part = data_set.parent / "mini" / "disc" / "test" / "good" / "000"
    error = refused(capsys, "inspect", part, "--model", model_file, "--category", "bolt")
    assert "does not know the category bolt" in error
    assert "disc, square" in error
    assert "huge" in refused(capsys, "train", data_set, "--preset", "huge", "--out", tmp_path / "m.safetensors")


def test_wrong_usage_exits_with_two_and_help_with_zero(capsys):
    assert run(capsys, "inspect", "--no-such-option")[0] == 2
    code, lines, _ = run(capsys, "--help")
    assert code == 0
    assert all(any(command in line for line in lines) for command in program.COMMANDS)


def test_training_on_a_data_set_without_normals_is_one_sentence(capsys, data_set, tmp_path):
    folder = data_set.parent / "mini" / "disc" / "test" / "spot"
    out = tmp_path / "m.safetensors"
    assert "no normal samples" in refused(capsys, "train", folder, "--out", out)
    assert not Path(out).exists()


def test_evaluation_lists_what_the_data_lacks_and_strict_refuses_it(capsys, data_set, model_file, tmp_path):
    import shutil

    copied = tmp_path / "set"
    shutil.copytree(data_set.parent, copied)
    (copied / "mini" / "disc" / "test" / "spot" / "000" / "mask.png").unlink()
    code, lines, error = run(capsys, "evaluate", copied, "--model", model_file, "--json")
    assert code == 0
    assert len(lines) == 4
    assert "disc/test/spot/000 has no mask" in " ".join(error.split())
    assert "--strict" in refused(capsys, "evaluate", copied, "--model", model_file, "--strict")


def test_training_lists_every_fault_together_and_goes_on_without_unless_strict(capsys, data_set, tmp_path):
    import shutil

    copied = tmp_path / "set"
    shutil.copytree(data_set.parent, copied)
    for number in range(9):
        (copied / "mini" / "square" / "train" / "good" / f"{number:03d}" / "rgb.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    out = tmp_path / "m.safetensors"
    error = refused(capsys, "train", copied, "--out", out, "--strict")
    assert error.count("rgb.png") >= 9
    assert "square has one normal sample" in error
    assert not out.exists()
    code, _, _ = run(capsys, "train", copied, "--out", out, "--steps", 1, "--batch-size", 2)
    assert code == 0
    assert out.is_file()


def test_a_window_without_a_display_is_one_sentence(capsys, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    code, lines, errors = run(capsys, "part.png")
    assert (code, lines) == (1, [])
    assert errors == "There is no display for the window. Without one, use main.py inspect FILES --out DIR.\n"


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path):
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(StorageError) as raised:
        export.write_atomically(tmp_path / "out" / "map.npy", b"1")
    assert "a file of that name is where a folder is needed" in raised.value.sentence().lower()


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch, tmp_path):
    (tmp_path / "in_the_way").write_bytes(b"")
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "in_the_way" / "inspector.log")
    assert program.main(["--help"]) == 0


def test_a_model_that_this_user_may_not_read_is_said(monkeypatch, tmp_path, model_file):
    def denied(*_args, **_options):
        raise FileNotFoundError("what safetensors says of a file that it may not open")

    monkeypatch.setattr("core.model.checkpoint.safe_open", denied)
    with pytest.raises(CheckpointError, match="may not be read by this user"):
        checkpoint.load(model_file)
