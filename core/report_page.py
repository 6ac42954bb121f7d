"""The facts of a report in plain words and rows, as the templates of both kinds of report take them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.records import modality_info
from core.region_rules import RegionRules
from core.report_pictures import ReportPicture, thumbnail
from core.verdicts import REASONS, ThresholdCard, now

if TYPE_CHECKING:
    from core.report import Report, ReportPart

SHAPES = {"anomaly": "✕ Anomaly", "review": "? Review", "normal": "✓ Normal", "unknown": "◇ Unknown"}
REGIONS_LISTED = 20
NOT_MEDICAL = (
    "UniMMAD Inspector is not a medical device. Its output must not be used for diagnosis or treatment. A score is the "
    "mean of the highest 0.1 % of the anomaly map; it has no unit and is no probability."
)
_DONE = {"accept": "accepted", "reject": "rejected", "unsure": "unsure"}
_REASON_WORDS = {reason.code: reason.label for reason in REASONS}

Rows = list[tuple[str, ...]]


def page(report: Report) -> dict[str, Any]:  # Any: what the templates take
    """Everything the templates show, in words."""
    parts = [_part(report, number, part) for number, part in enumerate(report.parts, 1)]
    listed = report.listed or [part.facts for part in report.parts]
    is_batch = len(listed) > 1
    return {
        "title": "Inspection report" if not is_batch else f"Inspection report: {len(listed):,} parts",
        "made": f"{now()[:16].replace('T', ' ')} UTC",
        "made_by": report.made_by,
        "program": f"UniMMAD Inspector {_version()}",
        "not_medical": NOT_MEDICAL,
        "is_batch": is_batch,
        "summary": [*_summary(report, listed), *report.summary],
        "list": [_list_row(report, number, facts) for number, facts in enumerate(listed, 1)],
        "sheet": _sheet(report, parts) if is_batch else [],
        "faults": [
            (name, text) if report.has_names else (f"fault {n}", "Could not be inspected; the record says why.")
            for n, (name, text) in enumerate(report.faults, 1)
        ],
        "parts": parts,
        "models": _model(report),
        "privacy": "" if report.has_names else "Names of parts and patients, and paths, are left out.",
    }


def _summary(report: Report, listed: Sequence[Mapping[str, Any]]) -> Rows:
    counts = Counter(str(facts.get("verdict")) for facts in listed)
    verdicts = ", ".join(f"{counts[name]:,} {words}" for name, words in SHAPES.items() if counts[name])
    rows: Rows = [("Verdicts", verdicts or "none")]
    if report.faults:
        rows.append(("Not inspected", f"{len(report.faults):,}, listed below"))
    if len(report.parts) < len(listed):
        rows.append(("Shown in full", f"the {len(report.parts):,} highest scores"))
    return rows


def _list_row(report: Report, number: int, facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": part_name(report, number, facts),
        "category": str(facts.get("category", "")),
        "verdict": str(facts.get("verdict", "unknown")),
        "shape": SHAPES.get(str(facts.get("verdict")), "–"),
        "score": _number(facts.get("score")),
        "threshold": _number(facts.get("threshold")),
        "percentile": _percent(facts.get("percentile")),
        "regions": str(len(facts["regions"]))
        if isinstance(facts.get("regions"), list)
        else str(facts.get("regions", "")),
    }


def _sheet(report: Report, parts: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The contact sheet: one small picture a part, the one with the map where there is one."""
    found = []
    for part, source in zip(parts, report.parts, strict=True):
        pictures = [picture for picture in source.pictures if not picture.is_wide]
        best = next((picture for picture in pictures if "map" in picture.title), pictures[0] if pictures else None)
        if best is not None:
            small = base64.b64encode(thumbnail(best.png)).decode()
            found.append(
                {"png": small, **{name: part[name] for name in ("name", "verdict", "shape", "score", "anchor")}}
            )
    return found


