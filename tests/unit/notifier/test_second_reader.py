"""A second reader raises doubts: it never says yes and never stops less. It is off unless it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.reply_meanings import WeighedReply, weighed
from services.notifier.hearing.hear import VERSION, hear, said_by_a_stranger
from services.notifier.hearing.second_reader import SecondOpinion, SecondReader
from services.notifier.second_reader.linear import LinearReader, second_reader
from services.notifier.second_reader.weights import WEIGHTS, header
from services.notifier.understanding.reading import AskedKind
from shared.runtime.settings import SettingsError
from tests.benchmarks.replies.train import rows_hash

from .events import PHONE_HASH, sealed
from .test_what_a_reply_answers import question

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class SaysSo:
    """A second reader that always thinks the same."""

    stop: bool = False
    no_yes: bool = False
    version: str = "says-so"

    def opinion(self, text: str, asked: AskedKind) -> SecondOpinion:
        return SecondOpinion({}, self.stop, self.no_yes)


def heard(words: str, second: SecondReader | None, carrier_says: str | None = None) -> ReplyRead:
    reply = ReplyReceived("SM1", PHONE_HASH, NOON, sealed("words"), carrier_says=carrier_says)  # type: ignore[arg-type]
    return hear(reply, words, (question("offer"),), second=second)


def follows(words: str, second: SecondReader | None) -> WeighedReply:
    return weighed(heard(words, second))


def test_an_opt_out_that_only_the_second_reader_sees_stops_and_is_shown_to_a_person() -> None:
    found = follows("bonjour la lune", SaysSo(stop=True))
    assert [meaning.kind for meaning in found.meanings] == ["opt-out"]
    assert found.shown == "doubtful-stop"


def test_its_doubt_about_a_stop_takes_no_window_and_keeps_what_else_was_said() -> None:
    assert follows("2", None).kinds == {"slot"}
    assert follows("I will take the second one", SaysSo(stop=True)).kinds == {"opt-out"}
    assert follows("I lost my job", SaysSo(stop=True)).kinds == {"opt-out", "hardship"}


def test_a_yes_that_it_does_not_see_books_nothing_and_is_asked_back() -> None:
    words = "the second one please"
    assert follows(words, None).kinds == {"slot"}
    assert follows(words, SaysSo(no_yes=True)).kinds == {"unknown"}


@pytest.mark.parametrize("second", [SaysSo(), SaysSo(no_yes=True)])
def test_it_never_takes_a_stop_back(second: SecondReader) -> None:
    assert heard("stop texting me", second).reading == heard("stop texting me", None).reading
    assert heard("anything", second, "stop").reading.meanings[0].kind == "stop"


def test_it_is_not_asked_about_a_digit_that_our_texts_teach() -> None:
    assert follows("2", SaysSo(stop=True, no_yes=True)).kinds == {"slot"}


def test_what_was_read_names_both_readers() -> None:
    assert heard("2", None).reader == VERSION
    assert heard("2", SaysSo()).reader == f"{VERSION} says-so"


def test_a_stranger_whom_it_takes_to_opt_out_is_silenced() -> None:
    assert said_by_a_stranger("bonjour la lune", NOON) == "other"
    assert said_by_a_stranger("bonjour la lune", NOON, second=SaysSo(stop=True)) == "stop"


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("no more of these messages please", True), ("deja de escribirme", True), ("别再给我发短信了", True),
        ("START", False), ("friday at 3 works", False), ("可以", False), ("ok", False), ("", False), ("\0", False),
        ("don't stop, keep texting me", False), ("x" * 4000, False), ("ﷺ" * 400, False),
    ],
)  # fmt: skip
def test_the_linear_reader_has_an_opinion_of_any_text(words: str, stop: bool) -> None:
    found = LinearReader().opinion(words, "offer")
    assert found.stop is stop
    assert all(0 <= chance <= 1 for chance in found.chances.values())
    assert found == LinearReader().opinion(words, "offer")


def test_it_finds_a_yes_in_plain_ones() -> None:
    assert not LinearReader().opinion("friday at 3 works", "offer").no_yes
    assert LinearReader().opinion("I lost my job and can't pay", "offer").no_yes


def test_its_weights_are_small_and_were_made_from_the_rows_of_the_corpus() -> None:
    assert WEIGHTS.stat().st_size <= 1_000_000
    assert header()["rows"] == rows_hash()


@pytest.mark.parametrize(("setting", "is_on"), [({}, False), ({"DOORSTEP_SECOND_READER": "no"}, False), ({"DOORSTEP_SECOND_READER": "yes"}, True)])
def test_it_is_off_unless_it_is_asked_for(setting: dict[str, str], is_on: bool) -> None:
    asked = NotifierSettings.model_validate({**ENV, **setting}).second_reader
    assert asked is is_on
    assert (second_reader(asked) is not None) is is_on
