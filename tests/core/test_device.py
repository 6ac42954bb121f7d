"""Devices that are not there, and memory that does not suffice."""

from dataclasses import dataclass

import pytest
import torch

from core.device import choose_device, in_halves, memory_guard, share_cores, tensors_to, use_own_cores
from core.errors import DeviceError, OutOfMemory


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
@pytest.mark.parametrize("name", ["cuda", "cuda:0"])
def test_cuda_where_there_is_none_is_one_sentence_with_a_way_out(name):
    with pytest.raises(DeviceError, match=f"There is no device {name} here") as caught:
        choose_device(name)
    assert caught.value.hint == "Use --device cpu."


@pytest.mark.parametrize("name", ["cuda:99", "meta", "xpu", "toaster", ""])
def test_what_is_no_device_here_is_refused(name):
    with pytest.raises(DeviceError):
        choose_device(name)


def test_auto_and_cpu_are_always_there():
    assert choose_device("cpu").type == "cpu"
    assert choose_device("auto").type in ("cpu", "cuda")


def limited(limit: int, sizes: list[int]):
    """Work that fits `limit` items at once."""

    def run(batch):
        sizes.append(len(batch))
        with memory_guard(torch.device("cpu")):
            if len(batch) > limit:
                raise torch.OutOfMemoryError("out of memory")
        return [item * 10 for item in batch]

    return run


def test_out_of_memory_is_tried_again_with_half_the_batch_and_said():
    sizes, told = [], []
    assert in_halves(limited(2, sizes), range(7), told.append) == [item * 10 for item in range(7)]
    assert sizes == [7, 4, 2, 2, 3, 2, 1]
    assert told == [4, 2, 2]


def test_one_item_that_does_not_fit_is_one_sentence():
    with pytest.raises(OutOfMemory, match="cpu is out of memory"):
        in_halves(limited(0, []), [1, 2], lambda _: None)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")])
def test_every_form_of_out_of_memory_is_recognised(error):
    with pytest.raises(OutOfMemory), memory_guard(torch.device("cpu")):
        raise error


@pytest.mark.parametrize(("quota", "expected"), [("150000 100000", 2), ("max 100000", None), ("50000 100000", 1)])
def test_a_containers_share_of_the_cores_limits_the_threads(tmp_path, monkeypatch, quota, expected):
    asked = []
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(64)), raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 64)
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    (tmp_path / "cpu.max").write_text(quota)
    use_own_cores(tmp_path / "cpu.max")
    assert asked == ([expected] if expected else [])
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    asked.clear()
    use_own_cores(tmp_path / "cpu.max")
    assert asked == []


@pytest.mark.parametrize(("cores", "parts", "threads"), [(1, 1, 1), (2, 2, 1), (5, 4, 1), (7, 4, 2), (64, 4, 16)])
def test_the_cores_are_shared_among_parts_that_are_inspected_side_by_side(monkeypatch, cores, parts, threads):
    asked = []
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: cores)
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    assert (share_cores("cpu"), asked) == (parts, [threads])
    assert share_cores("cuda:0") == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert (share_cores("cpu"), asked) == (1, [threads])


def test_a_record_goes_to_a_device_with_all_the_tensors_in_it():
    @dataclass(frozen=True)
    class Inner:
        cells: torch.Tensor
        name: str

    @dataclass(frozen=True)
    class Record:
        offsets: tuple[torch.Tensor, ...]
        nearest: tuple[Inner | None, ...]

    moved = tensors_to(Record((torch.ones(2),), (None, Inner(torch.ones(3), "a"))), torch.device("meta"))
    assert moved.offsets[0].is_meta
    assert moved.nearest[1].cells.is_meta
    assert (moved.nearest[0], moved.nearest[1].name) == (None, "a")
