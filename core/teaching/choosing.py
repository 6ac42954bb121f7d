"""Whether a new category gets leaders of its own: if it routes like nothing known, and if they judge clearly better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from core.bundle import Bundle
from core.learning import normal_items
from core.model.unimmad import UniMMAD
from core.progress import CancelToken
from core.teaching import leaders
from core.teaching.judging import MOST_HELD_OUT, Judgement, broken_items, judge
from core.teaching.preparing import Prepared
from core.teaching.records import TeachConfig
from core.teaching.unfinished import Run
from core.teaching.watching import Looker

HELD_SHARE = 0.25  # of the parts, for the judgement


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The network that a category is fitted on, and why."""

    network: UniMMAD
    notes: tuple[str, ...]


def network(
    known: UniMMAD,
    before: Bundle,
    ready: Prepared,
    backbone: nn.Module,
    settings: TeachConfig,
    run: Run,
    token: CancelToken,
    on_step: Callable[[str], None],
    looker: Looker,
) -> Chosen:
    """The network as it is, or one with new leaders that was found clearly better on held-out parts."""
    if not settings.leaders:
        return Chosen(known, ("The network stays as it is; what is normal for the new parts was fitted to them.",))
    if before.fitted and not before.memories:
        return Chosen(
            known, ("The model file keeps no memory of its normals, so its network stays as it is: train it again.",)
        )
    with torch.inference_mode():
        sample = normal_items(known, ready.plain[:64], token)
    modalities = ready.plain[0].modalities
    nearest, distance = leaders.nearest_routing(before.atlases, modalities, [item.probabilities for item in sample])
    if distance <= 1.0:
        return Chosen(known, (f"The parts are routed like {nearest}: they need no leaders of their own.",))
    names = sorted({item.sample.sample_id for item in ready.plain})
    held = set(names[:: max(round(1 / HELD_SHARE), 2)][:MOST_HELD_OUT])
    seen = [item for item in ready.items.items if item.sample.sample_id not in held]
    unseen = [item for item in ready.plain if item.sample.sample_id in held]
    kept = run.tensors("leaders")

    def stepped(step: int, loss: float, held_out: float | None) -> None:
        on_step(f"new leaders, step {step} of {settings.steps}, loss {loss:.4f}")
        looker.stepped(step, loss, held_out)

    grown = leaders.grow(
        known,
        settings.leaders,
        settings.steps,
        seen,
        unseen,
        before.memories,
        settings.seed,
        token,
        stepped,
        kept[0] if kept is not None else None,
        lambda tensors: run.keep("leaders", tensors, {}),
    )
    where = (
        f"routed unlike anything known (nearest {nearest}, {distance:.1f} x its limit)" if nearest else "new sensors"
    )
    if grown is None:
        return Chosen(known, (f"The parts are {where}, but no gate can tell them from the old ones: nothing changed.",))
    on_step("judging the new leaders")
    originals = list({item.sample.sample_id: item.sample for item in unseen}.values())
    broken = broken_items(originals, known, backbone, settings.seed, token)
    frozen, own = (judge(side, seen, unseen, broken, token) for side in (known, grown))
    is_better = own.is_clearly_better_than(frozen)
    words = (
        f"The parts are {where}. {settings.leaders} own leaders a gate tell made-up defects {_compared(own, frozen)}"
    )
    verdict = ": they are kept." if is_better else ": the network stays as it is."
    return Chosen(grown if is_better else known, (words + verdict,))


def _compared(own: Judgement, frozen: Judgement) -> str:
    return (
        f"from held-out parts with AUROC {own.auroc:.3f}, gap {own.gap:.1f}, against {frozen.auroc:.3f} and "
        f"{frozen.gap:.1f} without"
    )