def _part(report: Report, number: int, part: ReportPart) -> dict[str, Any]:  # Any: what the templates take
    facts = part.facts
    name = part_name(report, number, facts)
    verdict = str(facts.get("verdict", "unknown"))
    regions = facts.get("regions") or []
    card = report.cards.get(str(facts.get("category")))
    return {
        "anchor": f"part{number}",
        "name": name,
        "verdict": verdict,
        "shape": SHAPES.get(verdict, verdict),
        "score": _number(facts.get("score")),
        "facts": _facts(facts),
        "notes": [_without(str(note), facts, name, report.has_names) for note in facts.get("notes") or []],
        "pictures": [_picture(picture) for picture in part.pictures if not picture.is_wide],
        "scales": [_picture(picture) for picture in part.pictures if picture.is_wide],
        "region_heads": _region_heads(regions),
        "regions": [_region_row(rank, region, regions) for rank, region in enumerate(regions[:REGIONS_LISTED], 1)],
        "more_regions": max(len(regions) - REGIONS_LISTED, 0),
        "routing": _routing_rows(facts),
        "split": _split_rows(facts),
        "alarm": str((facts.get("routing_alarm") or {}).get("sentence", "")),
        "card": _card_rows(card) if card else [],
        "decisions": [_decision_row(entry) for entry in part.decisions],
        "inputs": _input_rows(facts, report.has_names),
    }


def part_name(report: Report, number: int, facts: Mapping[str, Any]) -> str:
    """What a report calls a part: its name, or its number where names stay out."""
    return (
        str(facts.get("sample_id") or facts.get("sample") or f"part {number}") if report.has_names else f"part {number}"
    )


def _without(text: str, facts: Mapping[str, Any], name: str, has_names: bool) -> str:
    sample_id = str(facts.get("sample_id") or facts.get("sample") or "")
    return text if has_names or not sample_id else text.replace(sample_id, name)


def _facts(facts: Mapping[str, Any]) -> Rows:
    rows: Rows = [("Score", _number(facts.get("score")))]
    if facts.get("percentile") is not None:
        rows.append(("Percentile", f"{_percent(facts['percentile'])} of held-out normal samples score lower"))
    thresholds = [
        f"{word} {_number(facts.get(key))}"
        for word, key in (("anomaly", "threshold"), ("review", "review_threshold"), ("regions", "pixel_threshold"))
        if facts.get(key) is not None
    ]
    rows.append(("Thresholds", ", ".join(thresholds) or "none: no category of the model fits"))
    rows.append(("Recipe", str(facts.get("category", "unknown"))))
    recognised = facts.get("recognised")
    if recognised and recognised != facts.get("category"):
        rows.append(("Looks like", str(recognised)))
    sensors = facts.get("modalities") or list(facts.get("inputs") or {})
    if sensors:
        rows.append(("Sensors", ", ".join(modality_info(str(name)).label for name in sensors)))
    rules = facts.get("rules")
    if isinstance(rules, dict) and (words := RegionRules.from_dict(rules).sentence()):
        rows.append(("Rules", words))
    if isinstance(facts.get("seconds"), int | float):
        rows.append(("Inspected in", f"{facts['seconds']:.2f} s"))
    return rows


def _picture(picture: ReportPicture) -> dict[str, object]:
    width, height = picture.size
    return {
        "title": picture.title,
        "caption": picture.caption,
        "png": base64.b64encode(picture.png).decode(),
        "width": width,
        "height": height,
    }


