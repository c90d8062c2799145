"""What decisions need besides their states: the ledger of a person, the words of a reply, the questions it may answer.

The ledger is read under a lock of the person that lasts as long as the transaction, so two cases of one person never
count the same free place. Within one transaction only the first case of a person gets the pen; others come again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.notifier.core.forgotten import named_by
from services.notifier.core.inputs import (
    LetterSettled,
    LoanInput,
    LookDue,
    RecordRefused,
    ReplyRead,
    ReplyReceived,
    ReplySettled,
    StatusReported,
    TextDue,
    TextSettled,
)
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import NOTHING, KeptReply, Lookup
from services.notifier.core.questions import Question
from services.notifier.core.review import TO_COME
from services.notifier.core.state import Letter, State, Texting, Unknown, Visiting, brakes_of
from services.notifier.core.unread_records import CAUSE as UNREAD
from services.notifier.core.visit_events import WEIGHED
from services.notifier.hearing.binding import ANSWERED_WITHIN, windows_of
from services.notifier.hearing.hear import hear
from services.notifier.hearing.letters import same_words
from services.notifier.hearing.second_reader import SecondReader
from shared.contracts.loans import DetailsCorrected, LoanOverdue
from shared.contracts.values import Sealed
from shared.ids import about_id
from shared.policy import Pack
from shared.policy.local_time import local_day
from shared.privacy.keys import KeyRing
from shared.runtime.looking import LookUnit
from shared.runtime.ports import Clock, Unit

KEPT_REPLIES_COUNT = timedelta(days=60)
"""How long a reply can be settled, and a person's having read the same words counts."""


LoanStates = Mapping[str, State]
LoanInputs = Sequence[tuple[str, LoanInput]]


