"""The facts of a model file as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from core.library_records import ModelFacts
from core.records import modality_info


def facts_html(facts: ModelFacts, known: Sequence[ModelFacts], proof: str) -> str:
    """Everything worth knowing of a model, its steps newest first."""
    rows = [
        ("File", str(facts.path)),
        ("SHA-256", facts.sha256),
        ("Network", f"{facts.preset}, {facts.leaders} leaders a gate"),
        (
            "Memory of normals",
            f"{facts.memory_bytes / 1e6:.1f} MB"
            if facts.memory_bytes
            else "none: it can be taught, but its network stays as it is",
        ),
        (
            "Parity",
            proof
            or (
                "golden maps travel along; they are scored again whenever it is loaded"
                if facts.is_proven
                else "no golden maps"
            ),
        ),
        *((key, value) for key, value in facts.facts.items() if key != "parity"),
    ]
    table = "".join(
        f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>" for name, text in rows
    )
    categories = "".join(
        f"<li>{escape(name)}: {escape(' + '.join(modality_info(m).label for m in sensors))}</li>"
        for name, sensors in facts.categories.items()
    )
    steps = "".join(f"<li>{_step(step, known)}</li>" for step in reversed(facts.steps))
    made = f"<h4>Made by, newest first</h4><ol>{steps}</ol>" if steps else ""
    knows = f"<h4>Knows</h4><ul>{categories or 'no category'}</ul>"
    return f"<h3>{escape(facts.path.stem)}</h3><table>{table}</table>{knows}{made}"


def _step(step: Mapping[str, Any], known: Sequence[ModelFacts]) -> str:
    action = str(step.get("action", "taught"))
    what = f" <b>{escape(str(step['category']))}</b>" if step.get("category") else ""
    samples = step.get("samples", {})
    made = str(step.get("made", ""))[:16].replace("T", " ")
    words = f"{escape(action)}{what} from {len(samples):,} samples, {escape(made)} UTC"
    if parent := str(step.get("parent_sha256", "")):
        where = "here" if any(model.sha256 == parent for model in known) else "not here any more"
        words += f"; parent {escape(str(step.get('parent', '')))} ({parent[:12]}…, {where})"
    settings = ", ".join(f"{key} {value}" for key, value in step.get("settings", {}).items())
    words += f"<br/><small>{escape(settings)}</small>" if settings else ""
    for note in (*step.get("notes", ()), *([step["reason"]] if step.get("reason") else ())):
        words += f"<br/><small>{escape(str(note))}</small>"
    return words
