"""A folder that is not the published release is explained whole."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

import main as program
from core import api, model_list
from core.errors import CheckpointError, StorageError
from core.model import official, release
from core.model.release import FILES, UNUSED, ReleaseError, read_release, released_shapes
from core.progress import CancelToken, ignore_progress
from tests.core.model.made_up_release import read_extract


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")
    monkeypatch.setattr(model_list, "register_file", lambda: tmp_path / "models.txt")


SMALL = {  # a release of some tensors, so that the rules are tested without a gigabyte
    "model.safetensors": {"0.model.conv1.weight": (4, 3), "0.model.layer4.x": (2,), "1.final.0.weight": (3,)},
    "model_1.safetensors": {"input_embedding": (12, 2, 2)},
    "model_2.safetensors": {"0.MoEs.0.experts": (2, 2), "0.prior_head.weight": (5,)},
    "wide_resnet50_2.safetensors": {"conv1.weight": (2, 2), "layer4.0.conv1.weight": (2,)},
}


@pytest.fixture
def folder(monkeypatch, tmp_path) -> Path:
    monkeypatch.setattr(release, "released_shapes", lambda: SMALL)
    made = tmp_path / "release"
    made.mkdir()
    for file, shapes in SMALL.items():
        save_file({name: torch.ones(shape) for name, shape in shapes.items()}, made / file)
    return made


def read(folder: Path):
    return read_release(folder, ignore_progress, CancelToken())


def faults_of(folder: Path) -> set[tuple[str, str, str]]:
    with pytest.raises(ReleaseError) as caught:
        read(folder)
    return {(fault.problem, fault.file, fault.tensor) for fault in caught.value.faults}


def test_the_list_of_released_tensors_is_that_of_the_manifest():
    manifest = read_extract().shapes
    listed = {
        file: {n: tuple(shape) for n, (shape, _) in tensors.items() if not n.endswith("num_batches_tracked")}
        for file, tensors in manifest.items()
    }
    assert released_shapes() == listed


def test_tensors_that_nothing_reads_are_dropped_and_may_be_absent(folder):
    weights = read(folder)
    assert set(weights["model.safetensors"]) == {"0.model.conv1.weight", "1.final.0.weight"}
    assert set(weights["model_2.safetensors"]) == {"0.MoEs.0.experts"}
    save_file({"0.MoEs.0.experts": torch.ones(2, 2)}, folder / "model_2.safetensors")
    assert set(read(folder)["model_2.safetensors"]) == {"0.MoEs.0.experts"}
    assert all(pattern is not None for pattern in UNUSED.values())


def test_every_missing_unexpected_misshapen_and_infinite_tensor_is_named_at_once(folder):
    tensors = {"0.model.conv1.weight": torch.ones(4, 4), "0.model.strange": torch.ones(2), "1.odd.bias": torch.ones(1)}
    save_file(tensors, folder / "model.safetensors")
    save_file({"input_embedding": torch.full((12, 2, 2), float("nan"))}, folder / "model_1.safetensors")
    save_file({"0.MoEs.0.experts": torch.ones(2, 2, dtype=torch.int64)}, folder / "model_2.safetensors")
    assert faults_of(folder) == {
        ("misshapen", "model.safetensors", "0.model.conv1.weight"),
        ("missing", "model.safetensors", "1.final.0.weight"),
        ("unexpected", "model.safetensors", "0.model.strange"),
        ("unexpected", "model.safetensors", "1.odd.bias"),
        ("not finite", "model_1.safetensors", "input_embedding"),
        ("misshapen", "model_2.safetensors", "0.MoEs.0.experts"),
    }


def test_missing_and_truncated_files_are_named_together(folder):
    (folder / "model_1.safetensors").unlink()
    whole = (folder / "model_2.safetensors").read_bytes()
    (folder / "model_2.safetensors").write_bytes(whole[:-3])
    (folder / "model.safetensors").write_bytes(b"")
    assert faults_of(folder) == {
        ("missing", "model_1.safetensors", ""),
        ("unreadable", "model_2.safetensors", ""),
        ("unreadable", "model.safetensors", ""),
    }


def test_a_path_that_is_no_folder_is_one_sentence(tmp_path):
    with pytest.raises(CheckpointError, match="nowhere is missing"):
        read(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(CheckpointError, match="is no folder"):
        read(tmp_path / "file")


def test_the_command_names_every_fault_and_exits_with_one(capsys, folder, tmp_path):
    save_file({"input_embedding": torch.ones(1), "more": torch.ones(1)}, folder / "model_1.safetensors")
    out = tmp_path / "m.safetensors"
    assert program.main(["import-official", str(folder), "--out", str(out), "--json"]) == 1
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert {(item["problem"], item["tensor"]) for item in found} == {
        ("misshapen", "input_embedding"),
        ("unexpected", "more"),
    }
    assert "1 more faults" in " ".join(captured.err.split())
    assert not out.exists()
    assert api.known_models() == api.shipped_models()


def test_bad_targets_are_refused_before_anything_is_read(folder, tmp_path):
    def attempt(out: Path) -> None:
        official.import_release(folder, out, ignore_progress, CancelToken())

    with pytest.raises(StorageError, match=r"does not end in \.safetensors"):
        attempt(tmp_path / "model.bin")
    with pytest.raises(StorageError, match="would replace a file of the release"):
        attempt(folder / FILES[0])
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        attempt(tmp_path / "file" / "m.safetensors")


def test_a_disk_without_room_is_said_before_writing(monkeypatch, folder, tmp_path):
    tiny = torch.nn.Linear(2, 2)
    backbone = torch.nn.Module()
    backbone.network = torch.nn.Linear(1, 1)
    monkeypatch.setattr(official, "load_official", lambda *_: (tiny, backbone))
    monkeypatch.setattr(official.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(StorageError, match="needs 0 MB; 0 MB are free"):
        official.import_release(folder, tmp_path / "m.safetensors", ignore_progress, CancelToken())
    assert not (tmp_path / "m.safetensors").exists()


def test_the_window_lists_models_that_were_written_and_still_exist(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.safetensors").write_bytes(b"")
        api.remember_model(tmp_path / f"{name}.safetensors")
    api.remember_model(tmp_path / "a.safetensors")
    known = [path.name for path in api.known_models()]
    assert known[-2:] == ["a.safetensors", "b.safetensors"]
    os.remove(tmp_path / "a.safetensors")
    assert [path.name for path in api.known_models()][-1] == "b.safetensors"
    assert api.known_models()[:1] == api.shipped_models()[:1]
