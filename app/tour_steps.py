"""What the guided tour shows and says, step by step. The words are made of what the window has found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QWidget

from app.i18n import later, tr
from app.sentences import in_language
from app.views.change_words import change_words
from app.views.colours import look
from app.views.nearest import scales_text
from app.views.what_if import signed_text
from app.views.words import lower_text, percent_text, score_text
from core.probing.records import Action, Change, Target, cause_in_words
from core.records import modality_info

if TYPE_CHECKING:
    from app.main_window import MainWindow

PART, SWAPPED, SCAN = range(3)  # the samples of `core.api.tour_samples`


def _no_changes(_window: MainWindow) -> tuple[Change, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One stop: what is arranged, what is pointed at, what is said once it is there."""

    title: str
    words: Callable[[MainWindow], str]
    spot: Callable[[MainWindow], QWidget | None]
    sample: int = PART
    workspace: str = "inspect"
    page: str = ""  # of the expert console
    picks_region: bool = False  # the strongest region is selected
    changes: Callable[[MainWindow], tuple[Change, ...]] = _no_changes


def _sensors(window: MainWindow) -> str:
    result = window.state.result
    assert result is not None
    labels = [tr(modality_info(name).label) for name in result.modalities]
    names = [label if label.isupper() or len(label.split()) > 1 else label.lower() for label in labels]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + tr(" and ") + names[-1]


def _seen(window: MainWindow) -> str:
    regions = len(window.state.regions)
    found = tr("1 region") if regions == 1 else tr("{regions} regions", regions=regions)
    return tr(
        "One part, seen by {sensors} at once. Bright colours show where it is unlike every normal part that the model "
        "was calibrated on: {found} here. Nothing has to be marked, trained or prepared for this.",
        sensors=_sensors(window),
        found=found,
    )


def _sure(window: MainWindow) -> str:
    result = window.state.result
    assert result is not None
    if result.calibration is None:
        return tr(
            "{verdict}: no calibration fits this part, so no verdict is made up.", verdict=tr(look(result.verdict).word)
        )
    promise = percent_text(result.calibration.false_alarm_rate, 1)
    return tr(
        "{verdict}. Score {score} against a threshold of {threshold}, which lets through at most {promise} false "
        "alarms "
        "on average. {lower}",
        verdict=tr(look(result.verdict).word),
        score=score_text(result.score),
        threshold=score_text(result.calibration.anomaly_threshold),
        promise=promise,
        lower=lower_text(result.calibration, result.score),
    )


def _who_saw_it(window: MainWindow) -> str:
    cause, result = window.probing.region_cause or window.probing.score_cause, window.state.result
    assert cause is not None
    assert result is not None
    what = tr("The strongest region") if window.probing.region_cause is not None else tr("The score")
    return tr(
        "{what} is {cause}. This is exact, not a guess: the squared distances of all sensors and scales add up to the "
        "squared map.",
        what=what,
        cause=cause_in_words(cause.parts, result.modalities),
    )


def _gates(window: MainWindow) -> str:
    result = window.state.result
    assert result is not None
    trace = result.routing
    kept, leaders = trace.leaders.shape[-1], trace.probabilities.shape[-1]
    return tr(
        "A mixture of experts looks at every part. For each sensor, scale and kernel size a gate keeps {kept} of "
        "{leaders} leaders: the coloured bars. It decides once for the whole part, never per pixel, so two pictures of "
        "the same kind are routed alike.",
        kept=kept,
        leaders=leaders,
    )


def _flow(_window: MainWindow) -> str:
    return tr(
        "From left to right: the sensor, its gates, the leaders they keep with their weights, and the base experts "
        "that each leader mixes. The thin lines show how much the mixture differs from channel to channel."
    )


def _nearest(window: MainWindow) -> str:
    found = window.console.nearest.found
    if found is None:
        return tr(
            "This model file keeps no normal patches; calibrate or teach it again to see the most similar ones here."
        )
    return tr(
        "Left the suspicious place, beside it the most similar pieces of normal parts. The numbers are feature "
        "distances per scale; 1 × is usual for a normal place. The most similar piece lies at {scales}.",
        scales=scales_text(found.patches[0].distances),
    )


def strongest_leader(window: MainWindow) -> tuple[Change, ...]:
    """The best leader of the gate behind the largest part of the score, muted."""
    probe, cause = window.probing.probe, window.probing.score_cause
    assert probe is not None
    parts = cause.parts if cause is not None else np.zeros(probe.leaders.shape[:2])
    slot, scale = np.unravel_index(int(np.argmax(parts)), parts.shape)
    place = (int(slot), int(scale), probe.leaders.shape[2] - 1)
    return (Change(Action.MUTE, Target.LEADER, *place, leader=int(probe.leaders[(*place, 0)])),)


