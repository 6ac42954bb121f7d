"""Changes of experts in words."""

from __future__ import annotations

from app.i18n import numeral, tr
from core.probing.records import Action, Change, Target
from core.records import Modality, modality_info


def change_words(change: Change, modalities: tuple[Modality, ...], kernel_sizes: tuple[int, ...]) -> str:
    """One change in words: "mute leader 12 (RGB, scale 2, 3×3)"."""
    places = []
    if change.slot is not None:
        places.append(tr(modality_info(modalities[change.slot]).label))
    if change.scale is not None and change.target is not Target.SENSOR:
        places.append(tr("scale {scale}", scale=change.scale + 1))
    if change.branch is not None:
        places.append(f"{kernel_sizes[change.branch]}×{kernel_sizes[change.branch]}")
    if change.target is Target.LEADER:
        what = tr("leader {leader}", leader=change.leader)
    elif change.target is Target.SENSOR:
        what = tr("sensor {pop}", pop=places.pop(0))
    elif change.target is Target.SCALE:
        what = places.pop()
    else:
        what = str(change.target)
    where = f" ({', '.join(places)})" if places else ""
    if change.action is Action.FORCE:
        return tr("force {what}{where}", what=what, where=where)
    if change.action is Action.SWAP and change.other is not None and change.target is Target.SENSOR:
        return tr(
            "{what} routed as {label}, and the other way round",
            what=what,
            label=tr(modality_info(modalities[change.other]).label),
        )
    if change.action is Action.SWAP and change.other is not None and change.target is Target.BRANCH:
        return tr(
            "{what} exchanged with {width}×{height}{where}",
            what=what,
            width=kernel_sizes[change.other],
            height=kernel_sizes[change.other],
            where=where,
        )
    if change.action is Action.SWAP:
        return tr("{what} replaced by {other}{where}", what=what, other=change.other, where=where)
    if change.action is Action.WEIGH:
        amount = (
            f"{numeral(100 * change.weight, '.0f')} %"
            if change.target is Target.LEADER
            else f"× {numeral(change.weight, '.2f')}"
        )
        return tr("{what}{where} at {amount}", what=what, where=where, amount=amount)
    return tr("mute {what}{where}", what=what, where=where)
