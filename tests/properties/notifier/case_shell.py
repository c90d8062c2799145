"""One case of notifier with what a shell keeps for it: its timers, and its tables by the shell's own statements."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifier.bootstrap import machine
from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import Lookup
from services.notifier.core.questions import Question
from services.notifier.core.state import CaseText, KnownState, State, Unknown, initial
from services.notifier.hearing.binding import windows_of
from services.notifier.hearing.hear import hear
from shared.decision import Decision, Publish, Row, TimerDue
from tests.memory.notifier.tables import APPLIES
from tests.memory.runtime.tables import Tables
from tests.properties.folding import Replay
from tests.properties.timers import Timers, first_due, keep
from tests.unit.notifier.events import CASE, PACK

BORROWER = "b1"
MACHINE = machine(PACK)


class NotifierCaseShell:
    """`hear` decides at the moment `at` and does what follows. The transaction is the shell's; here it always ends."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.state: State = initial(CASE)
        self.stopped: set[str] = set()
        self.timers: Timers = {}
        self.tables = Tables()
        self.words: dict[str, str] = {}
        self.replay = Replay(MACHINE, CASE)
        self.decision = Decision("nothing-yet", "")

    def hear(self, said: Any) -> Decision:
        input = MACHINE.input_of(said)
        decision, self.state = MACHINE.step(self.state, input, self.at, frozenset(self.stopped), self.lookup(said))
        self.decision = decision
        keep(self.timers, said, decision.effects)
        for effect in decision.effects:
            if isinstance(effect, Row):
                APPLIES[effect.statement](self.tables, [effect])
        self.replay.after(decision, self.state)
        return decision

    def lookup(self, said: Any = None) -> Lookup:
        """As the shell's `prepare` reads it."""
        waits = {str(text["intent"]) for text in self.tables["texts"].values() if text["status"] == "claimed"}
        contacts = tuple(
            Contact(
                line["id"], line["case_id"], line["channel"],
                max(line["at"], self.at) if line["id"] in waits else line["at"], line["counted"],
            )
            for line in self.tables["contacts"].values()
            if line["state"] != "void"
        )  # fmt: skip
        barred = {row["phone_hash"] for row in self.tables["suppressions"].values() if row["active"]}
        ledger = Ledger.of(contacts, barred)
        return Lookup({CASE: ledger}, {CASE: self._heard(said)} if isinstance(said, ReplyReceived) else {})

    def _heard(self, reply: ReplyReceived) -> tuple[ReplyRead, ...]:
        """As the shell hears it."""
        person = self.state.person if isinstance(self.state, Unknown) else self.state.loan.person
        language, zone = (person.language, person.zone) if person is not None else ("", "UTC")
        questions, stop_words = self._questions(reply.phone_hash), PACK.on(self.at.date()).opt_out.words.value
        cases = (CASE,) if questions else ()
        return (
            hear(
                reply, self.words.get(reply.sid), questions, cases, stop_words=stop_words, language=language, zone=zone
            ),
        )

    def _questions(self, phone: str) -> tuple[Question, ...]:
        posted = [
            Question(
                row["intent"],
                CASE,
                row["kind"],
                row["visit"],
                row["version"],
                row["slots"],
                row["posting_at"],
                windows_of(row["wording"]),
            )
            for row in self.tables["texts"].values()
            if row["phone_hash"] == phone and row["posting_at"] is not None and row["status"] != "rejected"
        ]
        return tuple(sorted(posted, key=lambda question: question.posted_at, reverse=True))

    def post(self, intent: UUID) -> None:
        """What the posting step writes before it opens a socket."""
        row = self.tables["texts"][intent]
        self.tables["texts"][intent] = {**row, "status": "posting", "rank": 3, "posting_at": self.at}

    @property
    def in_hand(self) -> dict[UUID, str]:
        """Texts that the next posting would send, with their kinds."""
        return {key: row["kind"] for key, row in self.tables["texts"].items() if row["status"] == "claimed"}

    @property
    def known(self) -> KnownState | None:
        return None if isinstance(self.state, Unknown) else self.state

    @property
    def texts(self) -> tuple[CaseText, ...]:
        return () if isinstance(self.state, Unknown) else self.state.loan.texts

    def told(self, kind: type[Any]) -> list[Any]:
        """The data of what the last decision publishes of a kind."""
        return [each.data for each in self.decision.effects if isinstance(each, Publish) and each.event is kind]

    def next_timer(self) -> TimerDue | None:
        return first_due(self.timers)

    def wait(self, **ahead: float) -> None:
        self.at += timedelta(**ahead)
