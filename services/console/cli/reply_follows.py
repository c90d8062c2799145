"""What the product would do about a reply, always in four sentences: a text, a person, a visit, the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.notifier.hearing.consequences import why_no_more
from services.notifier.hearing.explain import ExplainedReply
from services.notifier.understanding.reading import AskedKind, OfferedWindow
from shared.contracts.texts import TextKind

from ..views.formatting import day_and_hour, span
from ..views.hold_ends import meaning

NOTHING, NOBODY, AS_BEFORE = "nothing", "nobody has to read it", "as before"
BACK: Mapping[TextKind, str] = {
    "opt-out-confirmed": "no more texts come",
    "hardship": "reminders stop, and smaller instalments can be agreed",
    "not-understood": "we did not understand (once a week at most)",
    "agreed": "the window is noted",
    "offer": "other times, as soon as there are some",
    "who-comes": "if the code is the visit's; else code-unknown",
    "code-unknown": "we know of no visit with this code",
    "visit-cancelled": "what was agreed does not happen",
}
READS: Mapping[str, str] = {
    "not-understood": "no machine understood it",
    "who": "they ask who we are",
    "doubtful-stop": "it may be no stop",
    "for-a-person": "no machine answers all of it",
    "visits-refused": "they refuse visits, not only a time",
    "machine": "it may be the borrower's all the same",
}


def follows(heard: ExplainedReply, asked: AskedKind, windows: Sequence[OfferedWindow]) -> list[tuple[str, str]]:
    """A name and a sentence for each."""
    return [
        ("Text back", _text(heard)),
        ("Person", _person(heard)),
        ("Booked", _booked(heard, asked, windows)),
        ("From then on", _then(heard, asked)),
    ]


def _text(heard: ExplainedReply) -> str:
    found = heard.follows
    if found.guess is not None:
        return f"asked-back, once: a {found.guess} or a yes then takes window {found.guess}"
    if found.text is not None:
        return f"{found.text}: {BACK[found.text]}"
    if heard.read.author != "person":
        wrote = "a machine wrote it" if heard.read.author == "machine" else "a reaction, or a copy of our text"
        return f"{NOTHING}: {wrote}, which is no answer"
    return f"{NOTHING}: no template answers it" if heard.weighed.grave else NOTHING


def _person(heard: ExplainedReply) -> str:
    found = heard.follows
    if found.reads is None:
        return NOBODY
    if found.guess is not None:
        return "can read it meanwhile"
    waits = ", and the case waits for that" if found.brake == "unread-reply" else ""
    return f"reads it ({found.reads}): {READS[found.reads]}{waits}"


def _booked(heard: ExplainedReply, asked: AskedKind, windows: Sequence[OfferedWindow]) -> str:
    found = heard.follows
    if found.books is not None:
        window = next(one for one in windows if one.number == found.books)
        return f"window {found.books}: {span(window.start, window.end)}"
    if found.guess is not None:
        return f"{NOTHING}: window {found.guess} is only guessed ({why_no_more(heard.read.reading)})"
    if found.brake is not None:
        return f"{NOTHING}, and a visit that was asked for is called off"
    if found.moves:
        at = next((one.at for one in heard.weighed.meanings if one.at is not None), None)
        zone = heard.read.reading.time.start.tzinfo if heard.read.reading.time is not None else None
        around = f" around {day_and_hour(at.astimezone(zone))}" if at is not None else ""
        instead = "; what was agreed is given up" if asked == "notice" else ""
        return f"{NOTHING}: another time{around} is looked for{instead}"
    return "what was agreed stays" if asked == "notice" else NOTHING


def _then(heard: ExplainedReply, asked: AskedKind) -> str:
    found = heard.follows
    match found.brake:
        case "opted-out":
            return "no more texts to this person, in any of their cases"
        case "wrong-number":
            return "no more texts to this number"
        case "unread-reply":
            return "held (unread-reply), no texts and no visit until a person settles it"
        case "visits-refused":
            return "held (visits-refused), no texts, offers or visits until a person ends it"
        case None:
            pass
        case cause:
            return f"held ({cause}: {meaning(cause)}), no texts and no visit"
    if heard.weighed.meanings[0].kind == "unknown" and found.text is not None and asked != "notice":
        return f"{AS_BEFORE}; a second like it holds the case for a person"
    if found.allows:
        return "texts are allowed again, where they were stopped"
    return AS_BEFORE
