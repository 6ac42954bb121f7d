"""What goes wrong while a product is taught: the old model is never touched, and what was done is gone on with."""

import json
import signal
import subprocess
import sys
from dataclasses import replace

import cv2
import pytest

from core.errors import Cancelled, StorageError, TrainingError
from core.fingerprint import file_sha256
from core.progress import CancelToken
from core.records import Sample
from core.teaching import unfinished
from core.teaching.records import FindingKind, TeachConfig
from core.teaching.teach import check_good, teach
from core.teaching.unfinished import folder_of
from tests.core.test_teaching import QUICK, parts, ring


def test_the_same_picture_many_times_is_no_set_of_parts(model_file, tmp_path):
    one = ring(tmp_path / "one" / "rgb.png", 1)
    samples = [Sample(f"part {number}", {"rgb": one}) for number in range(12)]
    with pytest.raises(TrainingError, match="1 good part can be used"):
        check_good(samples, model_file, QUICK)


def test_another_size_of_picture_is_doubted_and_still_taught(model_file, tmp_path):
    samples = parts(tmp_path / "good", 7)
    wide = tmp_path / "wide" / "rgb.png"
    wide.parent.mkdir()
    cv2.imwrite(str(wide), cv2.resize(cv2.imread(str(samples[0].files["rgb"])), (128, 64)))
    samples.append(Sample("wide", {"rgb": wide}))
    found = check_good(samples, model_file, QUICK)
    assert ("wide", FindingKind.SIZE) in {(finding.sample_id, finding.kind) for finding in found.findings}
    taught = teach("ring", found.usable(), model_file, tmp_path / "m.safetensors", QUICK)
    assert taught.parts == 8


def test_a_full_disk_keeps_what_was_done(model_file, tmp_path, monkeypatch):
    before, out = file_sha256(model_file), tmp_path / "m.safetensors"
    samples, real, written = parts(tmp_path / "good", 6), unfinished.save_file, []

    def until_full(tensors, path, text):
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        real(tensors, path, text)

    monkeypatch.setattr(unfinished, "save_file", until_full)
    with pytest.raises(StorageError, match="No space left"):
        teach("ring", samples, model_file, out, QUICK)
    assert not out.exists()
    assert file_sha256(model_file) == before
    (run,) = unfinished.unfinished(tmp_path)
    assert run.done == 3
    monkeypatch.setattr(unfinished, "save_file", real)
    assert teach("ring", samples, model_file, out, QUICK).parts == 6
    assert not folder_of(out).exists()


def test_a_run_that_was_killed_is_gone_on_with_and_gives_the_same_model(model_file, tmp_path):
    before, out = file_sha256(model_file), tmp_path / "killed.safetensors"
    samples = parts(tmp_path / "good", 6)
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from core.teaching.records import TeachConfig\n"
        "from core.teaching.teach import teach\n"
        "from tests.core.test_teaching import parts\n"
        "def slow(progress):\n"
        "    print(progress.text, flush=True)\n"
        "    if '002' in progress.text: time.sleep(60)\n"
        f"teach('ring', parts(Path({str(tmp_path / 'good')!r}), 6), Path({str(model_file)!r}), Path({str(out)!r}),\n"
        "      TeachConfig(versions=1, folds=2), slow)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    for line in run.stdout:
        if "002" in line:
            break
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert not out.exists()
    assert file_sha256(model_file) == before
    (cut,) = unfinished.unfinished(tmp_path)
    assert (cut.category, cut.done, len(cut.samples)) == ("ring", 2, 6)
    resumed = teach(cut.category, cut.samples, cut.model, cut.out, cut.settings)
    whole = teach("ring", samples, model_file, tmp_path / "whole.safetensors", QUICK)
    assert list(resumed.calibration.normal_scores) == list(whole.calibration.normal_scores)


def test_another_run_does_not_take_over_what_a_cut_one_kept(model_file, tmp_path):
    out, samples = tmp_path / "m.safetensors", parts(tmp_path / "good", 6)
    token = CancelToken()
    with pytest.raises(Cancelled):
        teach("ring", samples, model_file, out, QUICK, lambda step: "003" in step.text and token.cancel(), token)
    kept = json.loads((folder_of(out) / "plan.json").read_text())["key"]
    run = unfinished.Run(out, "ring", (model_file, file_sha256(model_file)), replace(QUICK, seed=1), {}, {})
    assert json.loads((folder_of(out) / "plan.json").read_text())["key"] != kept
    assert run.items(0, samples[0]) is None


def test_a_pause_ends_with_going_on_or_with_a_cancel():
    token = CancelToken()
    token.pause()
    assert token.is_paused
    token.go_on()
    token.raise_if_cancelled()
    token.pause()
    token.cancel()
    assert not token.is_paused
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_settings_that_cannot_be_are_refused():
    from core.errors import ConfigError

    with pytest.raises(ConfigError, match="leaders"):
        TeachConfig(leaders=1)
