"""A person is forgotten, in one transaction: keys are erased, numbers unlinked, and the topic `erasures` is told.

1. First their cases are locked, so nothing is decided on meanwhile with what is erased.
2. Nothing is erased while a reply of theirs is not read: it may say STOP, and nobody could read it afterwards.
3. Their STOP stays, as that of a number without a name.
4. Each case then hears of it (`BorrowerErased`), and no text of it begins to leave before it has (`lock_claimed`).
5. Where a person who was forgotten stands here all the same, they are forgotten again: `forget_again`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from services.notifier.core.changes import CHANGES
from services.notifier.core.forgotten import keys_of, person_of
from services.notifier.core.formats import FORGOTTEN, NEWEST
from services.notifier.core.inputs import INPUTS, BorrowerErased
from services.notifier.core.machine import MACHINE
from services.notifier.core.state import STATES, CaseText, State, Unknown, case_of
from services.notifier.core.table_writes import WithdrawText
from shared.contracts.codec import encode
from shared.contracts.erasures import Erasure, KeyErased
from shared.decision import Row
from shared.ids import about_id, derive
from shared.runtime.folding import KeptStates, NotInHistory
from shared.runtime.machine import OperationResult
from shared.runtime.ports import Clock, IntakeRow, Outgoing, Store, Unit, Writes

PERSONS_MAX = 10
KEPT = KeptStates(MACHINE, STATES, CHANGES, case_of)


@dataclass(frozen=True, slots=True)
class EraseKey(Row):
    statement: ClassVar[str] = "erase_keys"
    kid: str
    borrower: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SilenceNumber(Row):
    """If the person opted out, nobody texts this number again, whoever has it."""

    statement: ClassVar[str] = "silence_numbers"
    borrower: str
    phone_hash: str


@dataclass(frozen=True, slots=True)
class UnlinkNumber(Row):
    """Its hash goes from all that stands here of the person and the case."""

    statement: ClassVar[str] = "unlink_numbers"
    borrower: str
    case_id: str
    phone_hash: str


@dataclass(frozen=True, slots=True)
class SettleUnreadable(Row):
    """Replies of the case that wait for a person wait no longer."""

    statement: ClassVar[str] = "settle_unreadable"
    case_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EraseLetters(Row):
    """Of records about this name (see `about_id`) that were set aside nothing is kept, if anybody could read it."""

    statement: ClassVar[str] = "erase_letters"
    name: UUID


async def forgetting(unit: Unit, id: UUID, borrower: str, at: datetime) -> OperationResult:
    """What forgetting a person comes to, under the id of what asks for it; why it can't be done now."""
    named = await unit.select("numbers_of", {"borrower": borrower})
    if not named:
        gone = await unit.select("forgotten_among", {"names": [borrower]})
        return OperationResult("they were forgotten before" if gone else "nobody is known under this id")
    cases = sorted({row["case_id"] for row in named})
    opened = await unit.open([], cases)
    if opened.parked:
        return OperationResult(f"a case of theirs is set aside, settle that first: {min(opened.parked)}")
    if waiting := await unit.select("replies_waiting", {"cases": cases}):
        return OperationResult(f"a reply of theirs is not read yet, ask again in a minute: {waiting[0]['aggregate']}")
    try:
        states = await KEPT.standing(unit, opened.states)
    except (ValueError, NotInHistory):
        return OperationResult(
            "what is stored of a case of theirs can't be read, or is another case's: mend that first"
        )
    persons = {case: person_of(state) for case, state in states.items()}
    theirs = {case: one for case, one in persons.items() if one is not None and one.borrower == borrower}
    kids = {row["kid"] for row in named if row["kid"]} | {kid for one in theirs.values() for kid in keys_of(one)}
    if shared := await unit.select("shared_keys", {"kids": sorted(kids), "borrower": borrower}):
        return OperationResult(
            f"their key is somebody else's too, who would be forgotten with them: {shared[0]['kid']}"
        )
    return OperationResult(
        rows=(
            *(WithdrawText(text.intent) for case in sorted(theirs) for text in _claimed(states[case])),
            *(EraseKey(kid, borrower, at) for kid in sorted(kids)),
            *_unlinked(borrower, named),
            *(SettleUnreadable(case, at) for case in sorted(theirs)),
            *(EraseLetters(about_id(name)) for name in sorted({borrower, *theirs})),
        ),
        intake=tuple(_told(id, case, borrower, at) for case in sorted(theirs)),
        published=tuple(_erased(id, kid, borrower, at) for kid in sorted(kids)),
    )


async def whose(unit: Unit, aggregates: Sequence[str]) -> Mapping[str, str]:
    """See the runtime's `Whose`: the key that the bank named last for each case."""
    rows = await unit.select("last_keys_of", {"cases": list(aggregates)})
    return {row["case_id"]: row["kid"] for row in rows}


async def forget_again(store: Store, clock: Clock, *, format: int = NEWEST) -> int:
    """Forget whoever stands here although they were forgotten, some at a time; how many could be. `format`: nothing is
    said that came with a newer one."""
    done = 0
    if format < FORGOTTEN:
        return done
    found = [row["borrower"] for row in await store.ask("known_again", {"limit": PERSONS_MAX})]
    for borrower in found:
        async with store.unit() as unit:
            at = clock.now()
            result = await forgetting(unit, derive("forgotten", borrower, at.isoformat()), borrower, at)
            if not result.refused:
                # Everybody may find these rows: they wait for whoever publishes next.
                await unit.commit(
                    Writes(
                        rows=list(result.rows), intake=list(result.intake), outbox=list(result.published),
                        behind=frozenset(row.aggregate for row in result.published),
                    )
                )  # fmt: skip
                done += 1
    return done


def _claimed(state: State) -> Iterator[CaseText]:
    """Texts that would be posted now."""
    if not isinstance(state, Unknown):
        yield from (text for text in state.loan.texts if text.status == "claimed")


def _unlinked(borrower: str, named: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    numbers = sorted({row["phone_hash"] for row in named})
    places = sorted({(row["case_id"], row["phone_hash"]) for row in named})
    return (
        *(SilenceNumber(borrower, number) for number in numbers),
        *(UnlinkNumber(borrower, case, number) for case, number in places),
    )


def _told(id: UUID, case: str, borrower: str, at: datetime) -> IntakeRow:
    return IntakeRow(derive("forgotten", id, case), case, at, INPUTS.dump_json(BorrowerErased(borrower, at)))


def _erased(id: UUID, kid: str, borrower: str, at: datetime) -> Outgoing:
    event_id = derive("erased", id, kid)
    said = KeyErased(id=str(event_id), source="notifier", subject=kid, time=at, data=Erasure(borrower=borrower))
    return Outgoing(event_id, f"erased:{kid}", KeyErased.topic, kid, encode(said), said.type, None)
