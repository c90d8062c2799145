"""From the log into decisions: one batch, one transaction (which moves our places too), then the group's offsets.

Only a batch of huge records is several transactions: each of these is held some times over while it is set aside, and
a process that dies of that would read them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.contracts.codec import Malformed, decode
from shared.contracts.envelope import Event
from shared.contracts.operations import Operation
from shared.contracts.switches import Switch, SwitchStopped
from shared.decision import Decision
from shared.runtime import failpoints, metrics
from shared.runtime.logs import logger
from shared.runtime.ports import Log, OperationRow, Record, SwitchRow

from .breaker import Breakers, PollPlan
from .operations import asked_of
from .pending_input import PendingInput, known_by, pending_event
from .rejected import RejectedRecords, refuse, together
from .transact import StepContext, transact
from .whose import for_their_persons

WAIT_S, PROBED_S = 5.0, 0.5
"""Records end the wait, and so does who gives a lane other partitions or places. Where a breaker is open it looks more
often: the others are tried in between."""
PORTION_BYTES_MAX = 16 << 20


async def consume_batch(log: Log, context: StepContext, breakers: Breakers, *, wait_s: float | None = None) -> int:
    """Handle the next records and return how many. Offsets move only after the commit.

    None while the clock is wrong: a decision of the future binds all that come after it, and to a clock of the past a
    sound event is one of the future.
    """
    if context.clock_wrong():
        return 0
    now = context.clock.now()
    handled = 0
    if wait_s is None:
        wait_s = PROBED_S if breakers.opened() else WAIT_S
    for number, look in enumerate(breakers.looks(now)):
        if context.relay.full:
            break
        handled += await _consume(log, context, breakers, look, now, 0.0 if number else wait_s)
    return handled


async def _consume(
    log: Log, context: StepContext, breakers: Breakers, look: PollPlan, now: datetime, wait_s: float
) -> int:
    found = await log.poll(look.records_max, wait_s, look.may)
    if not found:
        return 0
    if context.clock_wrong():  # it was set while we waited for them
        await log.give_back(found)
        return 0
    bad: Counter[str] = Counter()
    repeated = 0
    try:
        failpoints.reached("after-poll")
        records, beyond = _within(found, breakers) if look.ordered else (found, [])
        for portion in portions(records):
            inputs, rejected = sort_out(context, portion, context.clock.now())
            rejected = await for_their_persons(context, rejected)
            repeated += len(inputs) - await transact(context, inputs, rejected, log.moves(portion))
            bad.update(row.topic for row in rejected.dead)
            _tell(context, rejected.facts)
    except BaseException:
        await log.give_back(found)
        raise
    failpoints.reached("before-offset")
    try:
        await log.commit(records)
    finally:
        if beyond:
            await log.give_back(beyond)
    if not look.ordered:
        for topic, number in Counter(record.topic for record in records).items():
            breakers.saw(topic, number - bad[topic], bad[topic], now)
    _count(records, repeated)
    return len(records)


def _within(found: list[Record], breakers: Breakers) -> tuple[list[Record], list[Record]]:
    """Those up to where an operator set the topic aside; and those behind, where the breaker counts again."""
    within: list[Record] = []
    beyond: list[Record] = []
    for record in found:
        if breakers.ordered(record.topic, record.partition, record.offset):
            within.append(record)
        else:
            beyond.append(record)
            breakers.passed(record.topic, record.partition)
    return within, beyond


def portions(records: list[Record]) -> Iterator[list[Record]]:
    """The records in their order, at most `PORTION_BYTES_MAX` at once; a larger one alone."""
    portion: list[Record] = []
    size = 0
    for record in records:
        length = len(record.value or b"") + len(record.key or b"")
        if portion and size + length > PORTION_BYTES_MAX:
            yield portion
            portion, size = [], 0
        portion.append(record)
        size += length
    if portion:
        yield portion


def sort_out(context: StepContext, records: list[Record], now: datetime) -> tuple[list[PendingInput], RejectedRecords]:
    """Events to decide on, in order; and apart from them what is no event (and whom it may concern), facts, switches,
    and what operators ask of us."""
    inputs: list[PendingInput] = []
    refused: list[RejectedRecords] = []
    switches: list[SwitchRow] = []
    switch_ids: list[UUID] = []
    asked: list[OperationRow] = []
    facts: list[Decision] = []
    skips = context.skips()
    for record in records:
        event = _event(context, record, now)
        if isinstance(event, Malformed):
            refused.append(refuse(context, record, event, now))
        elif skips.covers(record.topic, record.partition, record.offset, event.source):
            metrics.count("records_skipped", topic=record.topic)
        elif isinstance(event, Switch):
            stopped = isinstance(event, SwitchStopped)
            switches.append(SwitchRow(event.data.what, event.subject, stopped, event.data.cause, event.time))
            switch_ids.append(known_by(event))
            asked.append(asked_of(event))
        elif isinstance(event, Operation):
            if event.subject == context.machine.service:
                asked.append(asked_of(event))
        elif (fact := context.machine.fact_of(event, now)) is not None:
            facts.append(fact)
        else:
            aggregate = context.machine.aggregate(event)
            if aggregate is not None:
                inputs.append(pending_event(aggregate, event, known_by(event), record))
    rejected = together(refused)
    apart = replace(
        rejected,
        switches=tuple(switches),
        switch_ids=tuple(switch_ids),
        asked=tuple(asked),
        facts=tuple(facts),
    )
    return inputs, apart


def _event(context: StepContext, record: Record, now: datetime) -> Event | Malformed:
    gap = record.gap
    if gap is None:
        return decode(record.topic, record.key, record.value, now)
    logger(context.machine.service).error(
        "records-unread",
        topic=record.topic,
        partition=record.partition,
        offset=gap.first,
        count=gap.last - gap.first + 1,
        code=gap.code,
    )
    metrics.count("offsets_unread", gap.last - gap.first + 1, topic=record.topic, code=gap.code)
    return Malformed(gap.code, gap.detail)


def _tell(context: StepContext, facts: Sequence[Decision]) -> None:
    """What became of facts: no history has it."""
    for (reason, accepted), number in Counter((fact.reason, fact.accepted) for fact in facts).items():
        metrics.count("facts", number, reason=reason)
        if not accepted:
            logger(context.machine.service).warning("facts-refused", reason=reason, count=number)


def _count(records: list[Record], repeated: int) -> None:
    for topic, number in Counter(record.topic for record in records).items():
        metrics.count("events_handled", number, topic=topic)
    if repeated > 0:
        metrics.count("events_duplicate", repeated, topic="all")