@dataclass(frozen=True, slots=True)
class LoanLookUp:
    """The machine's `look_up`."""

    ring: KeyRing
    clock: Clock
    pack: Pack
    second: SecondReader | None = None

    async def __call__(self, unit: Unit, states: LoanStates, inputs: LoanInputs) -> Lookup:
        found = await self._weighed(unit, states, inputs)
        named = sorted({name for _, input in inputs for name in _named(input)})
        held = sorted({case for case, input in inputs if _may_be_unread(states[case], input)})
        abouts = {about_id(case): case for case in held}
        asked: list[tuple[str, dict[str, Any]]] = [("forgotten_among", {"names": named})] if named else []
        if held:
            asked += [(query, {"names": sorted(abouts)}) for query in ("open_letters", "letters_given_back")]
        if not asked:
            return found
        rows = await unit.select_each(asked)  # in one round trip
        if named and (gone := rows[0]):
            found = replace(found, forgotten=frozenset(row["name"] for row in gone))
        if held:
            found = replace(found, letters=_letters(abouts, rows[-2]), read_again=_read_again(abouts, rows[-1]))
        return found

    async def look(self, unit: LookUnit, case: str, state: State) -> Lookup:
        """What is known at this moment for whoever only asks: without the pen of the person, which decisions hold."""
        letters = ("open_letters", {"names": [about_id(case)]})
        if isinstance(state, Unknown):
            return Lookup(letters={case: _as_letters((await unit.select_each([letters]))[0])})
        person = state.loan.person
        asked = self._ledger_queries([person.borrower], [person.phone_hash])
        *rows, open_letters = await unit.select_each([*asked, letters])
        ledgers = self._as_ledgers(rows, {person.borrower: case}, {case: person.phone_hash})
        return Lookup(ledgers, letters={case: _as_letters(open_letters)})

    async def _weighed(self, unit: Unit, states: LoanStates, inputs: LoanInputs) -> Lookup:
        weighed = [case for case, input in inputs if _weighs(states[case], input)]
        replies = [(case, input) for case, input in inputs if isinstance(input, ReplyReceived)]
        read = sorted({case for case, input in inputs if isinstance(input, ReplyReceived | ReplySettled)})
        failed = any(isinstance(input, StatusReported | TextSettled) and input.carrier_code for _, input in inputs)
        if not weighed and not read and not failed:
            return NOTHING
        ledgers = await self._ledgers(unit, states, weighed) if weighed else {}
        alarms = await self._alarms(unit) if failed else frozenset()
        kept = await self._kept(unit, read) if read else {}
        heard = await self._heard(unit, states, replies) if replies else {}
        return Lookup(ledgers, heard, alarms=alarms, kept=kept)

    async def _heard(
        self, unit: Unit, states: LoanStates, replies: Sequence[tuple[str, ReplyReceived]]
    ) -> dict[str, tuple[ReplyRead, ...]]:
        """The step before the machine: words are opened, what they may answer is found, and they are read."""
        phones = sorted({phone for _, input in replies for phone in (input.phone_hash, *input.forms)})
        questions, cases = await self._questions(unit, phones), await self._cases(unit, phones)
        # One message reaches each case of its phone, sealed for each.
        words = await self.ring.open_all({f"{place}": input.words for place, (_, input) in enumerate(replies)}, "words")
        heard: dict[str, tuple[ReplyRead, ...]] = {}
        for place, (case, input) in enumerate(replies):
            state, same = states[case], (input.phone_hash, *input.forms)
            person = state.person if isinstance(state, Unknown) else state.loan.person
            zone = person.zone if person is not None else "UTC"
            read = hear(
                input,
                words.get(f"{place}"),
                _newest_first(questions.get(one, ()) for one in same),
                _all(cases.get(one, ()) for one in same),
                language=(person.language_tag or person.language) if person is not None else "",
                zone=zone,
                stop_words=self.pack.on(local_day(self.clock.now(), zone)).opt_out.words.value,
                second=self.second,
            )
            heard[case] = (*heard.get(case, ()), read)
        return heard

    async def _alarms(self, unit: Unit) -> frozenset[int]:
        return frozenset(row["code"] for row in await unit.select("alarms_now", {"now": self.clock.now()}))

    async def _ledgers(self, unit: Unit, states: Mapping[str, State], cases: Sequence[str]) -> dict[str, Ledger]:
        pens: dict[str, str] = {}
        for case in cases:
            state = states[case]
            if not isinstance(state, Unknown):
                pens.setdefault(state.loan.person.borrower, case)
        phones = {case: states[case].loan.person.phone_hash for case in pens.values()}  # type: ignore[union-attr]
        queries = self._ledger_queries(sorted(pens), sorted({*phones.values()}))
        # In one round trip, and yet one after another: each sees what was committed when the persons were held.
        _, *rows = await unit.select_each([("hold_persons", {"borrowers": sorted(pens)}), *queries])
        return self._as_ledgers(rows, pens, phones)

    def _ledger_queries(
        self, borrowers: Sequence[str], phones: Sequence[str]
    ) -> tuple[tuple[str, dict[str, Any]], ...]:
        since = self.clock.now() - timedelta(days=days_counted(self.pack) + 1)
        return (
            ("contacts_of", {"borrowers": borrowers, "since": since}),
            ("suppressions_of", {"borrowers": borrowers}),
            ("silenced", {"phones": phones}),
        )

    def _as_ledgers(
        self, rows: Sequence[Sequence[Mapping[str, Any]]], pens: Mapping[str, str], phones: Mapping[str, str]
    ) -> dict[str, Ledger]:
        """Of the rows of those queries. `pens`: borrower → case; `phones`: case → hash."""
        now, (made, stopped, off) = self.clock.now(), rows
        contacts: dict[str, list[Contact]] = defaultdict(list)
        for row in made:
            at = max(row["at"], now) if row["waits"] else row["at"]
            contacts[row["borrower"]].append(Contact(row["id"], row["case_id"], row["channel"], at, row["counted"]))
        suppressed: dict[str, set[str]] = defaultdict(set)
        for row in stopped:
            suppressed[row["borrower"]].add(row["phone_hash"])
        silenced = {row["phone_hash"] for row in off}
        return {
            case: Ledger.of(contacts[borrower], suppressed[borrower], silenced=phones[case] in silenced)
            for borrower, case in pens.items()
        }

    async def _questions(self, unit: Unit, phones: Sequence[str]) -> dict[str, tuple[Question, ...]]:
        since = self.clock.now() - ANSWERED_WITHIN
        found: dict[str, list[Question]] = defaultdict(list)
        for row in await unit.select("questions_of", {"phones": phones, "since": since}):
            found[row["phone_hash"]].append(
                Question(
                    row["intent"], row["case_id"], row["kind"], row["visit"], row["version"], row["slots"],
                    row["posting_at"], windows_of(row["wording"]),
                )
            )  # fmt: skip
        return {phone: tuple(questions) for phone, questions in found.items()}

    async def _cases(self, unit: Unit, phones: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in await unit.select("cases_of", {"phones": phones}):
            found[row["phone_hash"]].append(row["case_id"])
        return {phone: tuple(cases) for phone, cases in found.items()}

    async def _kept(self, unit: Unit, cases: Sequence[str]) -> dict[str, tuple[KeptReply, ...]]:
        since = self.clock.now() - KEPT_REPLIES_COUNT
        rows = await unit.select("kept_replies", {"cases": cases, "since": since})
        boxes = {str(row["id"]): Sealed.model_validate_json(row["words"]) for row in rows}
        words = await self.ring.open_all(boxes, "words") if boxes else {}
        found: dict[str, list[KeptReply]] = defaultdict(list)
        for row in rows:
            name = str(row["id"])
            kept = KeptReply(
                row["id"], row["sid"], boxes[name], same_words(words[name]) if name in words else None, row["waits"]
            )
            found[row["case_id"]].append(kept)
        return {case: tuple(kept) for case, kept in found.items()}


def _letters(abouts: Mapping[UUID, str], rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Letter, ...]]:
    """By case the letters that may concern it; `abouts` says as what each case is known to them."""
    found: dict[str, tuple[Letter, ...]] = dict.fromkeys(abouts.values(), ())
    for row in rows:
        for case in {abouts[name] for name in row["concerns"] if name in abouts}:
            found[case] += (Letter(row["id"], row["code"]),)
    return found


