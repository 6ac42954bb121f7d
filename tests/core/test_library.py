"""The model library: facts and lineage from the header, copies that are proven, comparison, effects on the record."""

from dataclasses import replace

import pytest

from core import library, trials
from core.api import load_inspector
from core.data.index import index_paths
from core.errors import CheckpointError, StorageError
from core.progress import CancelToken, ignore_progress
from core.store.bodies import result_body
from core.store.store import open_store


@pytest.fixture(autouse=True)
def own_list(tmp_path, monkeypatch):
    monkeypatch.setattr("core.model_list.user_data_path", lambda *_a, **_k: tmp_path / "data")


def test_facts_come_from_the_header(model_file):
    facts = library.model_facts(model_file)
    assert set(facts.categories) == {"disc", "square"}
    assert facts.is_proven
    assert facts.memory_bytes > 0
    assert facts.origin.startswith("trained disc, square, 20 samples")
    assert facts.parent_sha256 == ""


def test_what_is_no_model_is_said_so(tmp_path):
    (tmp_path / "x.safetensors").write_bytes(b"\x05\0\0\0\0\0\0\0{}   ")
    with pytest.raises(CheckpointError, match="not a model file of this program"):
        library.model_facts(tmp_path / "x.safetensors")


def test_an_exported_model_is_imported_once_and_proven(model_file, tmp_path):
    out = library.export_model(model_file, tmp_path / "out" / "copy.safetensors")
    assert (tmp_path / "out" / "copy.safetensors.sha256").read_text().endswith("copy.safetensors\n")
    kept = library.import_model(out, "cpu", ignore_progress, CancelToken())
    assert kept.parent.name == "models"
    assert library.import_model(out, "cpu", ignore_progress, CancelToken()) == kept
    known, problems = library.known_facts()
    assert kept in [facts.path for facts in known]
    assert not problems
    library.forget_model(kept)
    assert not kept.exists()


def test_a_model_that_was_damaged_on_the_way_is_not_imported(model_file, tmp_path):
    out = library.export_model(model_file, tmp_path / "copy.safetensors")
    content = bytearray(out.read_bytes())
    content[-100] ^= 1
    out.write_bytes(bytes(content))
    with pytest.raises(CheckpointError, match="is not the file that"):
        library.import_model(out, "cpu", ignore_progress, CancelToken())


def test_a_full_disk_leaves_no_half_copy(model_file, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.library.shutil.copyfile", full)
    with pytest.raises(StorageError, match="No space left"):
        library.export_model(model_file, tmp_path / "copy.safetensors")
    assert list(tmp_path.glob("*copy*")) == []


def test_a_proof_names_the_largest_deviation(model_file):
    proof = library.prove(model_file, "cpu", ignore_progress, CancelToken())
    assert proof is not None
    assert proof.holds
    assert set(proof.deviations) == {"picture", "disc", "square"}


def test_a_model_compared_with_itself_changes_nothing(model_file, data_set):
    samples = [s for s in index_paths([data_set], CancelToken()).samples if s.split == "test"][:2]
    compared = trials.compare_models(model_file, model_file, samples, "cpu", ignore_progress, CancelToken())
    assert len(compared.samples) == 2
    for sample in compared.samples:
        assert not sample.is_changed
        assert sample.first.score == sample.second.score
        assert sample.picture.shape[:2] == sample.first.anomaly_map.shape


def test_the_record_says_which_stored_verdicts_a_model_would_change(model_file, data_set, tmp_path):
    inspector = load_inspector(model_file, "cpu")
    samples = [s for s in index_paths([data_set], CancelToken()).samples if s.split == "test"][:3]
    store = open_store(tmp_path / "review.db", "ann")
    from core.data.load import load

    for number, sample in enumerate(samples):
        result = inspector.inspect(load(sample, ignore_progress, CancelToken()))
        if number == 0:  # recorded by a model that saw it otherwise
            other = "anomaly" if result.verdict.value != "anomaly" else "normal"
            body = {**result_body(result, inspector.info, {}), "verdict": other}
        else:
            body = result_body(result, inspector.info, {})
        store.put_result(sample, body)
    effect = trials.effect_on_record(inspector, store, ignore_progress, CancelToken())
    store.close()
    assert (effect.looked_at, effect.total) == (3, 3)
    (changed,) = effect.changed
    assert changed.sample.sample_id == samples[0].sample_id
    assert "1 stored verdict would change" in effect.sentence


def test_a_labelled_folder_is_evaluated_worst_first(model_file, data_set):
    report = trials.evaluate_folder([data_set], model_file, "cpu", ignore_progress, CancelToken())
    assert len(report.parts) == 12
    worst = [part.badness for part in report.parts]
    assert worst == sorted(worst, reverse=True)
    assert [row["category"] for row in report.rows][:2] == ["disc", "square"]
    assert replace(report.parts[0]).is_anomalous in (True, False)