def strongest_sensor(window: MainWindow) -> tuple[Change, ...]:
    """The sensor that gives most to the score, muted."""
    cause = window.probing.score_cause
    slot = int(np.argmax(cause.parts.sum(axis=1))) if cause is not None else 0
    return (Change(Action.MUTE, Target.SENSOR, slot=slot),)


def _what_if(window: MainWindow) -> str:
    session, result = window.probing, window.state.result
    assert session.base is not None
    assert session.what_if is not None
    assert result is not None
    outcome, base = session.what_if.outcome, session.base
    words = change_words(outcome.changes[-1], result.modalities, result.routing.kernel_sizes)
    words = words[0].upper() + words[1:]  # names of sensors keep their capitals
    before, after = tr(look(base.verdict).word), tr(look(outcome.verdict).word)
    turned = (
        tr("the verdict stays {verdict}", verdict=after)
        if outcome.verdict is base.verdict
        else tr("the verdict turns from {before} to {after}", before=before, after=after)
    )
    text = tr(
        "{words}: the score changes by {change}, {turned}, computed live in {time:.0f} ms.",
        words=words,
        change=signed_text(outcome.score - base.score),
        turned=turned,
        time=1000 * outcome.seconds,
    )
    if session.what_if.control is not None:
        drawn = signed_text(session.what_if.control.score - base.score)
        text += tr(" The same done to another part drawn at random: {drawn}.", drawn=drawn)
    return tr("{text} The result itself stays as it was.", text=text)


def _atlas(window: MainWindow) -> str:
    return tr(
        "How normal samples of every category are routed: area is how often a leader is kept; rings mark this part. "
        "Categories that are routed alike stand together. The atlas travels inside the model file."
    )


def _swapped(window: MainWindow) -> str:
    result = window.state.result
    assert result is not None
    if result.routing_alarm is None:
        return tr(
            "RGB and infrared are swapped here. This model raised no alarm: its routing tells the two too little apart."
        )
    alarm = result.routing_alarm
    return tr(
        "Now two sensors are plugged in the wrong way round. Before any score counts, the routing gives it away: "
        "“{sentence}” It lies {distance:.0f} times as far from normal routing as allowed.",
        sentence=in_language(alarm.sentence),
        distance=alarm.distance,
    )


def _scan(window: MainWindow) -> str:
    result = window.state.result
    assert result is not None
    hot = int(np.nanargmax(result.slice_scores)) + 1
    return tr(
        "The same model reads volumes: a phantom of a brain with a tumour, seen by {sensors}. {verdict}, hottest in "
        "slice {hot} of {count}. Slices are inspected outwards from the one on screen. Not a medical device.",
        sensors=_sensors(window),
        verdict=tr(look(result.verdict).word),
        hot=hot,
        count=len(result.slice_scores),
    )


def _end(_window: MainWindow) -> str:
    return tr(
        "Press Esc, then O, and open a part, a folder or a DICOM study of your own. Ctrl+T teaches a new product from "
        "20 good parts; F1 lists every key."
    )


def _console(window: MainWindow) -> QWidget:
    return window.console


def _tiles(window: MainWindow) -> QWidget:
    return window.tiles


def _decision(window: MainWindow) -> QWidget:
    return window.docks["decision"]


def _notices(window: MainWindow) -> QWidget:
    return window.notices


STEPS = (
    Step(later("Where is it unlike normal?"), _seen, _tiles),
    Step(later("How sure is that?"), _sure, _decision),
    Step(later("Which sensor saw it?"), _who_saw_it, _console, workspace="experts", page="Cause", picks_region=True),
    Step(later("Which experts decided?"), _gates, _console, workspace="experts", page="Gates"),
    Step(later("What the experts are made of"), _flow, _console, workspace="experts", page="Flow"),
    Step(
        later("Beside the most similar normal pieces"),
        _nearest,
        _console,
        workspace="experts",
        page="Nearest normal",
        picks_region=True,
    ),
    Step(
        later("What if an expert were silent?"),
        _what_if,
        _console,
        workspace="experts",
        page="What if",
        changes=strongest_leader,
    ),
    Step(
        later("And without the sensor that saw it?"),
        _what_if,
        _console,
        workspace="experts",
        page="What if",
        changes=strongest_sensor,
    ),
    Step(later("Every category has its own routing"), _atlas, _console, workspace="experts", page="Atlas"),
    Step(later("When not to trust it: swapped sensors"), _swapped, _notices, sample=SWAPPED),
    Step(later("Volumes, too"), _scan, _tiles, sample=SCAN, workspace="volume"),
    Step(later("Your turn"), _end, lambda _window: None, sample=SCAN, workspace="volume"),
)
