"""A stop and a refusal of visits in one breath: "STOP and don't come", "no texts and don't send anybody".

Said without a comma they are one clause, in which each may hide the other. So each half is heard by itself, where an
"and" joins them, or where a word for opting out begins and a refusal follows it. "Stop coming" is a refusal alone.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import FoundMeaning, OpenQuestion, ReplyReading, Span

from .letters import WholeText, folded, pattern
from .set_off_stops import reads_as_stop

SURE_MIN = 0.6
CHARS_MAX = 160
"""Longer ones are looked through by their pieces."""
_AND = re.compile(
    pattern(
        r"\s*(?:&|\+)\s*|\s+(?:and|n|also|plus|et|aussi|y|e|et que|y que|e que|aur|dan|serta|ni|nor|or)\s+|\s+(?:and|y|e|et)\b\W+|\s*(?:और|तथा|并且|而且|并|也|和|及)\s*|\s+و(?=لا|ما|مم|ال|من)"
    )
)
_ALTERNATIVE = re.compile(pattern(r"\s*(?:ni|nor|or)\s*"))
""" "Don't text or send anybody": what denies the first half denies the other."""
_DENIES = re.compile(pattern(r"^\W*(?:do not|don'?t|dont|never|no|not|n'|ne|nao|jangan)\b\s*"))
_REFUSES = re.compile(
    pattern(
        r"^\W*(?:(?:no|not|non|don'?t|dont|do not|never|nobody|no ?one|none|stay|keep|ne|n'|nadie|nunca|ninguem|personne|jangan|jgn|tidak|tak|mat)(?![a-z])|不|别|別|勿|لا|ما|ممنوع)"
    )
)
"""What follows the word that our texts teach, joined by an "and", and leaves no doubt that it was meant."""
_TAUGHT = re.compile(r"^\W*(?:(?:pls|plz|please)\W+)?stop(?: ?all)?(?=\W)")
_LISTED = re.compile(
    pattern(
        r"^\W*(?:(?:pls|plz|please|por favor|tolong|mohon)\W+)?(?:stop(?: ?all)?|quit|end|cancel|revoke|unsubscribe|opt ?out|parar|baja|alto|sair|arret|berhenti|توقفوا|توقف|قف)(?=\W+)"
    )
)
_NEITHER = re.compile(
    pattern(
        r"^\W*(?:ni|na|ना|न|nem|sem|sin|sans|neither|tanpa)\s+(?:de |des |more |mas )?(?:sms|textos?|mensajes|messages?|msgs?|mensagens|mensagem|texts?|pesan|मैसेज|संदेश)(?![a-z])(?:.{0,16}\s)(?:ni|na|ना|न|nem|sem|sin|sans|nor|tanpa)\s"
    )
)
"""Texts are the first of two that are refused alike."""


def stops_beside_a_refusal(said: str, reading: ReplyReading, at: datetime, language: str) -> bool:
    """Does folded `said`, in which `reading` found no stop, have one beside a refusal of visits?"""
    if len(said) > CHARS_MAX:
        return False
    if _NEITHER.search(said):
        return True
    if (first := _LISTED.match(said)) is not None:
        rest = said[first.end() :].lstrip()
        joined = _AND.match(" " + rest)
        behind = _behind(" " + rest, joined) if joined is not None else ""
        if _TAUGHT.match(said) and (_REFUSES.match(behind) or _is_threat(rest, reading)):
            return True
        if behind and _is_refused(behind, at, language):
            return True
        refused = read(rest, OpenQuestion(), at, language).no_visits
        if refused is not None and refused.spans and refused.spans[0].start == 0:
            return True
    if reading.no_visits is None:
        return False
    return any(
        reads_as_stop(one, at, language, SURE_MIN) and _is_refused(other, at, language) for one, other in _halves(said)
    )


def visits_refused_beside_a_stop(text: str, at: datetime, language: str) -> FoundMeaning | None:
    """The refusal of visits that a half of `text` is, which as a whole is read as a stop alone."""
    whole = folded(text)
    if len(whole.text) > CHARS_MAX:
        return None
    for one, other in _halves(whole.text):
        for half in (other, one):
            refused = read(half, OpenQuestion(), at, language).no_visits
            if refused is not None:
                return replace(refused, spans=_places(whole, half, refused.spans))
    return None


def _places(whole: WholeText, half: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Where words of a half stand in the text; none where a denial was put before it."""
    begins = whole.text.find(half)
    if begins < 0:
        return ()
    origins = whole.origins
    return tuple(Span(origins[begins + one.start], origins[begins + one.end - 1] + 1) for one in spans)


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for joint in _AND.finditer(text):
        one, other = text[: joint.start()].strip(), _behind(text, joint)
        if not one or not other:
            continue
        yield one, other
        denied = _DENIES.match(one)
        if denied is not None and _ALTERNATIVE.fullmatch(joint.group()):
            yield one, denied.group() + other
            if (verb := one.rpartition(" ")[0]) != denied.group().strip():
                yield one, f"{verb} {other}"  # "no manden mensajes ni personas"


def _behind(text: str, joint: re.Match[str]) -> str:
    return text[joint.end() :].strip()


def _is_threat(rest: str, reading: ReplyReading) -> bool:
    """ "STOP if anyone comes i shoot", and not "stop acting like a gun is in my hand"."""
    return rest.startswith("if ") and any(one.kind == "abuse" for one in reading.meanings)


def _is_refused(words: str, at: datetime, language: str) -> bool:
    return read(words, OpenQuestion(), at, language).no_visits is not None
