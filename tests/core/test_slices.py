"""In which order the slices of a volume are read, and that reading ahead changes nothing of it."""

import numpy as np
import pytest

from core import slices
from core.slices import read_ahead


class Prepared:
    def __init__(self, count):
        self.slices = np.arange(10, 10 + count)
        self.read = []

    def tensors(self, index):
        self.read.append(index)
        return f"images {index}", f"measured {index}"


class Watcher:
    def wanted(self):
        return 14


@pytest.mark.parametrize("is_ahead", [False, True])
def test_every_slice_comes_once_in_order_with_its_own_input(is_ahead):
    prepared = Prepared(7)
    given = list(read_ahead(prepared, None, 3, is_ahead=is_ahead))
    assert [batch.tolist() for batch, _ in given] == [[10, 11, 12], [13, 14, 15], [16]]
    for batch, inputs in given:
        assert [inputs[index].images for index in batch.tolist()] == [f"images {index}" for index in batch]
    assert sorted(prepared.read) == list(range(10, 17))


def test_the_slice_that_is_looked_at_comes_first():
    given = [batch.tolist() for batch, _ in read_ahead(Prepared(7), Watcher(), 3, is_ahead=False)]
    assert set(given[0]) == {13, 14, 15}
    assert sorted(index for batch in given for index in batch) == list(range(10, 17))


def test_a_slice_that_cannot_be_prepared_is_raised_where_it_is_needed(monkeypatch):
    def prepare(_prepared, index):
        if index == 13:
            raise ValueError("slice 13")
        return index

    monkeypatch.setattr(slices, "prepare_slice", prepare)
    reads = read_ahead(Prepared(7), None, 3, is_ahead=True)
    assert list(next(reads)[1]) == [10, 11, 12]
    with pytest.raises(ValueError, match="slice 13"):
        next(reads)
