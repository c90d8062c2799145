"""What follows from what was read, in the words that the services share. Reading is `understanding`'s, judging is here.

1. A window is taken only when the reader is sure and nothing but harmless things are said beside it. What takes none is
   not understood: a yes sends people to a door, what was not understood may be a no. What likely means one is asked
   back (see `asked_back`); nothing else is, since what is half understood of the rest only stops us, and at once.
2. No, another time and a time of their own are one wish for another time; the time travels with it.
3. Death, law and despair are nobody's to answer by a template. They brake as trouble with paying does, which stops
   every text and visit for longest, and a person reads them.
4. Whoever else writes from this phone can't answer for the borrower: that waits for a person too.
5. A yes to what was told (a notice, a reminder) asks for nothing and is answered by nothing.
6. Who refuses visits as such is offered no other time, and takes no window beside it: that waits for a person. Where
   nobody needs to come because it is paid, or will be, that is what is acted on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifier.understanding.reading import MeaningName, ReplyReading, SpokenTime
from shared.contracts.texts import NAMED_HOURS_MAX, Meaning, MeaningKind, NamedTime

from .inputs import ReplyRead
from .table_writes import UnreadReason

SLOT_MIN = 0.9
"""So sure a window must be chosen in words."""
ASKED_BACK_MIN = 0.4
"""So sure that it is worth asking back."""
SURE_STOP = 0.8
"""What is less sure stops too, and a person looks at it."""
CONSENT_TO_TEXTS_MIN = 0.9
"""So sure texts are wanted again. "Don't stop" is less: it lifts nothing, and says nothing beside a window or a yes."""
HARMLESS: frozenset[MeaningName] = frozenset({"choose", "confirm", "help", "start"})
KINDS: Mapping[MeaningName, MeaningKind] = {
    "stop": "opt-out",
    "start": "opt-in",
    "wrong_number": "wrong-number",
    "deceased": "hardship",
    "represented": "hardship",
    "vulnerable": "hardship",
    "hardship": "hardship",
    "dispute": "dispute",
    "paid": "paid",
    "promise": "promise",
    "verify": "who",
    "decline": "other-time",
    "reschedule": "other-time",
    "propose": "other-time",
}
"""Any other is for a person. `choose` and `confirm` are weighed by themselves."""
ABOUT_THE_DEBT: frozenset[MeaningKind] = frozenset({"hardship", "dispute", "paid", "promise"})
"""Beside a stop nothing follows from it but that somebody should know."""
WHATEVER_IS_PAID_MIN = 0.9
"""So sure a refusal of visits is more than that nobody needs to come now."""
MONEY_COMES: frozenset[MeaningName] = frozenset({"paid", "promise"})
GRAVE: frozenset[MeaningName] = frozenset({"deceased", "represented", "vulnerable"})
NOT_THEIRS: frozenset[MeaningName] = frozenset({"third_party"})


@dataclass(frozen=True, slots=True)
class WeighedReply:
    """What a reply means to us.

    `shown`: besides what follows, a person reads it, and why. `grave`: no template answers it. `waits`: the case waits
    for that person at once. `acknowledges`: it agrees to what was told, and asks for nothing. `no_visits`: it refuses
    visits as such.
    """

    meanings: tuple[Meaning, ...]
    shown: UnreadReason | None = None
    grave: bool = False
    waits: bool = False
    acknowledges: bool = False
    no_visits: bool = False

    @property
    def kinds(self) -> set[MeaningKind]:
        return {meaning.kind for meaning in self.meanings}


def weighed(read: ReplyRead) -> WeighedReply:
    found = _said(read.reading)
    no_visits = _refuses_visits(read.reading, found)
    meanings: dict[MeaningKind, Meaning] = {}
    if not no_visits and (slot := _slot(read, found)) is not None:
        meanings["slot"] = slot
    for name, sure in found.items():
        kind = KINDS.get(name)
        if kind == "other-time" and no_visits:
            continue
        if kind is not None and (kind not in meanings or meanings[kind].confidence < sure):
            at = read.reading.time.start if kind == "other-time" and read.reading.time is not None else None
            named = _named(read.reading.named) if name == "propose" else None
            digit = read.digit if kind in ("other-time", "hardship") else None
            code = read.code if kind == "who" else None
            meanings[kind] = Meaning(kind=kind, confidence=sure, digit=digit, at=at, code=code, named=named)
    if not meanings:
        unknown = Meaning(kind="unknown", confidence=0.0, digit=read.digit)
        if no_visits:
            return WeighedReply((unknown,), "visits-refused", no_visits=True)
        return WeighedReply((unknown,), waits=bool(NOT_THEIRS & found.keys()), acknowledges=found.keys() == {"confirm"})
    grave = bool(GRAVE & found.keys())
    shown = _shown(found, meanings, grave)
    if no_visits and not grave and shown != "doubtful-stop":
        shown = "visits-refused"
    return WeighedReply(tuple(meanings.values()), shown, grave, no_visits=no_visits)


def _refuses_visits(reading: ReplyReading, found: Mapping[MeaningName, float]) -> bool:
    refused = reading.no_visits
    if refused is None:
        return False
    return refused.confidence >= WHATEVER_IS_PAID_MIN or not MONEY_COMES & found.keys()


def _said(reading: ReplyReading) -> dict[MeaningName, float]:
    """What was read, and how surely: without a "don't stop" that stands beside a window or a yes."""
    found = {meaning.kind: meaning.confidence for meaning in reading.meanings}
    if len(found) > 1 and found.keys() <= HARMLESS and found.get("start", 1.0) < CONSENT_TO_TEXTS_MIN:
        del found["start"]
    return found


def _named(said: SpokenTime | None) -> NamedTime | None:
    """More hours than anybody means are none that was named."""
    if said is None or len(said.hours) > NAMED_HOURS_MAX:
        return None
    hours = (f"{first:%H:%M}-{last:%H:%M}" for first, last in said.hours)
    return NamedTime(day=said.day, hours=tuple(hours))


def _slot(read: ReplyRead, found: Mapping[MeaningName, float]) -> Meaning | None:
    sure, slot = found.get("choose", 0.0), read.reading.slot
    if slot is None or sure < SLOT_MIN or not found.keys() <= HARMLESS:
        return None
    return Meaning(kind="slot", confidence=sure, digit=slot)


def guessed_window(read: ReplyRead) -> int | None:
    """The number of the window that is likely meant, where it is nothing but a window that the reply is about."""
    return guess_in(read.reading)


def guess_in(reading: ReplyReading) -> int | None:
    """The same, of what was read in the words."""
    if reading.no_visits is not None:
        return None
    found = _said(reading)
    if found.get("choose", 0.0) >= ASKED_BACK_MIN and found.keys() <= HARMLESS:
        return reading.slot
    return reading.guess


def _shown(
    found: Mapping[MeaningName, float], meanings: Mapping[MeaningKind, Meaning], grave: bool
) -> UnreadReason | None:
    if "opt-out" in meanings and meanings["opt-out"].confidence < SURE_STOP:
        return "doubtful-stop"
    unbooked = "opt-in" in meanings and "choose" in found and "slot" not in meanings
    beside = (
        unbooked
        or found.keys() - KINDS.keys() - HARMLESS
        or ("opt-out" in meanings and meanings.keys() & ABOUT_THE_DEBT)
    )
    return "for-a-person" if grave or beside else None
