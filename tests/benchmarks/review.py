"""How the queue keeps up: `QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.review [--parts N]`.

Prints milliseconds for a queue of N parts: sorting, searching, drawing, filtering, the live effect of a threshold.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


def seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def queue(parts: int) -> None:
    from app.views.review_model import ReviewModel, ordered, risks
    from core.effect import QueueEffect
    from core.store.schema import parts as table
    from core.store.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "review.db")
        random = np.random.default_rng(0)
        scores = random.gamma(2, 0.2, parts).tolist()
        fixed = {"category": "bracket", "files": "{}", "sample": "{}", "added_at": "now", "state": "done"}
        rows = [
            {
                **fixed,
                "key": f"{n:064d}",
                "sample_id": f"part/{n}",
                "score": scores[n],
                "uncertainty": scores[n] % 1,
                "verdict": "normal",
                "scorer": f"{n % 2:064d}",
                "is_anomalous": bool(n % 9 == 0),
            }
            for n in range(parts)
        ]
        with store.database.claiming() as connection:
            connection.execute(table.insert(), rows)
        columns = store.columns()
        effect = QueueEffect(columns.numbers, columns.scores, columns.labels)
        effect.curves()
        model = ReviewModel()
        model.show(ordered(columns.numbers, columns.scores), store.rows)
        jumps = iter(random.integers(0, parts - 40, 50).tolist())

        def draw() -> None:
            first = next(jumps)
            for place in range(first, first + 40):
                for column in range(model.columnCount()):
                    model.data(model.index(place, column))

        steps = {
            "read all columns (review lane)": lambda: store.columns("bracket", {f"{0:064d}", "another"}),
            "sort by risk": lambda: ordered(
                columns.numbers, risks(columns.scores, columns.uncertainties, columns.undecided)
            ),
            "search (review lane)": lambda: store.search("part/9999"),
            "draw after a jump (window)": draw,
            "move a threshold (window)": lambda: effect.at(0.4, 0.6),
            "what would have changed (window)": lambda: effect.changes((0.3, 0.5), (0.4, 0.6)),
        }
        for words, step in steps.items():
            taken = sorted(seconds(step) for _ in range(9))
            print(f"{words}: {1000 * taken[4]:.1f} ms ({1000 * taken[0]:.1f}..{1000 * taken[-1]:.1f}), {parts:,} parts")
        store.close()


def window_filter(parts: int) -> None:
    from PySide6.QtWidgets import QApplication

    from app.jobs import Lane
    from app.state import AppState
    from app.views.queue_model import QueueModel
    from core.records import Sample

    app = QApplication.instance() or QApplication([])
    state, lane = AppState(), Lane("extras")
    model = QueueModel(state, lane, lambda _sample, side: np.zeros((side, side, 3), np.uint8))
    state.set_samples(tuple(Sample(f"part/{n}", {"rgb": Path(f"/{n}.png")}, "bracket") for n in range(parts)))
    taken = sorted(
        seconds(lambda text=text: model.set_filter(text)) for text in ("9", "99", "999", "9 bra", "", "zz", "1")
    )
    print(f"filter by a key press (window): {1000 * taken[3]:.1f} ms (..{1000 * taken[-1]:.1f}), {parts:,} parts")
    lane.close()
    app.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, default=100_000)
    options = parser.parse_args()
    queue(options.parts)
    window_filter(options.parts)


if __name__ == "__main__":
    main()
