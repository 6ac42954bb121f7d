"""Teaching: doubts about good parts, a new category, and the old ones untouched."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from core.bundle import Bundle
from core.calibration import ANOMALY_RATE
from core.data.index import index_paths
from core.errors import Cancelled, StorageError, TrainingError
from core.fingerprint import file_sha256
from core.lineage import KEY
from core.model import checkpoint
from core.progress import CancelToken
from core.records import LoadedSample, Sample, Verdict, View
from core.teaching import checks
from core.teaching.records import FindingKind, TeachConfig
from core.teaching.teach import check_good, teach
from core.teaching.unfinished import unfinished

QUICK = TeachConfig(versions=1, folds=2)


def ring(path: Path, seed: int, spot: bool = False) -> Path:
    random = np.random.default_rng(seed)
    image = np.full((64, 64, 3), 60, np.uint8)
    centre = tuple(int(value) for value in 32 + random.integers(-2, 3, 2))
    cv2.circle(image, centre, 18, (60, 200, 60), 6)
    if spot:
        cv2.circle(image, (32, 32), 9, (255, 255, 255), -1)
    noisy = np.clip(image + random.normal(0, 4, image.shape), 0, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), noisy)
    return path


def parts(folder: Path, count: int, start: int = 0) -> list[Sample]:
    numbers = range(start, start + count)
    return [Sample(f"ring/{n:03d}", {"rgb": ring(folder / f"{n:03d}" / "rgb.png", n)}) for n in numbers]


@pytest.fixture(scope="module")
def taught(model_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ring")
    out = folder / "taught.safetensors"
    return teach("ring", parts(folder / "good", 12), model_file, out, QUICK), model_file, folder


def test_the_taught_model_knows_the_new_category_and_finds_its_defects(taught):
    from core.data.load import load
    from core.predictor import Predictor

    record, _, folder = taught
    predictor = Predictor.load(record.model, "cpu")
    bad = Sample("bad", {"rgb": ring(folder / "bad" / "rgb.png", 99, spot=True)})
    result = predictor.inspect(load(bad, lambda _: None, CancelToken()), "ring")
    assert result.verdict is Verdict.ANOMALY
    assert result.score > record.calibration.normal_scores.max()
    assert "ring" in predictor.atlas
    assert set(predictor.bundle.patches["ring"]) == {"rgb"}


def test_nothing_of_the_old_categories_changes(taught):
    record, old_file, _ = taught
    before, after = checkpoint.load(old_file), checkpoint.load(record.model)
    for name, tensor in before.model.state_dict().items():
        assert torch.equal(tensor, after.model.state_dict()[name])
    for name, tensor in before.extra.items():
        if name.startswith("golden/"):  # computed again, in another order of summing
            torch.testing.assert_close(tensor, after.extra[name], rtol=1e-4, atol=1e-4)
        else:
            assert torch.equal(tensor, after.extra[name]), name
    assert [row.category for row in record.old] == list(Bundle.unpack(before.metadata, before.extra).fitted)
    assert all(row.is_identical and row.median[0] == row.median[1] for row in record.old)


def test_the_new_file_names_its_parent_its_data_and_its_settings(taught):
    record, old_file, _ = taught
    kept = checkpoint.load(record.model)
    trained, entry = json.loads(kept.metadata[KEY])
    assert (trained["action"], trained["parent"], entry["action"]) == ("trained", "", "taught")
    assert len(trained["samples"]) == 20
    assert entry["parent_sha256"] == file_sha256(old_file) == record.parent_sha256
    assert len(entry["samples"]) == 12
    assert entry["settings"]["versions"] == 1
    assert "ring from 12 parts" in Bundle.unpack(kept.metadata, kept.extra).facts["taught"]


def test_few_parts_promise_little(taught):
    record, _, _ = taught
    assert record.supported == pytest.approx(1 / 13)
    assert record.calibration.false_alarm_rate == pytest.approx(max(ANOMALY_RATE, 1 / 13))
    assert record.sure == pytest.approx(1 - 0.05 ** (1 / 12))
    assert "12 good parts" in record.promise


def test_a_category_taught_twice_is_refused(taught, tmp_path):
    record, _, folder = taught
    with pytest.raises(TrainingError, match="knows ring already"):
        teach("ring", parts(folder / "good", 12), record.model, tmp_path / "again.safetensors", QUICK)


def test_a_second_category_keeps_the_history(taught, tmp_path):
    record, _, folder = taught
    out = tmp_path / "second.safetensors"
    teach("ring two", parts(folder / "more", 6, start=40), record.model, out, QUICK)
    history = json.loads(checkpoint.load(out).metadata[KEY])
    assert [entry["category"] for entry in history][1:] == ["ring", "ring two"]


def test_the_old_file_is_never_written(model_file, tmp_path):
    with pytest.raises(TrainingError, match="replace the old one"):
        teach("ring", parts(tmp_path, 6), model_file, model_file, QUICK)


def test_too_few_parts_are_refused(model_file, tmp_path):
    with pytest.raises(TrainingError, match="3 good parts can be used"):
        teach("ring", parts(tmp_path, 3), model_file, tmp_path / "m.safetensors", QUICK)


def test_parts_of_different_sensors_are_refused(model_file, tmp_path):
    samples = parts(tmp_path, 6)
    samples[0] = replace(samples[0], files={"thermal": next(iter(samples[0].files.values()))})
    with pytest.raises(TrainingError, match="different sensors"):
        teach("ring", samples, model_file, tmp_path / "m.safetensors", QUICK)


def test_a_cut_run_leaves_the_old_model_alone_and_is_resumed_from_what_it_kept(model_file, tmp_path, monkeypatch):
    token, before = CancelToken(), file_sha256(model_file)
    samples = parts(tmp_path / "good", 6)

    with pytest.raises(Cancelled):
        teach(
            "ring",
            samples,
            model_file,
            tmp_path / "m.safetensors",
            QUICK,
            lambda p: p.done > 600 and token.cancel(),
            token,
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == [".m.safetensors.teaching", "good"]
    assert file_sha256(model_file) == before
    (run,) = unfinished(tmp_path)
    assert (run.category, run.done, len(run.samples)) == ("ring", 6, 6)
    monkeypatch.setattr("core.teaching.preparing.cache_features", None)  # nothing of it is computed again
    steps = []
    taught = teach(run.category, run.samples, run.model, run.out, run.settings, steps.append)
    assert taught.parts == 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good", "m.safetensors"]


def test_a_folder_that_cannot_be_written_is_found_before_the_work(model_file, tmp_path):
    (tmp_path / "file").write_text("no folder")
    steps = []
    with pytest.raises(StorageError):
        teach("ring", parts(tmp_path, 6), model_file, tmp_path / "file" / "m.safetensors", QUICK, steps.append)
    assert not steps


def test_the_check_finds_copies_and_the_defective_part(model_file, tmp_path):
    samples = parts(tmp_path, 14)
    samples.append(Sample("copy", samples[0].files))
    samples.append(Sample("bad", {"rgb": ring(tmp_path / "bad" / "rgb.png", 77, spot=True)}))
    samples.append(Sample("cut", {"rgb": tmp_path / "none.png"}))
    found = check_good(samples, model_file, QUICK)
    kinds = {(finding.sample_id, finding.kind) for finding in found.findings}
    assert ("copy", FindingKind.DUPLICATE) in kinds
    assert ("bad", FindingKind.DEFECTIVE) in kinds
    assert len(found.problems) == 1
    assert {s.sample_id for s in found.usable()} == {s.sample_id for s in samples} - {"copy", "cut"}
    assert len(found.doubtful) <= 4


def looked(number: int, pixels: np.ndarray, modality: str = "rgb") -> checks.Look:
    sample = Sample(f"part {number}", {modality: Path("x.png")})
    view = View(modality, pixels, (0.0, 255.0))
    return checks.look(LoadedSample(sample, (view,)), str(number))


def textured(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(60, 180, (96, 96, 3)).astype(np.uint8)


def test_blurred_dark_and_oddly_shaped_parts_are_doubted():
    looks = [looked(number, textured(number)) for number in range(10)]
    looks.append(looked(10, cv2.GaussianBlur(textured(10), (0, 0), 3)))
    looks.append(looked(11, (textured(11) // 2).astype(np.uint8)))
    looks.append(looked(12, textured(12)[:48]))
    looks.append(looked(13, textured(13)[..., 0].astype(np.float32), "infrared"))
    found = {(finding.sample_id, finding.kind) for finding in checks.doubts(looks)}
    assert found == {
        ("part 10", FindingKind.BLURRED),
        ("part 11", FindingKind.LIGHT),
        ("part 12", FindingKind.SIZE),
        ("part 13", FindingKind.SENSORS),
    }


def test_light_in_which_nearly_half_of_the_parts_come_raises_no_doubt():
    looks = [looked(number, textured(number)) for number in range(11)]
    looks += [looked(number, (textured(number) // 2).astype(np.uint8)) for number in range(11, 20)]
    assert [finding for finding in checks.doubts(looks) if finding.kind is FindingKind.LIGHT] == []


def test_a_second_shot_of_the_same_part_is_doubted():
    pictures = [cv2.resize(textured(number)[:8, :8], (96, 96)) for number in range(8)]
    looks = [looked(number, picture) for number, picture in enumerate(pictures)]
    looks.append(looked(8, pictures[3] + 2))
    (finding,) = checks.doubts(looks)
    assert finding.kind is FindingKind.SIMILAR
    assert "part 3" in finding.reason


def test_the_command_teaches_from_a_folder_and_says_what_is_known(model_file, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from core.cli import app

    monkeypatch.setattr("core.api.remember_model", lambda path: None)
    parts(tmp_path / "good", 8)
    out = tmp_path / "m2.safetensors"
    arguments = ["teach", "ring", "--good", str(tmp_path / "good"), "--model", str(model_file), "--out", str(out)]
    ran = CliRunner().invoke(app, [*arguments, "--json"])
    assert ran.exit_code == 0, ran.output
    facts = json.loads(ran.stdout.strip().splitlines()[-1])
    assert facts["parts"] == 8
    assert all(row["identical"] for row in facts["old"])
    assert len(index_paths([tmp_path / "good"], CancelToken()).samples) == 8
    assert out.is_file()


def test_main_takes_teach_for_a_command():
    import main

    assert "teach" in main.COMMANDS
