import pytest
import torch

from core import calibration, nearest, normal_file, scoring
from core.calibration import fit_normal_model
from core.scoring import NORMAL_LEVEL, deviations, peaks_beyond_level
from tests.core.test_calibration import item, normals


def textures(parts: int, seed: int = 0) -> torch.Tensor:
    """[N, 1, 6, 4, 4]: every cell is one of two opposite kinds, so that the mean of all is like none."""
    generator = torch.Generator().manual_seed(seed)
    sign = torch.randint(0, 2, (parts, 1, 1, 4, 4), generator=generator) * 2.0 - 1.0
    return sign * torch.arange(1.0, 7.0).view(6, 1, 1) + 0.1 * torch.randn(parts, 1, 6, 4, 4, generator=generator)


def kept(parts: int) -> nearest.NearestNormals:
    return nearest.fit(textures(parts), [f"p{n}" for n in range(parts)], torch.ones(1, parts), 1, peaks_beyond_level)


def test_fresh_cells_lie_as_far_from_the_kept_ones_as_is_usual():
    known = kept(40)
    fresh = known.distances(textures(1, seed=1)[0]) / known.usual[0]
    assert float(fresh.square().mean().sqrt()) == pytest.approx(1.0, abs=0.25)


def test_the_mean_of_two_kinds_is_no_normal():
    known = kept(40)
    assert (known.distances(torch.zeros(1, 6, 4, 4)) > 5.0 * known.usual[0]).all()


def test_what_is_usual_is_not_flattered_by_a_parts_own_cells():
    few = nearest.fit(textures(2), ["a", "b"], torch.ones(1, 2), 1, peaks_beyond_level)
    assert float(few.distances(textures(2)[0]).max()) < 0.2 * float(few.usual)


def test_a_single_part_knows_no_usual_distance_and_the_nearest_normal_never_counts():
    alone = nearest.fit(textures(1), ["a"], torch.ones(1, 1), 1, peaks_beyond_level)
    assert (alone.distances(torch.full((1, 6, 4, 4), 50.0)) / alone.usual[0] == 0).all()


def test_a_gate_is_the_root_of_the_sum_of_squares_of_both_distances(monkeypatch):
    normal = fit_normal_model(normals(12))
    odd = item("odd", torch.Generator().manual_seed(5), spread=2.0)
    both = deviations(odd.prior, odd.restored, normal)
    with monkeypatch.context() as change:
        change.setattr(scoring, "NEAREST_WEIGHTS", (0.0,) * 3)
        first = deviations(odd.prior, odd.restored, normal)
    with monkeypatch.context() as change:
        change.setattr(scoring, "SCALE_WEIGHTS", (0.0,) * 3)
        second = deviations(odd.prior, odd.restored, normal)
    assert all(float(part[1].max()) > 0 for part in (first, second))
    for whole, a, b in zip(both, first, second, strict=True):
        torch.testing.assert_close(whole.square(), a.square() + b.square())


@pytest.mark.parametrize("spread", [0.2, 0.03])
def test_what_a_file_keeps_gives_nearly_the_same_maps_in_much_less_room(monkeypatch, spread):
    generator = torch.Generator().manual_seed(0)
    parts = [item(f"part{n}", generator, spread=spread) for n in range(40)]
    again = fit_normal_model(parts)
    monkeypatch.setattr(calibration, "as_stored", lambda exact: exact)
    normal = fit_normal_model(parts)
    fresh = item("fresh", torch.Generator().manual_seed(7), spread=5 * spread)
    pairs = zip(*(deviations(fresh.prior, fresh.restored, n) for n in (normal, again)), strict=True)
    for exact, stored in pairs:
        torch.testing.assert_close(stored, exact, atol=0.02 * float(exact.max()), rtol=0)
    twice = normal_file.as_stored(again)
    torch.testing.assert_close(twice.offsets[0], again.offsets[0])
    packed = normal_file.pack(normal)
    assert {packed[f"{name}_1"].dtype for name in ("offset", "cell", "direction")} == {torch.int8}
    assert {packed[f"{name}_1"].dtype for name in ("readout", "whitener")} == {torch.float16}


def test_an_older_file_without_kept_cells_is_read():
    normal = fit_normal_model(normals(6))
    old = {key: value for key, value in normal_file.pack(normal).items() if key.startswith(("whitener", "spread"))}
    for scale in range(3):
        old |= {f"offset_{scale}": normal.offsets[scale].half(), f"readout_{scale}": normal.readouts[scale].half()}
    again = normal_file.unpack(old)
    torch.testing.assert_close(again.offsets[1], normal.offsets[1], atol=1e-2, rtol=1e-3)
    assert again.nearest == (None, None, None)


def test_the_peaks_of_unseen_normals_count_about_one_in_either_distance(monkeypatch):
    normal = fit_normal_model(normals(200))
    fresh = normals(20, seed=1)
    for first, second in ((1.0, 0.0), (0.0, 1.0)):
        monkeypatch.setattr(scoring, "SCALE_WEIGHTS", (first,) * 3)
        monkeypatch.setattr(scoring, "NEAREST_WEIGHTS", (second,) * 3)
        own = [deviations(n.prior, n.restored, normal) for n in fresh]
        for scale in range(3) if first else (1, 2):
            peaks = torch.stack([maps[scale].flatten(1).amax(dim=1) for maps in own])
            assert float(peaks.mean()) == pytest.approx(1.0, abs=0.3)


def test_peaks_are_those_of_the_largest_cells():
    distances = torch.full((3, 2, 512), NORMAL_LEVEL)
    distances[:, 1, :2] = NORMAL_LEVEL + 3.0
    assert peaks_beyond_level(distances).flatten().tolist() == pytest.approx([scoring.LEAST_PEAK, 3.0])
