"""The paper preset computes what the published system computes: same numbers from the same made-up release.

Imported and run as `tests/parity/check.py` does; largest difference allowed: 1e-5 of an array's largest value, and no
difference at all in the leaders that are chosen.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.model.moe import use_published_order
from tests.core.model.made_up_release import SHARED, images, read_extract, read_shared, thinned
from tests.parity import check

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Our arrays as the program computes them, and in the published order."""
    threads = torch.get_num_threads()
    torch.set_num_threads(check.THREADS)
    model, backbone = check.imported("unimmad/", read_extract(), tmp_path_factory.mktemp("release"))
    program = check.computed(model, backbone, images())
    use_published_order(model)
    published = check.computed(model, backbone, images())
    torch.set_num_threads(threads)
    return program, published


def outputs(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: values for name, values in arrays.items() if not name.startswith("override/")}


def test_the_paper_preset_equals_the_stored_extract_of_expected_numbers(ours):
    expected = outputs(read_extract().arrays)
    published = {name: thinned(name, values) for name, values in ours[1].items()}
    assert set(expected) == set(published)
    assert check.differing_gates(published, expected) == []
    assert {name: error for name, error in check.errors(published, expected).items() if error > check.LIMIT} == {}


def test_the_programs_own_order_chooses_the_same_leaders_and_gives_the_same_maps(ours):
    expected = outputs(read_extract().arrays)
    program = {name: thinned(name, values) for name, values in ours[0].items()}
    assert check.differing_gates(program, expected) == []
    for name, error in check.errors(program, expected).items():
        # Sharp made-up gates: merely another order of summing moves their weights in the fifth digit.
        assert error <= (1e-4 if name.startswith("gate_w") else check.LIMIT), name


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the full expected numbers (../shared/parity) are not here")
def test_the_paper_preset_equals_all_expected_numbers(ours):
    expected = outputs(read_shared().arrays)
    assert set(expected) == set(ours[1])
    assert check.differing_gates(ours[1], expected) == []
    assert max(check.errors(ours[1], expected).values()) <= check.LIMIT
