"""The facts of a model file as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.i18n import numeral, tr
from core.library_records import ModelFacts
from core.records import modality_info


def facts_html(facts: ModelFacts, known: Sequence[ModelFacts], proof: str) -> str:
    """Everything worth knowing of a model, its steps newest first."""
    rows = [
        (tr("File"), str(facts.path)),
        ("SHA-256", facts.sha256),
        (tr("Network"), tr("{preset}, {leaders} leaders a gate", preset=facts.preset, leaders=facts.leaders)),
        (
            tr("Memory of normals"),
            f"{numeral(facts.memory_bytes / 1000000.0, '.1f')} MB"
            if facts.memory_bytes
            else tr("none: it can be taught, but its network stays as it is"),
        ),
        (
            tr("Parity"),
            proof
            or (
                tr("golden maps travel along; they are scored again whenever it is loaded")
                if facts.is_proven
                else tr("no golden maps")
            ),
        ),
        *((key, value) for key, value in facts.facts.items() if key != "parity"),
    ]
    table = "".join(
        f"<tr><td><b>{escape(name)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>" for name, text in rows
    )
    categories = "".join(
        f"<li>{escape(name)}: {escape(' + '.join(tr(modality_info(m).label) for m in sensors))}</li>"
        for name, sensors in facts.categories.items()
    )
    steps = "".join(f"<li>{_step(step, known)}</li>" for step in reversed(facts.steps))
    made = f"<h4>{escape(tr('Made by, newest first'))}</h4><ol>{steps}</ol>" if steps else ""
    knows = f"<h4>{escape(tr('Knows'))}</h4><ul>{categories or escape(tr('no category'))}</ul>"
    return f"<h3>{escape(facts.path.stem)}</h3><table>{table}</table>{knows}{made}"


def _step(step: Mapping[str, Any], known: Sequence[ModelFacts]) -> str:
    action = str(step.get("action", "taught"))
    what = f" <b>{escape(str(step['category']))}</b>" if step.get("category") else ""
    samples = step.get("samples", {})
    made = str(step.get("made", ""))[:16].replace("T", " ")
    words = tr(
        "{action}{what} from {samples:,} samples, {made} UTC",
        action=escape(action),
        what=what,
        samples=len(samples),
        made=escape(made),
    )
    if parent := str(step.get("parent_sha256", "")):
        where = tr("here") if any(model.sha256 == parent for model in known) else tr("not here any more")
        name = escape(str(step.get("parent", "")))
        words += tr("; parent {name} ({digest}…, {where})", name=name, digest=parent[:12], where=where)
    settings = ", ".join(f"{key} {value}" for key, value in step.get("settings", {}).items())
    words += f"<br/><small>{escape(settings)}</small>" if settings else ""
    for note in (*step.get("notes", ()), *([step["reason"]] if step.get("reason") else ())):
        words += f"<br/><small>{escape(str(note))}</small>"
    return words
