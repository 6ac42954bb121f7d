"""The vocabulary of review: opinions, decisions, rows of the queue, threshold cards. No torch, no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from core.records import Sample

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Opinion(StrEnum):
    """What a reader says of a part."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code, chosen by one digit key."""

    code: str
    label: str


REASONS = (
    Reason("surface", "Surface: scratch, dent, stain"),
    Reason("shape", "Shape: bent, broken, missing"),
    Reason("inside", "Inside: void, crack, inclusion"),
    Reason("foreign", "Foreign body, contamination"),
    Reason("lesion", "Lesion, abnormal tissue"),
    Reason("false_alarm", "False alarm of the model"),
    Reason("picture", "Bad picture: blur, light, motion"),
    Reason("wrong_part", "Wrong part or recipe"),
    Reason("other", "Other: see comment"),
)


def now() -> str:
    """The time as kept in every record: ISO 8601, UTC, microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def canonical_json(value: object) -> str:
    """The one text of a JSON value: sorted keys, no spaces, no NaN. What is hashed and signed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def part_key(sample: Sample) -> str:
    """What tells one part from every other: its files (and which series of a folder), hashed because paths are long."""
    files = {modality: str(path.absolute()) for modality, path in sample.files.items()}
    series = {f"{modality} part": part for modality, part in sample.parts.items()}
    return digest({**files, **series})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One reader's opinion of one part; never changed, only undone by a later one."""

    part_key: str
    opinion: Opinion
    reader: str
    reason: str = ""  # code of a Reason; empty: none given
    comment: str = ""
    reading: int = 1  # 1 first reader, 2 second reader
    is_blind: bool = False  # decided before score and overlay were shown
    seconds: float | None = None  # from showing the part to deciding
    bulk: str = ""  # shared by decisions that were confirmed together


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision as the record holds it."""

    number: int
    made_at: str
    decision: Decision
    undoes: int | None = None  # this entry only takes back that decision
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One part as a table shows it."""

    number: int  # of the part in the store
    key: str
    sample_id: str
    category: str
    score: float | None
    percentile: float | None  # share of normals below the score, 0..100
    uncertainty: float | None  # 0 far from the threshold, 1 on it
    verdict: str  # of the model; empty: not inspected
    first: str  # opinion of the first reader; empty: none
    second: str
    decided_by: str
    reason: str
    state: str  # waiting, taken, done, failed
    is_anomalous: bool | None = None  # ground truth where known


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCard:
    """Where a threshold comes from. Its hash is what results and reports refer to."""

    category: str
    method: str  # "false-alarm rate", "capacity", "best F1", "by hand"
    anomaly_threshold: float
    review_threshold: float
    pixel_threshold: float | None = None  # in the unit of the map
    made_by: str
    made_at: str
    model_name: str
    model_sha256: str  # of the weights, which recalibration does not change
    samples: Mapping[str, str] = field(default_factory=dict)  # sample id -> SHA-256 of its files
    normals: int = 0
    defects: int = 0
    wanted_rate: float | None = None  # false alarms, 0..1
    promised_rate: float | None = None  # mean over calibration sets of this size
    interval: tuple[float, float] | None = None  # of the real rate of this very threshold
    confidence: float = 0.95
    scores_sha256: str = ""  # of the sorted normal scores
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """JSON-ready form."""
        return {
            "category": self.category,
            "method": self.method,
            "anomaly_threshold": self.anomaly_threshold,
            "review_threshold": self.review_threshold,
            "pixel_threshold": self.pixel_threshold,
            "made_by": self.made_by,
            "made_at": self.made_at,
            "model_name": self.model_name,
            "model_sha256": self.model_sha256,
            "samples": dict(self.samples),
            "normals": self.normals,
            "defects": self.defects,
            "wanted_rate": self.wanted_rate,
            "promised_rate": self.promised_rate,
            "interval": list(self.interval) if self.interval else None,
            "confidence": self.confidence,
            "scores_sha256": self.scores_sha256,
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> ThresholdCard:
        """Rebuild from `to_dict`. Raises ValueError when a field is missing or unknown."""
        fields = dict(values)
        if set(fields) != set(cls.__dataclass_fields__):
            odd = sorted(set(fields) ^ set(cls.__dataclass_fields__))
            raise ValueError(f"a threshold card has other fields than expected: {', '.join(odd)}")
        interval = fields["interval"]
        fields["interval"] = tuple(interval) if isinstance(interval, list) else None
        notes = fields["notes"]
        fields["notes"] = tuple(notes) if isinstance(notes, list) else ()
        return cls(**fields)  # type: ignore[arg-type]  # JSON of to_dict, fields checked above

    @property
    def sha256(self) -> str:
        """Hash of the whole card."""
        return digest(self.to_dict())
