import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import numpy as np
import pytest

from core import api
from core.data.index import index_paths
from core.errors import Cancelled, CheckpointError, DeviceError, OutOfMemory, SampleReadError
from core.evaluation import evaluate
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import LoadedSample, RoutingAlarm, Sample, Verdict, View


@pytest.fixture(scope="module")
def predictor(model_file) -> Predictor:
    return Predictor.load(model_file, "cpu")


@pytest.fixture(scope="module")
def samples(data_set):
    return index_paths([data_set], CancelToken()).samples


def chosen(samples, category: str, defect: str) -> LoadedSample:
    return api.load_sample(next(s for s in samples if (s.category, s.split, s.defect) == (category, "test", defect)))


def test_a_result_has_maps_routing_and_energy_of_every_sensor_and_gate(predictor, samples):
    result = predictor.inspect(chosen(samples, "disc", "spot"))
    assert result.anomaly_map.shape == (64, 64)
    assert result.anomaly_map.dtype == np.float32
    assert {name: m.shape for name, m in result.modality_maps.items()} == {"rgb": (64, 64), "infrared": (64, 64)}
    assert result.routing.probabilities.shape == (1, 2, 3, 3, 32)
    np.testing.assert_allclose(result.routing.probabilities.sum(axis=-1), 1, atol=1e-5)
    np.testing.assert_allclose(result.routing.weights.sum(axis=-1), 1, atol=1e-5)
    best = np.argsort(-result.routing.probabilities, axis=-1)[..., :2]
    np.testing.assert_array_equal(best, result.routing.leaders)
    assert result.gate_energy.sum() == pytest.approx(1.0, abs=1e-5)
    assert (result.category, result.model_name, result.device) == ("disc", "mini", "cpu")


def test_a_defect_scores_above_good_parts_and_is_found_where_it_is(predictor, samples):
    good, bad = (predictor.inspect(chosen(samples, "square", defect)) for defect in ("good", "spot"))
    assert bad.score > good.score
    assert bad.verdict is Verdict.ANOMALY
    y, x = np.unravel_index(bad.anomaly_map.argmax(), bad.anomaly_map.shape)
    assert abs(x - 30) < 12
    assert abs(y - 36) < 12


def test_parts_inspected_side_by_side_get_the_maps_they_get_alone(model_file, samples):
    fresh = Predictor.load(model_file, "cpu")  # its kernels are composed while all ask for them
    loaded = [api.load_sample(sample) for sample in samples if sample.split == "test"]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(fresh.inspect, loaded))
    for one, result in zip(loaded, together, strict=True):
        np.testing.assert_array_equal(result.anomaly_map, fresh.inspect(one).anomaly_map)


def test_the_category_is_found_from_the_part_where_the_sample_does_not_name_it(predictor, samples):
    loaded = chosen(samples, "square", "good")
    nameless = replace(loaded, sample=replace(loaded.sample, category=""))
    assert predictor.inspect(nameless).category == "square"


def test_a_strange_part_is_unknown_and_gets_no_verdict(predictor):
    random = np.random.default_rng(0)
    views = tuple(
        View(name, (random.random((64, 64, channels)).squeeze() * 255).astype(dtype), (0, 255))
        for name, channels, dtype in (("rgb", 3, np.uint8), ("infrared", 1, np.float32))
    )
    result = predictor.inspect(LoadedSample(Sample("noise", {}), views))
    assert (result.verdict, result.category, result.threshold) == (Verdict.UNKNOWN, "", None)
    assert "Unlike every category" in result.notes[-1]
    assert np.isfinite(result.anomaly_map).all()


def test_sensors_that_no_recipe_knows_are_unknown_with_the_reason(predictor, samples):
    loaded = chosen(samples, "disc", "good")
    only = LoadedSample(replace(loaded.sample, category=""), loaded.views[:1])
    assert "No category of the model is seen by rgb" in predictor.inspect(only).notes[-1]
    forced = predictor.inspect(only, "disc")
    assert forced.verdict is Verdict.UNKNOWN
    assert "calibrated for rgb + infrared" in forced.notes[-1]


def test_more_sensors_than_slots_are_refused(predictor, samples):
    loaded = chosen(samples, "disc", "good")
    with pytest.raises(SampleReadError, match="has 6 sensors; the model takes at most 4"):
        predictor.inspect(LoadedSample(loaded.sample, loaded.views * 3))


def volume(name: str, depth: int = 12) -> View:
    grid = np.mgrid[-1:1:12j, -1:1:40j, -1:1:36j]
    inside = (np.square(grid).sum(axis=0) < 0.8).astype(np.float32) * 100
    return View(name, inside[:depth], (0, 100), spacing_mm=(2.0, 1.0, 1.0), affine=np.eye(4))


