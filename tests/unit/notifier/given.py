"""History in, observation out: `given(overdue()).when(pays(0)).then("paid", Closed)`.

An input is an event, one of notifier's own inputs, or a function of the life so far (`texted`, `rings`). The life keeps
what a shell would: timers, the contact ledger, suppressions, and what was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.notifier.core.changes import CHANGES, Change
from services.notifier.core.inputs import ReplyRead, ReplyReceived, StatusReported, TextExpired, TextSettled, input_of
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import KeptReply, LoanContext, Lookup
from services.notifier.core.machine import decide
from services.notifier.core.questions import Question
from services.notifier.core.rules import Rules
from services.notifier.core.state import CaseText, Closed, KnownState, Letter, State, Unknown, initial, open_visit
from services.notifier.core.table_writes import ClaimText, EnterContact, KeepReply, Suppress, WithdrawText
from services.notifier.core.text_status import TextStatus
from services.notifier.core.timers import LOOK
from services.notifier.hearing.hear import hear
from services.notifier.hearing.letters import same_words
from shared.contracts.appointments import Appointment
from shared.contracts.envelope import Event
from shared.contracts.outcomes import VisitEnded
from shared.contracts.texts import Fate
from shared.contracts.values import Sealed
from shared.contracts.visits import Unwanted
from shared.decision import NOT_OURS, CancelTimer, Decided, Decision, DecisionContext, Publish, SetTimer, TimerDue

from ..decisions import assert_sound
from .events import CASE, NOW, PHONE_HASH, RULES

E = TypeVar("E", bound=Event)


def decided(state: State, told: Any, context: LoanContext) -> Decided[State, Change]:
    """What the core decides on an event, a timer or a direct input."""
    input = input_of(told)
    return Decided(NOT_OURS, state) if input is None else decide(state, input, context)


def texts_of(state: State) -> tuple[CaseText, ...]:
    return () if isinstance(state, Unknown) else state.loan.texts


def assert_taken_back(before: State, said: Any, decision: Decision[Change], after: State) -> None:
    """What a decision ends here it takes back from whoever was promised it: a visit, and texts that waited."""
    told = [effect.data for effect in decision.effects if isinstance(effect, Publish)]
    by_the_field = isinstance(said, Appointment | VisitEnded) or decision.reason == "outcome-missing"
    visit = open_visit(before)
    if visit is not None and open_visit(after) is None:
        withdrawn = [data.visit for data in told if isinstance(data, Unwanted)]
        assert withdrawn == [visit] or (by_the_field and not withdrawn), decision.reason
    waited = {text.intent for text in texts_of(before) if text.waits}
    gone = {text.intent for text in texts_of(after) if text.status == "withdrawn"}
    assert waited & gone <= {data.intent for data in told if isinstance(data, Fate)}, decision.reason


Input = Event | TimerDue | Any | Callable[["Scenario"], Any]
START = Decision("nothing-yet", "")


@dataclass
class Scenario:
    """One case, its clock, and what a shell would keep for it."""

    state: State = field(default_factory=lambda: initial(CASE))
    at: datetime = NOW
    rules: Rules = RULES
    stopped: frozenset[str] = frozenset()
    timers: dict[str, datetime] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    suppressed: dict[str, bool] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    cases: tuple[str, ...] = (CASE,)
    letters: dict[str, tuple[Letter, ...]] = field(default_factory=dict)
    read_again: frozenset[str] = frozenset({CASE})
    forgotten: frozenset[str] = frozenset()
    busy: bool = False
    alarms: frozenset[int] = frozenset()
    kept: list[KeepReply] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    decision: Decision = START
    told: list[Publish] = field(default_factory=list)
    claims: list[ClaimText] = field(default_factory=list)

    def when(self, *said: Input) -> Scenario:
        """More inputs, each decided on at the life's moment. A refusal is fine here."""
        for one in said:
            self._hear(one(self) if callable(one) else one)
        return self

    def _hear(self, said: Any) -> None:
        if said is None:
            return
        context = DecisionContext(self.at, self.rules, self.lookup(said), self.stopped)
        before = self.state
        self.decision, self.state = decided(before, said, context)
        assert_taken_back(before, said, self.decision, self.state)
        assert_sound("notifier", self.decision, CHANGES, self.at)
        if isinstance(said, TimerDue):
            self.timers.pop(said.kind, None)
        for effect in self.decision.effects:
            self._do(effect)
        assert self.waits(), f"nothing wakes this case after {self.decision.reason}"

    def _do(self, effect: Any) -> None:
        match effect:
            case Publish():
                self.told.append(effect)
            case SetTimer(kind, due_at):
                self.timers[kind] = due_at
            case CancelTimer(kind):
                self.timers.pop(kind, None)
            case ClaimText():
                self.claims.append(effect)
                line = Contact(str(effect.intent), effect.case_id, "text", effect.claimed_at, effect.counted)
                self.contacts[line.id] = line
            case WithdrawText(intent):
                self.contacts.pop(str(intent), None)
            case EnterContact(state="void"):
                self.contacts.pop(effect.id, None)
            case EnterContact():
                self.contacts[effect.id] = Contact(effect.id, effect.case_id, "visit", effect.at, effect.counted)
            case KeepReply():
                self.kept.append(effect)
            case Suppress(borrower=borrower) if borrower:
                self.suppressed[effect.phone_hash] = effect.active

    def lookup(self, said: Any = None) -> Lookup:
        ledger = Ledger.of(self.contacts.values(), [what for what, active in self.suppressed.items() if active])
        kept = tuple(
            KeptReply(
                row.id,
                row.sid,
                Sealed.model_validate_json(row.words),
                same_words(self.words[row.sid]) if row.sid in self.words else None,
                row.sid not in self.settled,
            )
            for row in self.kept
        )
        return Lookup(
            {} if self.busy else {CASE: ledger},
            {CASE: self.heard(said)},
            self.alarms,
            self.letters,
            {CASE: kept},
            self.read_again,
            self.forgotten,
        )

    def heard(self, said: Any) -> tuple[ReplyRead, ...]:
        """As the shell hears it."""
        if not isinstance(said, ReplyReceived):
            return ()
        person = self.state.person if isinstance(self.state, Unknown) else self.known.loan.person
        language, zone = (person.language, person.zone) if person is not None else ("", "UTC")
        stop_words = self.rules.limits.opt_out.words.value
        same = PHONE_HASH in (said.phone_hash, *said.forms)
        questions, cases = (self.questions, self.cases) if same else ((), ())
        return (
            hear(said, self.words.get(said.sid), questions, cases, stop_words=stop_words, language=language, zone=zone),
        )

    def waits(self) -> bool:
        """Rule 8: every case that is not closed has a timer, or a text of its own under way."""
        if self.state == initial(CASE):
            return True  # nothing happened to it yet
        if isinstance(self.state, Closed):
            return LOOK not in self.timers
        return LOOK in self.timers or (not isinstance(self.state, Unknown) and any(t.waits for t in self.texts))

    @property
    def known(self) -> KnownState:
        assert not isinstance(self.state, Unknown)
        return self.state

    @property
    def texts(self) -> tuple[CaseText, ...]:
        return self.known.loan.texts

    def text(self, kind: str) -> CaseText:
        """The newest text of a kind."""
        return next(text for text in reversed(self.texts) if text.kind == kind)

    def then(self, reason: str, kind: type[Any] | None = None) -> Scenario:
        """The last input was decided for this reason, and led to this state."""
        assert self.decision.reason == reason, self.decision
        if kind is not None:
            assert isinstance(self.state, kind), self.state
        return self

    def then_nothing(self, reason: str) -> Scenario:
        assert self.decision.reason == reason, self.decision
        assert not self.decision.changes
        return self

    def published(self, event: type[E]) -> list[Any]:
        """The data of all events of a type so far."""
        return [publish.data for publish in self.told if publish.event is event]


