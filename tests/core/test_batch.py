"""A batch goes on after a kill, does nothing twice, and no fault stops it."""

import csv
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from core.batch import Batch, station_name
from core.errors import Cancelled, SampleReadError, StorageError
from core.progress import CancelToken
from core.records import LoadedSample, Sample
from core.store.check import verify_database
from core.store.store import open_store
from tests.app.conftest import make_info
from tests.app.fakes import make_loaded, make_result

ROOT = Path(__file__).resolve().parents[2]


def make_samples(folder: Path, count: int) -> list[Sample]:
    found = []
    for number in range(count):
        path = folder / f"part-{number:03d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"pixels {number}".encode())
        found.append(Sample(f"part/{number:03d}", {"rgb": path}, "bracket"))
    return found


def load(sample, token=None):
    if "bad" in sample.sample_id:
        raise SampleReadError("rgb.png is cut short.", hint="Copy it again.")
    if "odd" in sample.sample_id:
        raise RuntimeError("a bug")
    return LoadedSample(sample, make_loaded(("rgb",)).views)


def inspect(loaded, token=None):
    return make_result(loaded)


def run(out: Path, samples, *, resume=False, inspector=inspect, token=None, model=None, at_once=1):
    store = open_store(out / "batch.db", station=station_name())
    try:
        batch = Batch(store, out, model or make_info(), inspector, load, at_once=at_once)
        return batch.run(samples, resume=resume, token=token)
    finally:
        store.close()


def test_a_batch_writes_maps_tables_and_a_summary(tmp_path):
    samples = make_samples(tmp_path / "in", 6)
    summary = run(tmp_path / "out", samples)
    assert (summary.done, summary.before, summary.faults) == (6, 0, ())
    assert summary.verdicts == {"anomaly": 6}
    rows = list(csv.DictReader((tmp_path / "out" / "results.csv").read_text().splitlines()))
    assert [row["sample_id"] for row in rows] == [sample.sample_id for sample in samples]
    assert np.load(tmp_path / "out" / rows[0]["map"]).shape == (64, 64)
    assert json.loads((tmp_path / "out" / "results.json").read_text())[0]["verdict"] == "anomaly"
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["done"] == 6
    details = next((tmp_path / "out" / "details").glob("*.json"))
    assert json.loads(details.read_text())["routing"]


def test_one_bad_file_and_one_bug_do_not_stop_it(tmp_path):
    good = make_samples(tmp_path / "in", 3)
    bad = [Sample("bad", {"rgb": tmp_path / "bad.png"}), Sample("odd", {"rgb": tmp_path / "odd.png"})]
    summary = run(tmp_path / "out", [good[0], *bad, *good[1:]])
    assert summary.done == 3
    assert dict(summary.faults)["bad"] == "rgb.png is cut short. Copy it again."
    assert "Internal error" in dict(summary.faults)["odd"]


def test_parts_are_inspected_side_by_side_and_a_slow_one_holds_up_nobody(tmp_path):
    samples = make_samples(tmp_path / "in", 12)
    bad = Sample("bad", {"rgb": tmp_path / "bad.png"})
    others_done = threading.Event()
    seen = []

    def inspector(loaded, _token):
        name = loaded.sample.sample_id
        if name == samples[0].sample_id:
            assert others_done.wait(20)
        seen.append(name)
        if len(seen) == 11:
            others_done.set()
        return make_result(loaded)

    summary = run(tmp_path / "out", [*samples, bad], inspector=inspector, at_once=3)
    assert (summary.done, [name for name, _ in summary.faults]) == (12, ["bad"])
    assert seen[-1] == samples[0].sample_id
    rows = csv.DictReader((tmp_path / "out" / "results.csv").read_text().splitlines())
    assert [row["verdict"] for row in rows] == ["anomaly"] * 12 + [""]


def test_a_bug_of_the_writer_stops_all_that_is_inspected_side_by_side(tmp_path, monkeypatch):
    samples = make_samples(tmp_path / "in", 9)
    monkeypatch.setattr("core.pictures.png", lambda _pixels: 1 / 0)
    with pytest.raises(StorageError, match="could not be recorded"):
        run(tmp_path / "out", samples, at_once=3)


