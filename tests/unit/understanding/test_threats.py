"""Nobody is sent to who threatens those that come: a threat refuses visits, and what only sounds like one does not."""

from __future__ import annotations

import pytest

from services.notifier.core.reply_meanings import WHATEVER_IS_PAID_MIN
from services.notifier.hearing.doubts import read_doubted
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion, ReplyReading
from services.notifier.understanding.visits_refused import THREAT

from .asking import AT, WINDOWS
from .threats_or_none import NO_THREAT, OURS, OUTSIDE, SITTINGS

KINDS: tuple[AskedKind, ...] = ("offer", "notice", "reminder", "none")


def heard(text: str, language: str = "en", kind: AskedKind = "offer") -> ReplyReading:
    return read_doubted(text, OpenQuestion(kind, WINDOWS.get(kind, ())), AT, language)


@pytest.mark.parametrize(("language", "text"), [*OUTSIDE, *SITTINGS, *OURS])
def test_a_threat_against_who_comes_refuses_visits_whatever_was_asked(language: str, text: str) -> None:
    for kind in KINDS:
        assert read(text, OpenQuestion(kind, WINDOWS.get(kind, ())), AT, language).no_visits is not None


@pytest.mark.parametrize(("language", "text"), [*OUTSIDE, *SITTINGS, *OURS])
def test_a_threat_is_found_whatever_language_they_are_known_to_write(language: str, text: str) -> None:
    assert heard(text, "").no_visits is not None


@pytest.mark.parametrize(("language", "text"), NO_THREAT)
def test_what_only_sounds_like_a_threat_refuses_no_visit(language: str, text: str) -> None:
    for kind in KINDS:
        assert read(text, OpenQuestion(kind, WINDOWS.get(kind, ())), AT, language).no_visits is None


@pytest.mark.parametrize(
    "text",
    [
        "STOP. if anyone comes I'll call the police",
        "stop texting me and stay off my property",
        "谁来我就报警，别发短信了",
    ],
)
def test_beside_a_threat_a_stop_still_stops(text: str) -> None:
    found = heard(text)
    assert found.meanings[0].kind == "stop"
    assert found.no_visits is not None


def test_a_threat_is_as_sure_as_a_refusal_can_be_whatever_is_paid_and_whatever_day_is_named() -> None:
    for text in ("I paid yesterday. come again and I'll set the dog on you", "if anyone comes on sunday I'll shoot"):
        found = heard(text).no_visits
        assert found is not None
        assert found.rule == THREAT
        assert found.confidence >= WHATEVER_IS_PAID_MIN


def test_a_threat_shows_the_words_that_it_rests_on() -> None:
    text = "ok thx. come here and I'll break your legs"
    found = heard(text).no_visits
    assert found is not None
    assert "break" in text[found.spans[0].start : found.spans[-1].end]


def test_a_threat_changes_no_meaning_of_the_text() -> None:
    assert [one.kind for one in heard("set foot on my porch n see what happens").meanings] == ["abuse"]