def _region_heads(regions: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(head for head, _ in _region_columns(regions))


def _region_columns(regions: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Heads and keys of the columns that some region fills."""
    columns = [
        ("Area, mm²", "area_mm2"),
        ("Area, px", "area_px"),
        ("Volume, mm³", "volume_mm3"),
        ("Length, mm", "length_mm"),
    ]
    shown = [(head, key) for head, key in columns if any(region.get(key) is not None for region in regions)]
    return [("No.", ""), *shown, ("Peak", "peak"), ("Mean", "mean"), ("Place", "place"), ("Seen by", "share")]


def _region_row(rank: int, region: Mapping[str, Any], regions: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    x0, y0, x1, y1 = region["bbox"]
    place = f"x {x0}–{x1 - 1}, y {y0}–{y1 - 1} px"
    slices = region.get("slices")
    if slices:
        place += f", slices {slices[0] + 1}–{slices[1]}, peak in {int(region['slice']) + 1}"
    elif region.get("slice") is not None:
        place += f", slice {int(region['slice']) + 1}"
    share = sorted((region.get("modality_share") or {}).items(), key=lambda item: -item[1])
    words = {
        "": str(rank),
        "area_px": f"{region['area_px']:,}",
        "peak": _number(region.get("peak")),
        "mean": _number(region.get("mean")),
        "place": place,
        "share": ", ".join(f"{modality_info(name).label} {100 * value:.0f} %" for name, value in share),
    }
    return tuple(words[key] if key in words else _size(region.get(key)) for _, key in _region_columns(regions))


def _routing_rows(facts: Mapping[str, Any]) -> Rows:
    """Each gate's leaders with their weights and how clear its choice was."""
    return [
        (
            modality_info(str(gate["modality"])).label,
            str(gate["scale"]),
            f"{gate['kernel']} x {gate['kernel']}",
            ", ".join(
                f"{leader} ({100 * weight:.0f} %)"
                for leader, weight in zip(gate["leaders"], gate["weights"], strict=True)
            ),
            f"{gate['entropy_bits']:.2f} bit" if gate.get("entropy_bits") is not None else "",
        )
        for gate in facts.get("routing") or []
    ]


def _split_rows(facts: Mapping[str, Any]) -> Rows:
    """Share of every sensor in the squared map, all and by scale."""
    shares: dict[str, dict[int, float]] = {}
    for entry in facts.get("split") or []:
        shares.setdefault(str(entry["modality"]), {})[int(entry["scale"])] = float(entry["share"])
    return [
        (
            modality_info(name).label,
            f"{100 * sum(by_scale.values()):.0f} %",
            ", ".join(f"scale {scale}: {100 * share:.0f} %" for scale, share in sorted(by_scale.items())),
        )
        for name, by_scale in shares.items()
    ]


def _card_rows(card: ThresholdCard) -> Rows:
    rows: Rows = [
        ("Set by", f"{card.made_by}, {card.made_at[:16].replace('T', ' ')} UTC"),
        ("Chosen by", card.method),
        ("On", f"{card.normals:,} good and {card.defects:,} defective parts, for model {card.model_name}"),
    ]
    if card.promised_rate is not None:
        interval = ""
        if card.interval is not None:
            low, high = (100 * value for value in card.interval)
            interval = f" ({100 * card.confidence:.0f} %: {low:.2g} to {high:.2g} %)"
        rows.append(("Promise", f"flags {100 * card.promised_rate:.2g} % of good parts{interval}"))
    rows += [("Note", note) for note in card.notes]
    rows.append(("Hash of the card", card.sha256))
    return rows


def _decision_row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    when = str(entry.get("made_at", ""))[:16].replace("T", " ")
    if entry.get("undoes") is not None:
        return (when, str(entry.get("reader", "")), f"took decision {entry['undoes']} back", "", "")
    words = _DONE.get(str(entry.get("opinion")), str(entry.get("opinion", "")))
    extras = ["second reading"] if entry.get("reading") == 2 else []
    extras += ["blind"] if entry.get("is_blind") else []
    extras += ["taken back later"] if entry.get("is_undone") else []
    seconds = entry.get("seconds")
    return (
        when,
        str(entry.get("reader", "")),
        ", ".join([words, *extras]),
        " – ".join(filter(None, [_REASON_WORDS.get(str(entry.get("reason")), ""), str(entry.get("comment") or "")])),
        f"{seconds:.1f} s" if isinstance(seconds, int | float) else "",
    )


def _input_rows(facts: Mapping[str, Any], has_names: bool) -> Rows:
    rows: Rows = []
    inputs = facts.get("inputs") or {}
    for name in facts.get("modalities") or list(inputs):
        entry = inputs.get(name, {})
        path = Path(str(entry.get("path", ""))).name if has_names else ""
        rows.append((modality_info(str(name)).label, path, str(entry.get("sha256", ""))))
    return rows


def _model(report: Report) -> Rows:
    rows: Rows = [
        ("Model", str(report.model.get("name", ""))),
        ("SHA-256 of the model", str(report.model.get("sha256", ""))),
    ]
    if report.model.get("weights_sha256"):
        rows.append(("SHA-256 of its weights", str(report.model["weights_sha256"])))
    if report.model.get("device"):
        rows.append(("Device", str(report.model["device"])))
    if report.head is not None:
        rows.append(("Record", f"{report.head[0]:,} entries, last hash {report.head[1]}"))
    return [row for row in rows if row[1]]


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"


def _size(value: object) -> str:
    if not isinstance(value, int | float):
        return "–"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _percent(value: object) -> str:
    return f"{value:.1f} %" if isinstance(value, int | float) else "–"


def _version() -> str:
    try:
        return metadata.version("unimmad-inspector")
    except metadata.PackageNotFoundError:
        return "(development)"