def test_a_volume_is_inspected_slice_by_slice_and_can_be_cancelled(predictor):
    loaded = LoadedSample(Sample("head", {}), (volume("t1"), volume("t2")))
    steps = []
    result = predictor.inspect(loaded, report=steps.append)
    assert result.anomaly_map.shape == (12, 40, 36)
    assert len(result.routing_slices) == len(result.gate_energy) == result.routing.leaders.shape[0]
    assert np.isnan(result.slice_scores).sum() == 12 - len(result.routing_slices)
    assert result.score == np.nanmax(result.slice_scores)
    assert steps[-1].fraction == 1.0
    token = CancelToken()
    with pytest.raises(Cancelled):
        predictor.inspect(loaded, report=lambda _: token.cancel(), token=token)


def test_an_empty_volume_is_refused_in_words(predictor):
    view = replace(volume("t1"), pixels=np.zeros((12, 40, 36), np.float32))
    with pytest.raises(SampleReadError, match="nothing but background"):
        predictor.inspect(LoadedSample(Sample("air", {}), (view,)))


def test_a_saved_result_reads_back_and_serialises(predictor, samples, tmp_path):
    result = replace(predictor.inspect(chosen(samples, "disc", "spot")), routing_alarm=None)
    record = json.loads(json.dumps(api.save_result(result, tmp_path)))
    np.testing.assert_array_equal(np.load(record["map"], allow_pickle=False), result.anomaly_map)
    assert {"sample", "category", "score", "verdict", "threshold", "map", "regions", "routing"} <= set(record)
    assert len(record["routing"]) == 2 * 3 * 3
    assert {"modality", "scale", "kernel", "leaders", "weights"} <= set(record["routing"][0])
    assert 0 <= record["routing"][0]["entropy_bits"] <= 5
    assert 0 <= record["routing"][0]["margin"] <= 1
    assert sum(part["share"] for part in record["split"]) == pytest.approx(1.0, abs=1e-5)
    assert record["routing_alarm"] is None


def test_a_routing_alarm_is_saved_with_its_sentence(predictor, samples, tmp_path):
    alarm = RoutingAlarm("disc", 2.5, "square", 0.8, 0.04)
    result = replace(predictor.inspect(chosen(samples, "disc", "spot")), routing_alarm=alarm)
    saved = json.loads(json.dumps(api.save_result(result, tmp_path)))["routing_alarm"]
    assert saved == {**asdict(alarm), "sentence": alarm.sentence}


def test_evaluation_measures_every_category_and_both_means(predictor, samples):
    rows, problems = evaluate(samples, predictor, ignore_progress, CancelToken())
    assert [row.category for row in rows] == ["disc", "square", "mean_categories", "mean_sets"]
    assert problems == []
    assert rows[0].metrics.count == 6
    assert all(0.0 <= value <= 1.0 for value in (rows[0].metrics.i_auroc, rows[0].metrics.aupro_30))


def test_loading_refuses_an_absent_device_and_a_damaged_calibration(model_file, tmp_path):
    with pytest.raises(DeviceError, match="no device cuda:9"):
        Predictor.load(model_file, "cuda:9")
    with pytest.raises(DeviceError, match="'toaster' is no device"):
        Predictor.load(model_file, "toaster")
    with pytest.raises(CheckpointError, match="missing"):
        Predictor.load(tmp_path / "none.safetensors", "cpu")


class Onlooker:
    """Looks at one slice and keeps the slices that were inspected by each call."""

    def __init__(self, slice_index):
        self.slice_index, self.seen = slice_index, []

    def wanted(self):
        return self.slice_index

    def found(self, partial):
        self.seen.append(set(np.flatnonzero(np.isfinite(partial.slice_scores)).tolist()))


def test_a_volume_is_inspected_outwards_from_the_slice_that_is_looked_at_with_the_same_result(predictor):
    loaded = LoadedSample(Sample("head", {}), (volume("t1"), volume("t2")))
    watcher = Onlooker(7)
    plain, watched = predictor.inspect(loaded), predictor.inspect(loaded, watcher=watcher)
    assert 7 in watcher.seen[0]
    for seen in watcher.seen:  # never a hole: the inspected slices grow around the one that is looked at
        assert seen == set(range(min(seen), max(seen) + 1))
    np.testing.assert_allclose(watched.anomaly_map, plain.anomaly_map, atol=1e-5)
    np.testing.assert_array_equal(watched.routing_slices, plain.routing_slices)
    np.testing.assert_array_equal(watched.routing.leaders, plain.routing.leaders)
    np.testing.assert_allclose(watched.gate_energy, plain.gate_energy, atol=1e-5)


def test_slices_that_do_not_fit_into_memory_together_are_inspected_one_by_one_and_it_is_said(predictor, monkeypatch):
    loaded = LoadedSample(Sample("head", {}), (volume("t1", 6), volume("t2", 6)))
    whole = predictor.inspect(loaded)
    forward = predictor.forward

    def limited(images, counts):
        if len(counts) > 1:
            raise OutOfMemory("cpu is out of memory.")
        return forward(images, counts)

    monkeypatch.setattr(predictor, "forward", limited)
    result = predictor.inspect(loaded)
    np.testing.assert_allclose(result.anomaly_map, whole.anomaly_map, rtol=1e-4, atol=1e-5)
    assert "Memory ran short" in result.notes[-1]
    assert not any("Memory" in note for note in whole.notes)
