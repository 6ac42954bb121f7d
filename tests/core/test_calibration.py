import numpy as np
import pytest
import torch

from core import recognition
from core.calibration import NormalItem, conformal_quantile, fit, gate_statistics
from core.records import Verdict


def normals(count: int, seed: int = 0, slices: int = 1) -> list[NormalItem]:
    generator = torch.Generator().manual_seed(seed)
    return [
        NormalItem(
            f"part{part}",
            f"part{part}",
            tuple(0.1 + 0.02 * torch.randn(2, s, s, generator=generator) for s in (8, 4, 2)),
        )
        for part in range(count)
        for _ in range(slices)
    ]


@pytest.mark.parametrize(("count", "rate", "promised"), [(24, 0.05, 0.05), (9, 0.05, 0.1), (99, 0.01, 0.01)])
def test_a_threshold_promises_no_more_than_the_number_of_normals_allows(count, rate, promised):
    threshold, real = conformal_quantile(np.arange(count, dtype=np.float32), rate)
    assert real == pytest.approx(promised)
    assert threshold > np.arange(count)[int(np.ceil((count + 1) * (1 - promised))) - 1]


def test_fresh_normals_exceed_the_threshold_about_as_rarely_as_promised():
    random = np.random.default_rng(0)
    exceeding = []
    for _ in range(400):
        threshold, rate = conformal_quantile(np.sort(random.normal(size=39)).astype(np.float32), 0.05)
        exceeding.append((random.normal(size=200) >= threshold).mean())
    assert np.mean(exceeding) == pytest.approx(rate, abs=0.01)


def test_statistics_of_few_normals_stay_close_to_those_of_the_whole_gate():
    few, many = gate_statistics(normals(2)), gate_statistics(normals(200))
    assert few.means[0].std() < many.means[0].std() * 5
    torch.testing.assert_close(many.means[0], torch.full((1, 2, 8, 8), 0.1), atol=0.01, rtol=0)
    assert (few.spreads[0] > 0).all()


def test_a_calibration_calls_its_normals_normal_and_a_large_distance_an_anomaly():
    fitted = fit("part", ("rgb", "depth"), normals(20), (32, 32))
    calibration = fitted.calibration
    assert len(calibration.normal_scores) == 20
    assert calibration.review_threshold <= calibration.anomaly_threshold
    assert calibration.verdict(float(calibration.normal_scores[0])) is Verdict.NORMAL
    assert calibration.verdict(float(calibration.normal_scores[-1]) * 2) is Verdict.ANOMALY
    assert (np.diff(calibration.pixel_values) >= 0).all()
    assert calibration.pixel_percentile(np.float32([1e9]))[0] == 100


def test_every_level_of_a_volume_has_its_own_statistics():
    items = [
        NormalItem(f"p{patient}", f"p{patient}", (torch.full((1, 4, 4), position),) * 3, position)
        for patient in range(6)
        for position in torch.linspace(0, 1, 15).tolist()
    ]
    statistics = gate_statistics(items)
    for position in (0.0, 0.37, 1.0):
        level = torch.lerp(torch.tensor(0.0), torch.tensor(1.0), position)
        place = position * 7
        mean = torch.lerp(statistics.means[0][int(place)], statistics.means[0][min(int(place) + 1, 7)], place % 1)
        torch.testing.assert_close(mean, torch.full((1, 4, 4), float(level)), atol=0.05, rtol=0)


def test_the_slices_of_one_patient_share_one_score():
    assert len(fit("organ", ("t1", "t2"), normals(6, slices=5), (32, 32)).calibration.normal_scores) == 6


def test_a_part_is_recognised_and_a_stranger_is_not():
    generator = torch.Generator().manual_seed(0)
    centres = {"bolt": torch.zeros(12), "nut": torch.full((12,), 3.0)}
    spread = torch.ones(12)
    draw = {
        name: [centre + 0.2 * torch.randn(12, generator=generator) for _ in range(30)]
        for name, centre in centres.items()
    }
    references = {
        name: recognition.fit(("rgb",), torch.stack(rows[:20]), torch.stack(rows[20:]), spread)
        for name, rows in draw.items()
    }
    assert recognition.recognise(references, ("rgb",), centres["nut"])[0] == "nut"
    assert recognition.recognise(references, ("rgb",), torch.full((12,), -4.0))[0] == ""
    assert recognition.recognise(references, ("depth",), centres["nut"]) == ("", {})
