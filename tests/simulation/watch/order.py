"""I19: what became of a time that was agreed goes out before what promises another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from services.notifier.shell.rows import BeginPost
from shared.contracts.codec import decode_value
from shared.contracts.texts import TextRefused, TextRequested
from shared.runtime.ports import Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

OFF = frozenset({"moved", "visit-held", "visit-cancelled", "missed"})
OF_A_TIME = frozenset({"offer", "no-slots", "agreed", "notice", "reminder", "on-the-way"})
OF_WHO_COMES = frozenset({"notice", "reminder", "on-the-way"})
REQUESTED, REFUSED = (event.model_fields["type"].default for event in (TextRequested, TextRefused))


class Order:
    """What scheduler asked to have said of each case, in its order, that neither began to leave nor was refused."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waits: defaultdict[str, dict[UUID, str]] = defaultdict(dict)

    def decided(self, writes: Writes) -> None:
        """A decision of the scheduler is durable."""
        for sent in writes.outbox:
            if sent.type == REQUESTED:
                event = decode_value(sent.topic, sent.value, self._world.moment.at)
                assert isinstance(event, TextRequested)
                self._waits[event.subject].setdefault(event.data.intent, event.data.kind)

    def committed(self, writes: Writes) -> None:
        """Something of notifier's is durable."""
        for sent in writes.outbox:
            if sent.type == REFUSED:
                event = decode_value(sent.topic, sent.value, self._world.moment.at)
                assert isinstance(event, TextRefused)
                self._waits[event.subject].pop(event.data.intent, None)
        for row in writes.rows:
            if isinstance(row, BeginPost):
                self._begun(row.intent)

    def _begun(self, intent: UUID) -> None:
        text = self._world.databases["notifier"].tables["texts"][intent]
        kind, waits = text["kind"], self._waits[text["case_id"]]
        if intent not in waits:
            return
        for other, before in waits.items():
            if other == intent:
                break
            if (before in OFF and kind in OF_A_TIME) or (before == "agreed" and kind in OF_WHO_COMES):
                raise Violation("I19", text["case_id"], f"{kind} went out before {before}, which was asked for first")
        del waits[intent]
