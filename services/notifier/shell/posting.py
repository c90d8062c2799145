"""Post texts, each once: claimed → posting (committed) → the carrier → what is known, stored.

One transaction chooses texts, holds them while their words are written, and begins them: who looks at the same time
chooses others. When the carrier is in trouble all posting stops, and one text at a time tries the way back (see
`outages`).

A crash before `_begin` has committed leaves the text claimed; after it, in `posting` under the name of a dead process,
and then it is never posted again (see `reconcile`). An outcome that can't be stored because the database is gone is
kept in memory and stored before anything else is posted.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from services.notifier.core.carrier_codes import is_known, meaning, party_of
from services.notifier.core.inputs import INPUTS, TextSettled
from services.notifier.core.lost_texts import COUNTS_FOR
from services.notifier.core.outage import AT_ONCE_MAX, WISH_S_MAX, Outage
from services.notifier.core.rules import UNSAID_WHILE_DEAF
from services.notifier.core.wording.segments import encoding, segments
from shared.ids import derive
from shared.runtime import failpoints, metrics
from shared.runtime.logs import logger
from shared.runtime.ports import IntakeRow, Unit, Writes

from .desk import Desk
from .outages import may_probe, nothing_waited, outage_of, stop_posting, went
from .rows import BeginPost, KeepCharge, PutBack, PutOff
from .sms import ACCOUNT_REFUSED, Accepted, Busy, Doubt, PostingOutcome, Ready, Rejected, Unsent
from .worded import WordedText, readable, with_keys, worded

UNSAID = sorted(UNSAID_WHILE_DEAF)
BACKOFF_S_MAX = 60.0
NO_CODE = -1
REFUSED_S_MAX = 900.0
"""What is refused because of us is tried again more and more slowly: somebody has to mend it first. Nor is a carrier
that wants to be left alone for longer: it is asked again, whatever it said."""
log = logger("notifier")


async def post_texts(desk: Desk, *, texts_max: int = AT_ONCE_MAX) -> int:
    """Post up to `texts_max` texts, fewer while it is not known that all goes well; how many were begun or put off.
    Others that are chosen again and again until their case has decided are no progress: wait.
    """
    await flush(desk)
    if desk.clock_wrong():
        return 0
    known = desk.run.stopped  # before we look: what stops while we do is not over
    posted: list[WordedText] = []
    off = 0
    owner, at_once = desk.owner(), min(texts_max, desk.run.at_once)
    async with desk.store.unit() as unit:
        found, rows = await unit.select_each([("outage_now", {}), ("texts_to_post", _waiting(desk, at_once))])
        outage = outage_of(found[0]) if found else None
        # What the other loop's posts came to is not stored yet, or that failed: then nothing is begun.
        stops = not known and desk.run.stop is not None
        if outage is None and not stops:
            posted, off = await _begin(desk, unit, rows, owner)
        else:
            await unit.commit(Writes())
    if outage is not None:
        desk.run.stopped = True
        desk.say(outage.sentence())
        outage = await may_probe(desk.store, desk.clock, desk.sms, outage)
        if outage is None:
            return 0
        async with desk.store.unit() as unit:
            rows = await unit.select("texts_to_post", _waiting(desk, 1, probing=True))
            if rows:
                posted, off = await _begin(desk, unit, rows, owner)
        if not rows:
            await nothing_waited(desk.store, desk.clock, outage)
            return 0
    elif known:
        desk.run.over()
        desk.say(None)
    elif stops:
        await _stop(desk)
        return 0
    if posted:
        if len(rows) == at_once:
            desk.more()
        await _post(desk, posted, owner, outage)
    await flush(desk)
    return len(posted) + off


async def post_waiting(desk: Desk) -> int:
    """`post_texts` as a loop does it: after fewer than it looked for nothing waits, and a claim wakes it."""
    looked_for = desk.run.at_once
    begun = await post_texts(desk)
    return begun if begun >= looked_for or desk.run.stopped else 0


async def _post(desk: Desk, texts: Sequence[WordedText], owner: int, outage: Outage | None) -> None:
    """Hand them to the carrier, all at once, and keep what it says. With an `outage` it is a probe of that."""
    ready = [Ready(text.to, text.body, _callback(desk, text.intent)) for text in texts if text.to is not None]
    failpoints.reached("before-post")
    started = time.perf_counter()
    outcomes: Sequence[PostingOutcome]
    try:
        outcomes = await desk.sms.send(ready)
    except Exception as error:  # against its promise; they are begun, and nobody else looks after them while we live
        outcomes = [Doubt(type(error).__name__)] * len(ready)
    failpoints.reached("after-post")
    metrics.observe("post_seconds", time.perf_counter() - started)
    alike = outage.code if outage is not None and outage.cause == "alike" else NO_CODE
    good = [_noted(desk, text, outcome, owner, alike) for text, outcome in zip(texts, outcomes, strict=True)]
    if outage is not None:
        wish_s = max((one.after_s or 0.0 for one in outcomes if isinstance(one, Busy)), default=0.0)
        await went(desk.store, desk.clock, outage, good=all(good), wish_s=wish_s)
        return
    if all(good):
        desk.run.all_good(len(good))
    await _stop(desk)


async def _stop(desk: Desk) -> None:
    """Stop posting for all, if what the posts of this process came to says so."""
    stopped = await stop_posting(desk.store, desk.clock, desk.run)
    if stopped is not None:
        desk.say(stopped.sentence())
        log.error("posting-stopped", reason=stopped.cause, code=stopped.code)


async def flush(desk: Desk) -> None:
    """Store what is known of texts already posted, at once. Raises `Unavailable`; then it is still in memory."""
    settled, returned, charged = desk.settled, desk.returned, desk.charged
    if settled:
        failpoints.reached("before-settle")
    if not (settled or returned or charged):
        return
    desk.settled, desk.returned, desk.charged = [], [], []
    try:
        if returned or charged:
            async with desk.store.unit() as unit:
                await unit.commit(Writes(rows=[*returned, *charged], intake=settled))
        else:
            await desk.store.take_in(settled)
    except BaseException:
        desk.settled, desk.returned = settled + desk.settled, returned + desk.returned
        desk.charged = charged + desk.charged
        raise


def _not_now(now: datetime) -> dict[str, Any]:
    return {"now": now, "unsaid": UNSAID, "lost": now - COUNTS_FOR}


def _waiting(desk: Desk, limit: int, *, probing: bool = False) -> dict[str, Any]:
    return {**_not_now(desk.clock.now()), "limit": limit, "probing": probing}


async def _begin(desk: Desk, unit: Unit, rows: Sequence[Mapping[str, Any]], owner: int) -> tuple[list[WordedText], int]:
    """Of texts that `unit` holds, those that are ours to post now: committed as `posting`, with the hash of what will
    be said. What came while they were written (a STOP, a switch) still counts. How many can't be written: they are put
    off. It commits also where nothing is begun: with ROLLBACK psycopg would forget every statement that it prepared.
    """
    if not rows:
        await unit.commit(Writes())
        return [], 0
    failpoints.reached("text-claimed")
    written = await worded(desk, await with_keys(desk.ring, unit, readable(rows)))
    for text in written:
        if text.to is None:
            desk.settled.append(_settled(desk, text.intent, text.case, "rejected", None, None))
    now = desk.clock.now()
    off = _put_off(rows, {text.intent for text in written}, now)
    begun = await _ours(unit, [text for text in written if text.to is not None], now)
    await unit.commit(Writes(rows=[*(beginning(text, owner, now) for text in begun), *off]))
    return begun, len(off)


async def _ours(unit: Unit, ready: Sequence[WordedText], now: datetime) -> list[WordedText]:
    if not ready:
        return []
    free = await unit.select("lock_claimed", {**_not_now(now), "intents": [text.intent for text in ready]})
    ours = {row["intent"] for row in free}
    return [text for text in ready if text.intent in ours]


def _put_off(rows: Sequence[Mapping[str, Any]], written: Set[UUID], now: datetime) -> list[PutOff]:
    """What is not `written`, for longer each time, so that nobody has to wait behind it."""
    return [
        PutOff(row["intent"], now + timedelta(seconds=_wait_s(row["tries"], REFUSED_S_MAX)))
        for row in rows
        if row["intent"] not in written
    ]


def _wait_s(tries: int, most_s: float) -> float:
    return min(most_s, 2.0 ** min(tries, 10))


def beginning(text: WordedText, owner: int, now: datetime) -> BeginPost:
    return BeginPost(text.intent, owner, now, body_hash(text.body), segments(text.body), encoding(text.body))


def _noted(desk: Desk, text: WordedText, outcome: PostingOutcome, owner: int, alike: int | None) -> bool:
    """`_note`, whatever is in the answer: what is known of the others in the batch would be lost with it."""
    try:
        return _note(desk, text, outcome, owner, alike)
    except Exception as error:
        return _note(desk, text, Doubt(type(error).__name__), owner, alike)


def _note(desk: Desk, text: WordedText, outcome: PostingOutcome, owner: int, alike: int | None) -> bool:
    """Keep what is known until it is stored. Did the carrier do its work? With `alike` it refuses everybody now."""
    problem, run = None, desk.run
    match outcome:
        case Accepted(sid=sid, charge=charge):
            run.good()
            desk.settled.append(_settled(desk, text.intent, text.case, "accepted", sid, None))
            counted = charge.segments is not None and charge.segments != segments(text.body)
            if charge.price is not None or counted:
                desk.charged.append(KeepCharge.of(text.intent, charge))
        case Rejected(code=code):
            if run.refused(text.intent, code) and code != alike:
                desk.settled.append(_settled(desk, text.intent, text.case, "rejected", None, code))
            else:
                problem = f"the carrier refuses our texts: {meaning(code)}"
                _put_back(desk, text, owner, REFUSED_S_MAX, code=code)
            metrics.count(
                "carrier_codes", party=party_of(code) or "nobody", code=str(code if is_known(code) else "other")
            )
        case Doubt(reason=reason):
            run.trouble("doubt")
            problem = f"the carrier does not say what became of a text: {reason}"
            desk.settled.append(_settled(desk, text.intent, text.case, "uncertain", None, None))
            log.warning("post-in-doubt", intent=str(text.intent), case=text.case, reason=reason)
        case Unsent(reason=reason):
            refused = reason == ACCOUNT_REFUSED
            run.trouble("refused" if refused else "unreached")
            problem = "the carrier refuses our account" if refused else f"the carrier is out of reach: {reason}"
            _put_back(desk, text, owner, BACKOFF_S_MAX)
        case Busy(after_s=after_s):
            run.trouble("busy", after_s or 0.0)
            _put_back(desk, text, owner, BACKOFF_S_MAX, least_s=min(after_s or 0.0, WISH_S_MAX))
    desk.say(problem if isinstance(outcome, Unsent | Rejected) else None)
    metrics.count("texts_posted", outcome=type(outcome).__name__.lower())
    return isinstance(outcome, Accepted) or (isinstance(outcome, Rejected) and problem is None)


def _put_back(
    desk: Desk, text: WordedText, owner: int, most_s: float, *, least_s: float = 0.0, code: int | None = None
) -> None:
    wait_s, now = max(least_s, _wait_s(text.tries, most_s)), desk.clock.now()
    desk.returned.append(PutBack(text.intent, owner, now + timedelta(seconds=wait_s), now, code))


def _settled(
    desk: Desk,
    intent: UUID,
    case: str,
    status: Literal["accepted", "rejected", "uncertain"],
    sid: str | None,
    code: int | None,
) -> IntakeRow:
    at = desk.clock.now()
    return settlement(intent, case, status, sid, code, at)


def settlement(
    intent: UUID,
    case: str,
    status: Literal["accepted", "rejected", "uncertain"],
    sid: str | None,
    code: int | None,
    at: datetime,
) -> IntakeRow:
    """What became of a post, for the machine. The same news twice has the same id, so it counts once."""
    said = TextSettled(intent, status, sid, code, at)
    return IntakeRow(derive("settled", intent, status, sid or ""), case, at, INPUTS.dump_json(said))


def body_hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _callback(desk: Desk, intent: UUID) -> str:
    return f"{desk.public_url}/twilio/status/{intent}"