def _read_again(abouts: Mapping[UUID, str], rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    waiting = {name for row in rows for name in row["concerns"]}
    return frozenset(case for name, case in abouts.items() if name not in waiting)


def _as_letters(rows: Sequence[Mapping[str, Any]]) -> tuple[Letter, ...]:
    return tuple(Letter(row["id"], row["code"]) for row in rows)


def _newest_first(questions: Iterable[Iterable[Question]]) -> tuple[Question, ...]:
    return tuple(sorted((one for some in questions for one in some), key=lambda one: one.posted_at, reverse=True))


def _all(cases: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case for some in cases for case in some))


def _weighs(state: State, input: LoanInput) -> bool:
    """Will the decision count contacts?"""
    if isinstance(input, TextDue):
        return not isinstance(state, Unknown)
    if isinstance(input, RecordRefused):
        return isinstance(state, Visiting) and state.stage in TO_COME
    if isinstance(input, LookDue):
        return isinstance(state, Texting) or (isinstance(state, Visiting) and state.stage in TO_COME)
    return type(input) in WEIGHED and isinstance(state, Visiting)


def _named(input: LoanInput) -> frozenset[str]:
    """By what it is known whether the person whom it names was forgotten; nothing where it names none."""
    return named_by(input.data.person) if isinstance(input, LoanOverdue | DetailsCorrected) else frozenset()


def _may_be_unread(state: State, input: LoanInput) -> bool:
    """Does it matter which letters about the case are open?"""
    match input:
        case LoanOverdue():
            return isinstance(state, Unknown)
        case LetterSettled():
            return True
        case LookDue():
            return any(brake.cause == UNREAD for brake in brakes_of(state))
        case _:
            return False


def days_counted(pack: Pack) -> int:
    """How far back the ledger matters: the longest cap, and the time between visits, whichever day they bind on."""
    ever = [limits for _, limits in pack.editions.since]
    caps = (leaf.value.days for limits in ever for leaf in limits.contact.caps)
    return max([*(limits.gate.visit_every_days.value for limits in ever), *caps])
