"""The tables of a batch's folder, of everything in its store."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from core.export import write_atomically
from core.reporting import are_medical
from core.store.store import ReviewStore

COLUMNS = (
    "sample_id", "category", "score", "threshold", "percentile", "verdict", "regions", "largest_mm2", "first_reader",
    "second_reader", "reason", "fault", "map", "key",
)  # fmt: skip


def write_tables(store: ReviewStore, out: Path, names: bool | None = None) -> None:
    """results.csv and results.json of everything in the store; `names` as for `Batch`. Raises StorageError."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    rows = []
    for number, row in enumerate(store.table(), 1):
        sensors = str(row.pop("sensors")).split(",")
        if not (names if names is not None else not are_medical(sensors)):
            row |= {"sample_id": f"part {number}", "fault": "could not be inspected" if row["fault"] else ""}
        rows.append(row)
    table.writerows(rows)
    write_atomically(out / "results.csv", text.getvalue().encode())
    write_atomically(out / "results.json", json.dumps(rows, indent=1).encode())
