"""What is done about a case or region that was set aside: its queue taken up again, or the event given up at which it
breaks."""

from __future__ import annotations

from uuid import UUID

from deploy.local.user_error import UserError
from shared.contracts.operations import QueuedEventDiscarded, ReplayAsked

from ..target import Target
from ..views.database import Database
from ..views.dead_letters import Parked
from ..views.parked_words import NO_EVENT, waiting
from .letters import Deciding
from .operations import ask_one, operation


async def take_up(target: Target, database: Database, parked: Parked, deciding: Deciding) -> str:
    """What was done: the service decides on its queued events, in the order they came."""
    about = {"by": deciding.by, "why": deciding.why, "aggregate": parked.aggregate}
    asked = operation(ReplayAsked, parked.service, target.clock().now(), **about)
    answer = await ask_one(target, database, asked, deciding.patience_s)
    return answer.sentence(
        f"{parked.item} is taken up again, with {waiting(parked.queued, parked.kinds or {})} that waited."
    )


async def discard_queued(
    target: Target, database: Database, parked: Parked, deciding: Deciding, *, event: UUID | None = None
) -> str:
    """What was done. `event` is the one that somebody saw it break at, by default the first that is there now.

    Raises `UserError` when none is queued, or the service says that this one is no longer the first.
    """
    if parked.first is None:
        raise UserError(
            f"Nothing of {parked.item} can be given up. {NO_EVENT}", "Mend the cause, then ./doorstep dlq replay it."
        )
    first = event or parked.first["inbox"]
    about = {"by": deciding.by, "why": deciding.why, "aggregate": parked.aggregate, "event": first}
    asked = operation(QueuedEventDiscarded, parked.service, target.clock().now(), **about)
    answer = await ask_one(target, database, asked, deciding.patience_s)
    return answer.sentence(f"The event {str(first)[:8]} of {parked.item} is given up; the case goes on without it.")
