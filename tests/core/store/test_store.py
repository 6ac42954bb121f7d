"""What is recorded, what the queue then shows, and that two stations never meet."""

import threading

import numpy as np
import pytest
from sqlalchemy import text

from core.errors import StorageError, UserFacingError
from core.store.bodies import DecisionError
from core.store.check import verify_database
from core.verdicts import Opinion, ThresholdCard
from tests.core.store.conftest import decision_on, make_sample, result_of


def card(**fields) -> ThresholdCard:
    known = {
        "category": "bracket",
        "method": "false-alarm rate",
        "anomaly_threshold": 0.4,
        "review_threshold": 0.3,
        "made_by": "ann",
        "made_at": "2026-01-01T00:00:00+00:00",
        "model_name": "m",
        "model_sha256": "0" * 64,
        "samples": {"a": "1" * 64},
        "normals": 99,
        "interval": (0.001, 0.03),
        "notes": ("first",),
    }
    return ThresholdCard(**(known | fields))


def test_a_sample_comes_back_from_the_queue_as_it_went_in(any_store, tmp_path):
    sample = make_sample(
        set_name="demo",
        split="test",
        is_anomalous=True,
        defect="dent",
        mask_file=tmp_path / "m.png",
        is_registered=False,
    )
    assert any_store.add_parts([sample]) == 1
    assert any_store.add_parts([sample]) == 0
    claim = any_store.claim_inspection()
    assert claim is not None
    assert claim.sample == sample
    assert list(claim.sample.files) == ["rgb", "depth"]  # the model's slot order


def test_a_result_finishes_its_part_and_the_queue_shows_it(any_store):
    sample = make_sample()
    any_store.add_parts([sample])
    any_store.claim_inspection()
    any_store.put_result(sample, result_of(0.7, "anomaly"))
    row = any_store.row(sample)
    assert (row.state, row.score, row.verdict, row.first) == ("done", 0.7, "anomaly", "")
    assert any_store.claim_inspection() is None
    assert any_store.latest_result(sample)["score"] == 0.7


def test_a_new_result_takes_the_place_of_the_old_one_which_stays_in_the_record(store):
    sample = make_sample()
    store.put_result(sample, result_of(0.7, "anomaly"))
    store.put_result(sample, result_of(0.2, "normal"))
    assert store.row(sample).score == 0.2
    assert store.head()[0] == 2


def test_columns_tell_whose_scores_can_be_compared(any_store):
    def model(**names):
        return {"name": "m", "path": "m", "sha256": "file", **names}

    for number, facts in enumerate((model(scorer="net"), model(scorer="other"), model(scorer=""), model(), {})):
        any_store.put_result(make_sample(f"bracket/{number}"), result_of(0.1 * number, model=facts))
    any_store.add_parts([make_sample("bracket/new")])
    assert any_store.columns("bracket").comparable.all()
    assert any_store.columns("bracket", {"net"}).comparable.tolist() == [True, False, False, False, False, False]
    columns = any_store.columns("bracket", {"net", "file"})
    assert columns.comparable.tolist() == [True, False, True, True, False, False]
    assert np.array_equal(columns.scores, [0.0, 0.1, 0.2, 0.30000000000000004, 0.4, np.nan], equal_nan=True)
    assert columns.labels.tolist() == [-1] * 6
    assert columns.undecided.all()
    assert len(any_store.columns("ring", {"net"}).numbers) == 0


def test_an_undone_decision_stays_in_the_record_and_the_one_before_is_in_force(any_store):
    sample = make_sample()
    any_store.put_result(sample, result_of())
    any_store.decide([decision_on(sample, Opinion.UNSURE)])
    (second,) = any_store.decide([decision_on(sample, Opinion.REJECT, reason="shape", comment="bent", seconds=4.5)])
    assert (any_store.row(sample).first, any_store.row(sample).reason) == ("reject", "shape")
    any_store.undo(second, "bob")
    assert any_store.row(sample).first == "unsure"
    kept = any_store.decisions_of(sample)
    assert [(item.decision.opinion, item.is_undone, item.undoes) for item in kept] == [
        (Opinion.UNSURE, False, None),
        (Opinion.REJECT, True, None),
        (Opinion.REJECT, False, second),
    ]
    assert kept[1].decision.comment == "bent"
    assert kept[2].decision.reader == "bob"
    with pytest.raises(DecisionError, match="undone already"):
        any_store.undo(second, "bob")
    assert verify_database(any_store.database, checks_files=False).is_intact


def test_the_second_reader_is_someone_else(any_store):
    sample = make_sample()
    any_store.put_result(sample, result_of())
    with pytest.raises(DecisionError, match="no first opinion"):
        any_store.decide([decision_on(sample, reader="bob", reading=2)])
    any_store.decide([decision_on(sample, reader="ann")])
    with pytest.raises(DecisionError, match="ann gave the first opinion"):
        any_store.decide([decision_on(sample, reader="ann", reading=2)])
    any_store.decide([decision_on(sample, Opinion.ACCEPT, reader="bob", reading=2)])
    assert (any_store.row(sample).first, any_store.row(sample).second) == ("reject", "accept")


