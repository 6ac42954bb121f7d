"""Marks: a false alarm becomes normal at its place and nowhere else; a missed spot is found; nothing can be blinded."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core import marks
from core.bundle import Bundle
from core.data.load import load
from core.library_records import MarkKind, MarkPlace
from core.lineage import KEY, entries
from core.marking import MarkError, accept, marked_predictor, place_mask, propose
from core.model import checkpoint
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from tests.core.conftest import picture

CHANNELS = (40, 112, 320)


def whitened(seed: int = 0) -> list[torch.Tensor]:
    draw = torch.Generator().manual_seed(seed)
    return [torch.randn(2, c, side, side, generator=draw) for c, side in zip(CHANNELS, (8, 4, 2), strict=True)]


def test_a_false_alarm_is_calmed_at_its_place_only():
    white = whitened()
    mask = torch.zeros(64, 64, dtype=torch.bool)
    mask[:16, :16] = True
    strong = white[0].clone()
    strong[:, :, :2, :2] += 20 * torch.nn.functional.normalize(torch.ones(1, 40, 1, 1), dim=1)
    mark = marks.learn([strong, *white[1:]], mask, 0.0, False, 0.0, {})
    calmed = marks.applied(strong, 0, [mark], 0.0)
    assert calmed[:, :, :2, :2].square().sum() < 0.1 * strong[:, :, :2, :2].square().sum()
    assert torch.equal(calmed[:, :, 2:], strong[:, :, 2:])


def test_another_deviation_at_the_place_still_counts():
    mask = torch.ones(64, 64, dtype=torch.bool)
    mark = marks.learn(whitened(), mask, 0.0, False, 0.0, {})
    other = whitened(1)[0]
    left = marks.applied(other, 0, [mark], 0.0)
    assert float((left.square().mean() / other.square().mean()).sqrt()) == pytest.approx(mark.sensitivity, abs=0.03)
    assert mark.sensitivity >= (1 - marks.DIRECTIONS / min(CHANNELS)) ** 0.5 - 1e-6


def test_a_mark_in_a_volume_reaches_only_slices_nearby():
    mask = torch.ones(64, 64, dtype=torch.bool)
    white = whitened()
    mark = marks.learn(white, mask, 0.5, True, 0.0, {})
    assert torch.equal(marks.applied(white[0], 0, [mark], 0.8), white[0])
    assert not torch.equal(marks.applied(white[0], 0, [mark], 0.55), white[0])


@pytest.fixture(scope="module")
def inspected(model_file, tmp_path_factory):
    """A disc with a spot, and what the model says of it."""
    import cv2

    folder = tmp_path_factory.mktemp("spot")
    colour, infrared, _ = picture("disc", 5, True)
    cv2.imwrite(str(folder / "rgb.png"), colour)
    cv2.imwrite(str(folder / "infrared.png"), infrared)
    sample = Sample("spot", {"rgb": folder / "rgb.png", "infrared": folder / "infrared.png"}, "disc")
    predictor = Predictor.load(model_file, "cpu")
    loaded = load(sample, ignore_progress, CancelToken())
    return predictor, loaded, predictor.inspect(loaded, "disc")


def test_marking_a_false_alarm_lowers_its_place_and_travels_in_the_model(inspected, model_file, tmp_path):
    predictor, loaded, result = inspected
    y, x = np.unravel_index(int(result.anomaly_map.argmax()), result.anomaly_map.shape)
    mask = place_mask(result, MarkPlace(int(x), int(y), 0, 6))
    proposal = propose(predictor, loaded, result, mask, 0, MarkKind.FALSE_ALARM, "glue mark", "ann")
    assert proposal.peak[1] < proposal.peak[0]
    assert proposal.score[1] < result.score
    assert 0.9 < proposal.sensitivity < 1.0
    assert "% still counts" in proposal.sentence
    assert predictor.inspect(loaded, "disc").score == result.score  # nothing is changed yet
    out = accept(model_file, proposal, tmp_path / "marked.safetensors", CancelToken())
    again = Predictor.load(out, "cpu").inspect(loaded, "disc")
    assert again.score == pytest.approx(proposal.score[1], rel=1e-3)
    kept = checkpoint.load(out)
    step = entries(kept.metadata)[-1]
    assert (step["action"], step["reason"], step["category"]) == ("marked", "glue mark", "disc")
    (mark,) = Bundle.unpack(kept.metadata, kept.extra).fitted["disc"].normal.marks
    assert mark.facts["made_by"] == "ann"
    assert KEY in kept.metadata


def test_a_missed_spot_is_lifted_above_the_threshold(inspected):
    predictor, loaded, result = inspected
    fitted = predictor.bundle.fitted["disc"]
    peak = float(result.anomaly_map[20:44, 20:44].max())
    raised = replace(fitted, calibration=replace(fitted.calibration, anomaly_threshold=1.2 * peak))
    blind = marked_predictor(predictor, _proposal_of(predictor, loaded, result))  # a copy that shares the weights
    blind.bundle = replace(predictor.bundle, fitted={**predictor.bundle.fitted, "disc": raised})
    mask = np.zeros(result.anomaly_map.shape, bool)
    mask[24:42, 24:42] = True
    proposal = propose(blind, loaded, result, mask, 0, MarkKind.MISSED, "crack", "ann")
    assert proposal.gain > 1
    assert proposal.peak[1] >= 1.2 * peak


def _proposal_of(predictor, loaded, result):
    mask = place_mask(result, MarkPlace(32, 32, 0, 4))
    return propose(predictor, loaded, result, mask, 0, MarkKind.FALSE_ALARM, "x", "ann")


@pytest.mark.parametrize(
    ("size", "reason", "words"),
    [(64, "all of it", "covers"), (6, " ", "needs a reason"), (0, "nothing", "covers nothing")],
)
def test_what_would_blind_the_category_or_explains_nothing_is_refused(inspected, size, reason, words):
    predictor, loaded, result = inspected
    mask = np.zeros(result.anomaly_map.shape, bool)
    mask[:size, :size] = True
    with pytest.raises(MarkError, match=words):
        propose(predictor, loaded, result, mask, 0, MarkKind.FALSE_ALARM, reason, "ann")


def test_a_place_takes_only_so_many_marks(inspected):
    predictor, loaded, result = inspected
    for _ in range(3):
        predictor = marked_predictor(predictor, _proposal_of(predictor, loaded, result))
    with pytest.raises(MarkError, match="carries 3 marks"):
        _proposal_of(predictor, loaded, result)
