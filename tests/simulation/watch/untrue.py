"""I17: nobody is told that a crew comes once that visit was moved, held or given up, or got another crew."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from services.notifier.core.table_writes import ClaimText, WithdrawText
from services.notifier.shell.rows import BeginPost
from services.scheduler.core.ids import agreed_intent, booking_name, notice_intent, text_intent
from shared.contracts.appointments import AppointmentMoved
from shared.contracts.codec import decode_value
from shared.contracts.routing import BookingCancelled
from shared.contracts.texts import Request, TextRequested, TextWithdrawn
from shared.runtime.ports import Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

LOOKED_AT = tuple(
    event.model_fields["type"].default for event in (TextRequested, TextWithdrawn, BookingCancelled, AppointmentMoved)
)


def _of_the_visit(asked: Request) -> tuple[UUID, ...]:
    """What was agreed, its notice, its reminder, and that the crew is on its way.

    An answer to "who comes?" is not kept in the scheduler's state, nor taken back.
    """
    visit, version = asked.visit, asked.appointment_version
    agreed = agreed_intent(visit, booking_name(visit, version))
    own = (text_intent(visit, kind, version) for kind in ("reminder", "on-the-way"))
    return agreed, notice_intent(visit, version), *own


class Untrue:
    """What the scheduler asked to have said of each visit, and whether it took that back when it was over."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._said: defaultdict[str, set[UUID]] = defaultdict(set)
        self._untrue: set[UUID] = set()
        self._back: set[UUID] = set()
        self._taken: dict[UUID, int] = {}

    def decided(self, writes: Writes) -> None:
        """A decision of the scheduler is durable. What it publishes is in the order in which it holds."""
        for sent in writes.outbox:
            if sent.type not in LOOKED_AT:
                continue
            event = decode_value(sent.topic, sent.value, self._world.moment.at)
            match event:
                case TextRequested() if event.data.intent in _of_the_visit(event.data):
                    self._said[event.data.visit].add(event.data.intent)
                case TextWithdrawn():
                    self._back.add(event.data.intent)
                case AppointmentMoved() | BookingCancelled():
                    self._untrue |= self._said.pop(event.data.visit, set())

    def committed(self, writes: Writes, looked_at: int) -> None:
        """Something of notifier's is durable; `looked_at` is the turn in which it looked whether it may post."""
        for row in writes.rows:
            match row:
                case WithdrawText():
                    self._world.count("text taken back")
                    self._taken.setdefault(row.intent, self._world.driver.turns)
                case ClaimText():
                    self._taken.pop(row.intent, None)
                case BeginPost():
                    self._begun(row.intent, looked_at)
                case _:
                    pass

    def _begun(self, intent: UUID, looked_at: int) -> None:
        text = self._world.databases["notifier"].tables["texts"][intent]
        if intent in self._untrue and intent not in self._back:
            raise Violation("I17", text["case_id"], f"{text['kind']} went out about a visit that will not be like that")
        if self._taken.get(intent, looked_at) < looked_at:
            raise Violation("I17", text["case_id"], f"{text['kind']} went out though it had been taken back")