def test_what_failed_is_tried_again_when_resumed(tmp_path):
    samples = make_samples(tmp_path / "in", 2)
    missing = Sample("late", {"rgb": tmp_path / "late.png"}, "bracket")
    first = run(tmp_path / "out", [*samples, missing])
    assert "late.png cannot be read" in first.faults[0][1]
    (tmp_path / "late.png").write_bytes(b"here now")
    second = run(tmp_path / "out", [*samples, missing], resume=True)
    assert (second.done, second.before, second.faults) == (1, 2, ())


def test_a_folder_with_a_batch_is_not_mixed_with_another(tmp_path):
    samples = make_samples(tmp_path / "in", 1)
    run(tmp_path / "out", samples)
    with pytest.raises(StorageError, match="holds a batch already"):
        run(tmp_path / "out", samples)
    other = make_info("other")
    object.__setattr__(other, "sha256", "1" * 64)
    with pytest.raises(StorageError, match="begun with another model"):
        run(tmp_path / "out", samples, resume=True, model=other)


def test_cancelling_gives_back_what_was_in_hand_and_resuming_finishes(tmp_path):
    samples = make_samples(tmp_path / "in", 8)
    token, seen = CancelToken(), []

    def slow(loaded, _token):
        seen.append(loaded.sample.sample_id)
        if len(seen) == 3:
            token.cancel()
        return make_result(loaded)

    with pytest.raises(Cancelled):
        run(tmp_path / "out", samples, inspector=slow, token=token)
    summary = run(tmp_path / "out", samples, resume=True)
    assert summary.before + summary.done == 8
    assert summary.before == 3


def test_a_full_disk_stops_with_a_sentence_and_keeps_what_was_done(tmp_path, monkeypatch):
    samples = make_samples(tmp_path / "in", 5)
    from core import batch

    written = []

    def write(path, content):
        written.append(path)
        if len(written) > 6:
            raise StorageError("There is no room left.")

    monkeypatch.setattr(batch, "write_atomically", write)
    with pytest.raises(StorageError, match="no room"):
        run(tmp_path / "out", samples)
    monkeypatch.undo()
    assert run(tmp_path / "out", samples, resume=True).before == 2


WORKER = """
import sys, time
from pathlib import Path
from tests.core.test_batch import make_samples, run
from tests.app.fakes import make_result
out = Path(sys.argv[1])
log = (out / 'inspected.txt').open('a')
def inspect(loaded, token):
    log.write(loaded.sample.sample_id + chr(10)); log.flush()
    time.sleep(0.03)
    return make_result(loaded)
run(out / 'out', make_samples(out / 'in', 20), resume=(out / 'out' / 'batch.db').exists(), inspector=inspect,
    at_once=int(sys.argv[2]))
"""


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_killed_batch_goes_on_and_does_nothing_recorded_twice(tmp_path, at_once):
    command = [sys.executable, "-c", WORKER, str(tmp_path), str(at_once)]
    kills = 0
    for _ in range(20):
        worker = subprocess.Popen(command, cwd=ROOT)
        log = tmp_path / "inspected.txt"
        begun = log.read_text().count("\n") if log.exists() else 0
        while worker.poll() is None and (not log.exists() or log.read_text().count("\n") < begun + 4 + 2 * at_once):
            time.sleep(0.01)
        if worker.poll() is not None:
            break
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
    assert worker.returncode == 0
    assert kills >= 2
    store = open_store(tmp_path / "out" / "batch.db")
    assert store.count("done") == 20
    found = verify_database(store.database)
    assert [text.split()[0] for text in found.problems] == ["model"]  # the made-up model has no file
    results = [row for row in store.table() if row["verdict"]]
    store.close()
    assert len(results) == 20
    inspected = (tmp_path / "inspected.txt").read_text().split()
    assert (
        len(inspected) - 20 <= (5 + at_once) * kills
    )  # only what was in hand at a kill: being inspected or waiting to be written


def test_two_stations_share_a_batch(tmp_path):
    samples = make_samples(tmp_path / "in", 24)
    open_store(tmp_path / "shared.db").close()
    summaries = []

    def work(name):
        store = open_store(tmp_path / "shared.db", station=name)
        try:
            summaries.append(Batch(store, tmp_path / name, make_info(), inspect, load).run(samples, resume=True))
        finally:
            store.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("east:1", "west:1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(summary.done for summary in summaries) == 24