def test_bulk_decisions_are_recorded_all_or_none(any_store):
    known, unknown = make_sample("a"), make_sample("b")
    any_store.put_result(known, result_of())
    with pytest.raises(DecisionError):
        any_store.decide([decision_on(known), decision_on(unknown)])
    assert any_store.row(known).first == ""
    assert any_store.head()[0] == 1


def test_a_threshold_card_is_kept_whole(any_store):
    any_store.keep_threshold(card())
    any_store.keep_threshold(card(anomaly_threshold=0.5))
    newest, first = any_store.threshold_cards("bracket")
    assert newest.anomaly_threshold == 0.5
    assert first == card()
    assert first.sha256 == card().sha256
    assert any_store.threshold_cards("other") == []


def test_the_database_refuses_to_change_its_record(any_store):
    sample = make_sample()
    any_store.put_result(sample, result_of())
    any_store.decide([decision_on(sample)])
    any_store.keep_threshold(card())
    for table in ("results", "decisions", "thresholds", "audit"):
        for command in (f"UPDATE {table} SET body = '{{}}'", f"DELETE FROM {table}"):
            with pytest.raises(StorageError, match="refused"), any_store.database.claiming() as connection:
                connection.execute(text(command))
    row = "(9, 'now', 'me', 'here', 'note', '{}', 'x', 'y')"
    with pytest.raises(StorageError, match="refused"), any_store.database.claiming() as connection:
        connection.execute(text(f"INSERT INTO audit VALUES {row}"))
    assert verify_database(any_store.database, checks_files=False).is_intact


def test_replacing_a_record_is_refused_too(store):
    store.put_result(make_sample(), result_of())
    row = "(1, 'now', 'me', 'here', 'note', '{}', 'x', 'y')"
    with pytest.raises(StorageError, match="refused"), store.database.claiming() as connection:
        connection.execute(text(f"INSERT OR REPLACE INTO audit VALUES {row}"))


def test_postgresql_refuses_to_empty_a_table(postgres_url, open_stores):
    store = open_stores(postgres_url)
    with pytest.raises(StorageError, match="refused"), store.database.claiming() as connection:
        connection.execute(text("TRUNCATE audit"))


def test_stations_never_take_the_same_part(any_url, open_stores):
    stores = [open_stores(any_url, station=f"bench-{number}") for number in range(4)]
    stores[0].add_parts([make_sample(f"part/{number}") for number in range(60)])
    taken: list[tuple[str, int]] = []
    faults: list[UserFacingError] = []

    def work(store):
        try:
            while (claim := store.claim_inspection()) is not None:
                taken.append((store.station, claim.number))
                store.put_result(claim.sample, result_of())
        except UserFacingError as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(number for _, number in taken) == list(range(1, 61))
    assert verify_database(stores[0].database, checks_files=False).records == 60


def test_a_claim_ends_with_its_lease_or_when_given_back(any_url, open_stores):
    first, second = open_stores(any_url, station="a"), open_stores(any_url, station="b")
    first.add_parts([make_sample()])
    claim = first.claim_inspection()
    assert second.claim_inspection() is None
    first.release(claim)
    assert second.claim_inspection(lease_s=-1.0) is not None  # died at once
    assert first.claim_inspection() is not None


def test_no_two_stations_read_the_same_part(any_url, open_stores):
    first, second = open_stores(any_url, station="a"), open_stores(any_url, station="b")
    sample = make_sample()
    first.add_parts([sample])
    assert first.take_to_read(sample, 1, "ann") == ""  # not inspected yet: nobody's
    assert second.take_to_read(sample, 1, "bob") == ""
    first.put_result(sample, result_of())
    assert first.take_to_read(sample, 1, "ann") == ""
    assert first.take_to_read(sample, 1, "ann") == ""  # kept
    assert second.take_to_read(sample, 1, "bob") == "a"
    assert second.take_to_read(sample, 2, "bob") == ""  # waits for no second reader yet
    second.stop_reading(sample)  # not its own: nothing happens
    assert second.take_to_read(sample, 1, "bob") == "a"
    first.stop_reading(sample)
    assert second.take_to_read(sample, 1, "bob", lease_s=-1.0) == ""  # died at once
    assert first.take_to_read(sample, 1, "ann") == ""


def test_a_second_reader_waits_for_the_first_only(any_url, open_stores):
    first, second = open_stores(any_url, station="a"), open_stores(any_url, station="b")
    sample = make_sample()
    first.put_result(sample, result_of())
    assert first.take_to_read(sample, 1, "ann") == ""
    first.decide([decision_on(sample, reader="ann")])  # gives it back
    assert first.take_to_read(sample, 2, "ann") == ""  # the same reader is no second one
    assert second.take_to_read(sample, 2, "bob") == ""
    assert first.take_to_read(sample, 2, "cay") == "b"


def test_a_part_that_failed_is_recorded_and_not_given_out_again(any_store):
    sample = make_sample()
    any_store.add_parts([sample])
    any_store.put_fault(sample, "rgb.png is cut short.")
    assert any_store.row(sample).state == "failed"
    assert any_store.claim_inspection() is None
