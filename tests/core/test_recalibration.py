"""Calibrating a real (tiny) model on real files."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core import cards, lineage
from core.api import load_inspector
from core.bundle import Bundle
from core.data.index import index_paths
from core.errors import CheckpointError
from core.fingerprint import file_sha256, scorers, weights_sha256
from core.model import checkpoint
from core.progress import CancelToken
from core.recalibration import Wish, choose, recalibrate
from core.thresholds import Demand, ThresholdError


@pytest.fixture(scope="module")
def parts(data_set):
    samples = [s for s in index_paths([data_set], CancelToken()).samples if s.category == "disc"]
    return [s for s in samples if not s.is_anomalous], [s for s in samples if s.is_anomalous]


@pytest.fixture(scope="module")
def recalibrated(model_file, parts, tmp_path_factory):
    out = tmp_path_factory.mktemp("calibrated") / "new.safetensors"
    good, bad = parts
    return recalibrate(model_file, "disc", [*good, good[0]], bad, Wish(rate=0.1), out, made_by="ann"), out


def test_new_thresholds_travel_with_the_model_and_its_weights_stay(recalibrated, model_file, parts):
    found, out = recalibrated
    assert weights_sha256(out) == weights_sha256(model_file)
    inspector = load_inspector(out, "cpu")
    calibration = inspector.calibrations["disc"]
    assert np.array_equal(calibration.normal_scores, found.normal_scores)
    assert len(calibration.normal_scores) == len(parts[0])
    assert calibration.anomaly_threshold == found.card.anomaly_threshold
    old = load_inspector(model_file, "cpu").calibrations["square"]
    assert inspector.calibrations["square"].anomaly_threshold == old.anomaly_threshold


def test_scores_can_be_compared_after_calibrating_but_not_after_learning_a_category_anew(
    recalibrated, model_file, tmp_path
):
    _, out = recalibrated
    before = scorers(model_file)
    assert set(before) == {"", "disc", "square"}
    assert len(set(before.values())) == 3
    assert before[""] == weights_sha256(model_file)
    assert scorers(out) == before == load_inspector(out, "cpu").info.scorers
    _, network, metadata, extra = checkpoint.load(model_file)
    taught = tmp_path / "taught.safetensors"
    extra["calibration/disc/spread_0"] = extra["calibration/disc/spread_0"] * 2
    checkpoint.save(taught, network, metadata, extra)
    after = scorers(taught)
    assert after["disc"] != before["disc"]
    assert (after[""], after["square"]) == (before[""], before["square"])


def test_files_with_the_same_scores_are_known_from_the_steps_between(recalibrated, model_file):
    _, out = recalibrated
    assert lineage.same_scores(lineage.header(out)[0]) == [file_sha256(model_file)]
    assert lineage.same_scores(lineage.header(model_file)[0]) == []
    steps = [lineage.entry("taught", model_file, {}, {}), lineage.entry("ruled", out, {}, {})]
    assert lineage.same_scores({lineage.KEY: json.dumps(steps)}) == [file_sha256(out)]


def test_an_older_model_gets_normal_patches_from_the_good_parts(model_file, parts, tmp_path):
    _, network, metadata, extra = checkpoint.load(model_file)
    metadata.pop("patches")
    old, new = tmp_path / "old.safetensors", tmp_path / "new.safetensors"
    checkpoint.save(old, network, metadata, {n: t for n, t in extra.items() if not n.startswith("patches/")})
    recalibrate(old, "disc", parts[0], [], Wish(rate=0.2), new)
    kept = checkpoint.load(new)
    assert set(Bundle.unpack(kept.metadata, kept.extra).patches) == {"disc"}


def test_a_copy_of_a_part_is_counted_once(recalibrated):
    found, _ = recalibrated
    assert [problem.message for problem in found.problems if "copy of another" in problem.message]


def test_the_card_says_who_when_on_what_and_for_which_model(recalibrated, model_file, parts):
    found, out = recalibrated
    card = cards.cards_of(out)["disc"]
    assert card == found.card
    assert (card.made_by, card.normals, card.defects) == ("ann", len(parts[0]), len(parts[1]))
    assert len(card.samples) == len(parts[0]) + len(parts[1])
    assert card.model_sha256 == weights_sha256(model_file)
    assert card.interval[0] < card.promised_rate < card.interval[1]
    assert card.pixel_threshold > 0
    assert cards.cards_of(model_file) == {}


def test_cards_are_checked_against_weights_scores_and_thresholds(recalibrated):
    _, out = recalibrated
    calibrations = dict(load_inspector(out, "cpu").calibrations)
    assert cards.problems(out, calibrations) == ()
    disc = calibrations["disc"]
    moved = {**calibrations, "disc": replace(disc, anomaly_threshold=disc.anomaly_threshold * 2)}
    assert "changed after" in cards.problems(out, moved)[0]
    other = {**calibrations, "disc": replace(disc, normal_scores=disc.normal_scores[1:])}
    assert "not those its threshold was set on" in cards.problems(out, other)[0]
    assert "does not know" in cards.problems(out, {})[0]


def test_a_card_of_other_weights_is_named(recalibrated, tmp_path):
    found, out = recalibrated
    foreign = replace(found.card, model_sha256="0" * 64)
    content = out.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header["__metadata__"][cards.KEY] = cards.packed({"disc": foreign})
    text = json.dumps(header).encode()
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])
    calibrations = dict(load_inspector(out, "cpu").calibrations)
    assert "another model" in cards.problems(copy, calibrations)[0]


def test_a_damaged_card_gives_a_sentence(tmp_path):
    path = tmp_path / "m.safetensors"
    path.write_bytes(b"\x05")
    with pytest.raises(CheckpointError, match=r"cards of m\.safetensors cannot be read"):
        cards.cards_of(path)


def test_too_few_parts_and_unknown_categories_are_refused(model_file, parts, tmp_path):
    with pytest.raises(ThresholdError, match=r"1 % needs at least 99 good parts, you have 13"):
        recalibrate(model_file, "disc", parts[0], [], Wish(rate=0.01), tmp_path / "m.safetensors")
    with pytest.raises(ThresholdError, match="does not know the category ring"):
        recalibrate(model_file, "ring", parts[0], [], Wish(rate=0.1), tmp_path / "m.safetensors")
    assert not (tmp_path / "m.safetensors").exists()


def test_every_way_of_choosing_gives_thresholds_in_order():
    random = np.random.default_rng(0)
    normals, defects = random.normal(1, 0.2, 200), random.normal(2, 0.3, 30)
    demand = Demand(parts_per_hour=100, minutes_per_part=5)
    for wish in (
        Wish(rate=0.02),
        Wish(rate=0.05, certainty=0.9),
        Wish(demand=demand),
        Wish(best_f1=True),
        Wish(threshold=1.5),
    ):
        choice = choose(normals, defects, wish)
        assert choice.review <= choice.anomaly
        assert choice.promise.normals == 200
    with pytest.raises(ThresholdError, match="Choose one way"):
        Wish(rate=0.1, best_f1=True)
