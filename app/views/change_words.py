"""Changes of experts in words."""

from __future__ import annotations

from core.probing.records import Action, Change, Target
from core.records import Modality, modality_info


def change_words(change: Change, modalities: tuple[Modality, ...], kernel_sizes: tuple[int, ...]) -> str:
    """One change in words: "mute leader 12 (RGB, scale 2, 3×3)"."""
    places = []
    if change.slot is not None:
        places.append(modality_info(modalities[change.slot]).label)
    if change.scale is not None and change.target is not Target.SENSOR:
        places.append(f"scale {change.scale + 1}")
    if change.branch is not None:
        places.append(f"{kernel_sizes[change.branch]}×{kernel_sizes[change.branch]}")
    if change.target is Target.LEADER:
        what = f"leader {change.leader}"
    elif change.target is Target.SENSOR:
        what = f"sensor {places.pop(0)}"
    elif change.target is Target.SCALE:
        what = places.pop()
    else:
        what = str(change.target)
    where = f" ({', '.join(places)})" if places else ""
    if change.action is Action.FORCE:
        return f"force {what}{where}"
    if change.action is Action.SWAP and change.other is not None and change.target is Target.SENSOR:
        return f"{what} routed as {modality_info(modalities[change.other]).label}, and the other way round"
    if change.action is Action.SWAP and change.other is not None and change.target is Target.BRANCH:
        return f"{what} exchanged with {kernel_sizes[change.other]}×{kernel_sizes[change.other]}{where}"
    if change.action is Action.SWAP:
        return f"{what} replaced by {change.other}{where}"
    if change.action is Action.WEIGH:
        amount = f"{100 * change.weight:.0f} %" if change.target is Target.LEADER else f"× {change.weight:.2f}"
        return f"{what}{where} at {amount}"
    return f"mute {what}{where}"