def given(*said: Input, at: datetime = NOW, **more: Any) -> Scenario:
    return Scenario(at=at, **more).when(*said)


def rings(kind: str) -> Callable[[Scenario], TimerDue]:
    """The clock goes on to when the timer is due, and it rings."""

    def ring(life: Scenario) -> TimerDue:
        due_at = life.timers[kind]
        life.at = max(life.at, due_at)
        return TimerDue(kind, due_at)

    return ring


def looks(life: Scenario) -> TimerDue:
    return rings(LOOK)(life)


def later(**ahead: float) -> Callable[[Scenario], None]:
    def move(life: Scenario) -> None:
        life.at += timedelta(**ahead)

    return move


def asks(kind: str) -> Callable[[Scenario], TimerDue]:
    """The timer of the newest text of this kind rings, as often as it is deferred."""

    def ring(life: Scenario) -> TimerDue:
        return rings(f"text:{life.text(kind).intent}")(life)

    return ring


def settled(kind: str, status: str = "accepted", code: int | None = None) -> Callable[[Scenario], TextSettled]:
    return lambda life: TextSettled(life.text(kind).intent, status, "SM1", code, life.at)  # type: ignore[arg-type]


def reported(
    kind: str, status: TextStatus = "delivered", code: int | None = None
) -> Callable[[Scenario], StatusReported]:
    return lambda life: StatusReported(life.text(kind).intent, "SM1", status, code, life.at)


def expired(kind: str) -> Callable[[Scenario], TextExpired]:
    return lambda life: TextExpired(life.text(kind).intent, life.at)


def delivered(kind: str) -> Callable[[Scenario], None]:
    """The whole good way of a text: allowed as soon as it may, accepted, delivered."""

    def go(life: Scenario) -> None:
        timer = f"text:{life.text(kind).intent}"
        while timer in life.timers:
            life.when(rings(timer))
        life.when(settled(kind), reported(kind))

    return go


def until(condition: Callable[[Scenario], bool], *, steps_max: int = 60) -> Callable[[Scenario], None]:
    """Let the case go its way, all texts delivered, until the condition holds."""

    def go(life: Scenario) -> None:
        for _ in range(steps_max):
            if condition(life):
                return
            waiting = [text for text in life.texts if text.waits]
            life.when(delivered(waiting[0].kind) if waiting else looks)
        raise AssertionError(f"never: {life.decision}")

    return go


def days_after(start: date, days: int) -> date:
    return start + timedelta(days=days)


def intents(texts: Iterable[CaseText]) -> set[UUID]:
    return {text.intent for text in texts}
