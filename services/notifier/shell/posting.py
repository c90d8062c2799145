"""Post texts, each once: claimed → posting (committed) → the carrier → what is known, stored.

When the carrier is in trouble all posting stops, and one text at a time tries the way back (see `outages`).

A crash before `begin` leaves the text claimed; after it, in `posting` under the name of a dead process, and then it
is never posted again (see `reconcile`). An outcome that can't be stored because the database is gone is kept in
memory and stored before anything else is posted.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from services.notifier.core.carrier_codes import is_known, meaning, party_of
from services.notifier.core.inputs import INPUTS, TextSettled
from services.notifier.core.lost_texts import COUNTS_FOR
from services.notifier.core.outage import Run
from services.notifier.core.rules import UNSAID_WHILE_DEAF
from services.notifier.core.wording import LANGUAGES, Params, render, written
from services.notifier.core.wording.segments import encoding, segments
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Sealed
from shared.ids import derive
from shared.privacy.keys import KeyRing
from shared.runtime import failpoints, metrics
from shared.runtime.logs import logger
from shared.runtime.ports import Clock, IntakeRow, Store, Writes

from .outages import may_probe, nothing_waited, outage_now, stop_posting, went
from .rows import BeginPost, KeepCharge, PutBack
from .sms import ACCOUNT_REFUSED, Accepted, Busy, Doubt, PostingOutcome, Ready, Rejected, Sms, Unsent

UNSAID = sorted(UNSAID_WHILE_DEAF)
TEXTS_MAX = 8
"""A killed process leaves at most so many in doubt, a loop."""
BACKOFF_S_MAX = 60.0
NO_CODE = -1
REFUSED_S_MAX = 900.0
"""What is refused because of us is tried again more and more slowly: somebody has to mend it first."""
log = logger("notifier")


@dataclass(slots=True)
class Desk:
    """What a posting loop works with; each loop has its own, but all of a process share `run`. `owner` numbers this
    process now. `quiet_days` are those that a borrower in trouble is promised, by moment and zone.

    `hash_of` is how the webhook will look up the phone of a reply. None: whoever told of the phone is believed.
    """

    store: Store
    ring: KeyRing
    sms: Sms
    clock: Clock
    owner: Callable[[], int]
    public_url: str
    quiet_days: Callable[[datetime, str], int]
    say: Callable[[str | None], None] = lambda problem: None
    hash_of: Callable[[str], str] | None = None
    clock_wrong: Callable[[], bool] = lambda: False
    run: Run = field(default_factory=Run)
    settled: list[IntakeRow] = field(default_factory=list)
    returned: list[PutBack] = field(default_factory=list)
    charged: list[KeepCharge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WordedText:
    """A text with its body. `to` is None when it can't be sent at all: the borrower's key was forgotten, a STOP from
    that phone would be taken for nobody's, or an older process let it go out in a language that we don't write.
    """

    intent: UUID
    case: str
    tries: int
    to: str | None
    body: str


async def post_texts(desk: Desk, *, texts_max: int = TEXTS_MAX) -> int:
    """Post up to `texts_max` texts; how many were begun. Others that are chosen again and again until their case has
    decided are no progress: wait.
    """
    await flush(desk)
    if desk.clock_wrong():
        return 0
    known = desk.run.stopped  # before we look: what stops while we do is not over
    outage = await outage_now(desk.store)
    if outage is not None:
        desk.run.stopped = True
        desk.say(outage.sentence())
        outage = await may_probe(desk.store, desk.clock, desk.sms, outage)
        if outage is None:
            return 0
    elif known:
        desk.run.over()
        desk.say(None)
    elif desk.run.stop is not None:  # what the other loop's posts came to is not stored yet, or that failed
        await _stop(desk)
        return 0
    async with desk.store.unit() as unit:
        limit = texts_max if outage is None else 1
        rows = await unit.select("texts_to_post", {**_not_now(desk.clock.now()), "limit": limit})
    if not rows:
        if outage is not None:
            await nothing_waited(desk.store, desk.clock, outage)
        return 0
    failpoints.reached("text-claimed")
    written = await worded(desk, rows)
    for text in written:
        if text.to is None:
            desk.settled.append(_settled(desk, text.intent, text.case, "rejected", None, None))
    owner = desk.owner()
    begun = await _begin(desk, [text for text in written if text.to is not None], owner)
    ready = [Ready(text.to, text.body, _callback(desk, text.intent)) for text in begun if text.to is not None]
    if ready:
        failpoints.reached("before-post")
        started = time.perf_counter()
        outcomes = await desk.sms.send(ready)
        failpoints.reached("after-post")
        metrics.observe("post_seconds", time.perf_counter() - started)
        alike = outage.code if outage is not None and outage.cause == "alike" else NO_CODE
        good = [_note(desk, text, outcome, owner, alike) for text, outcome in zip(begun, outcomes, strict=True)]
        if outage is not None:
            await went(desk.store, desk.clock, outage, good=all(good))
        else:
            await _stop(desk)
    await flush(desk)
    return len(begun)


async def _stop(desk: Desk) -> None:
    """Stop posting for all, if what the posts of this process came to says so."""
    stopped = await stop_posting(desk.store, desk.clock, desk.run)
    if stopped is not None:
        desk.say(stopped.sentence())
        log.error("posting-stopped", reason=stopped.cause, code=stopped.code)


async def flush(desk: Desk) -> None:
    """Store what is known of texts already posted. Raises `Unavailable`; then it is still in memory."""
    if desk.settled:
        failpoints.reached("before-settle")
        await desk.store.take_in(desk.settled)
        desk.settled.clear()
    if desk.returned or desk.charged:
        async with desk.store.unit() as unit:
            await unit.commit(Writes(rows=[*desk.returned, *desk.charged]))
        desk.returned.clear()
        desk.charged.clear()


async def worded(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> list[WordedText]:
    """Open what is sealed and write the bodies. Nothing of it is kept anywhere but in the carrier's hands."""
    names = {str(row["intent"]): row for row in rows}
    phones = await desk.ring.open_all({key: _sealed(row["phone"]) for key, row in names.items()}, "phone")
    officers = await desk.ring.open_all({key: _sealed(row["officer"]) for key, row in names.items()}, "officer")
    # Another version may have claimed it, one whose wordings have a field more.
    wordings = {key: Wording.model_validate_json(row["wording"], extra="ignore") for key, row in names.items()}
    members = {
        f"{key}/{place}": member.name for key, said in wordings.items() for place, member in enumerate(said.crew)
    }
    crews = await desk.ring.open_all(members, "name") if members else {}
    now = desk.clock.now()
    found = []
    for key, row in names.items():
        said = wordings[key]
        kind: TextKind = row["kind"]
        params = Params(
            wording=said,
            officer=officers.get(key),
            crew=[crews.get(f"{key}/{place}") for place in range(len(said.crew))],
            quiet_days=desk.quiet_days(now, row["zone"]),
        )
        language = written(row["language"])
        body = "" if language is None else render(kind, LANGUAGES[language], params)
        to = _reachable(desk, row, phones.get(key)) if _is_written(language, row) else None
        found.append(WordedText(row["intent"], row["case_id"], row["tries"], to, body))
    return found


