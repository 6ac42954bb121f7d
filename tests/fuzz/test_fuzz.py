"""The short run: some damaged files of every format. The long one is `python -m tests.fuzz`."""

import pytest

from tests.fuzz.driver import Worker, run
from tests.fuzz.seeds import FORMATS, all_seeds

FILES = 16  # of every format; the damage of file n is always the same


@pytest.fixture(scope="module")
def worker():
    worker = Worker()
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def seeds():
    return all_seeds()


def test_every_format_has_a_seed_or_needs_a_fixture(seeds):
    assert {seed.format for seed in seeds} | {"dicom enhanced", "dicom JPEG"} == set(FORMATS)


def test_every_seed_is_read(worker, seeds, tmp_path):
    for number, seed in enumerate(seeds):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, data in seed.files.items():
            (folder / name).write_bytes(data)
        answer = worker.open(folder / seed.opened, 30)
        assert answer["outcome"] == ("read" if seed.is_complete else "refused"), (seed.format, seed.damaged, answer)


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_files_are_read_or_refused_in_one_sentence(worker, seeds, tmp_path, name):
    of_format = [seed for seed in seeds if seed.format == name]
    if not of_format:
        pytest.skip("the fixture beside the project (../shared) is absent")
    tally = run(worker, of_format, FILES, tmp_path)
    assert not tally.failures, "\n".join(tally.failures)