def _not_now(now: datetime) -> dict[str, Any]:
    return {"now": now, "unsaid": UNSAID, "lost": now - COUNTS_FOR}


def _is_written(language: str | None, row: Mapping[str, Any]) -> bool:
    if language is None:
        log.error("language-unwritten", case=row["case_id"], intent=str(row["intent"]), language=row["language"])
    return language is not None


def _reachable(desk: Desk, row: Mapping[str, Any], phone: str | None) -> str | None:
    """The phone, if its replies would be known: the bank's hash of it is ours."""
    if phone is None or desk.hash_of is None or desk.hash_of(phone) == row["phone_hash"]:
        return phone
    log.error("phone-hashed-otherwise", case=row["case_id"], intent=str(row["intent"]))
    return None


async def _begin(desk: Desk, written: Sequence[WordedText], owner: int) -> list[WordedText]:
    """Of these, the ones that are ours to post now: committed as `posting`, with the hash of what will be said."""
    if not written:
        return []
    now = desk.clock.now()
    async with desk.store.unit() as unit:
        rows = await unit.select("lock_claimed", {**_not_now(now), "intents": [text.intent for text in written]})
        ours = {row["intent"] for row in rows}
        begun = [text for text in written if text.intent in ours]
        await unit.commit(Writes(rows=[beginning(text, owner, now) for text in begun]))
    return begun


def beginning(text: WordedText, owner: int, now: datetime) -> BeginPost:
    return BeginPost(text.intent, owner, now, body_hash(text.body), segments(text.body), encoding(text.body))


def _note(desk: Desk, text: WordedText, outcome: PostingOutcome, owner: int, alike: int | None) -> bool:
    """Keep what is known until it is stored. Did the carrier do its work? With `alike` it refuses everybody now."""
    problem, run = None, desk.run
    match outcome:
        case Accepted(sid=sid, charge=charge):
            run.good()
            desk.settled.append(_settled(desk, text.intent, text.case, "accepted", sid, None))
            if charge.price is not None or charge.segments not in (None, segments(text.body)):
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
            run.trouble("busy")
            _put_back(desk, text, owner, BACKOFF_S_MAX, least_s=after_s or 0.0)
    desk.say(problem if isinstance(outcome, Unsent | Rejected) else None)
    metrics.count("texts_posted", outcome=type(outcome).__name__.lower())
    return isinstance(outcome, Accepted) or (isinstance(outcome, Rejected) and problem is None)


def _put_back(
    desk: Desk, text: WordedText, owner: int, most_s: float, *, least_s: float = 0.0, code: int | None = None
) -> None:
    wait_s, now = max(least_s, min(most_s, 2.0 ** min(text.tries, 10))), desk.clock.now()
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


def _sealed(text: str) -> Sealed:
    return Sealed.model_validate_json(text)
