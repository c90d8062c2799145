"""A second reader raises doubts: it never says yes and never stops less. It is off unless it is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.reply_meanings import WeighedReply, weighed
from services.notifier.hearing.hear import VERSION, hear, said_by_a_stranger
from services.notifier.hearing.second_reader import SecondOpinion, SecondReader
from services.notifier.second_reader.linear import LinearReader, second_reader
from services.notifier.second_reader.weights import WEIGHTS, header
from services.notifier.understanding.reading import AskedKind
from shared.runtime.settings import SettingsError
from tests.architecture.sources import ROOT
from tests.benchmarks.replies.train import rows_hash

from .events import NOW, PHONE_HASH, question, sealed
from .notifier_process import PHONE, Memory, notifier_process
from .test_senders import settings
from .twilio_webhooks import hook, post, reply_form

DEVELOPMENT = ROOT / "tests/corpus/replies/development"
OFFER = question("offer")


@dataclass(frozen=True)
class SaysSo:
    """A second reader that always thinks the same."""

    stop: bool = False
    no_yes: bool = False
    version: str = "says-so"

    def opinion(self, text: str, asked: AskedKind) -> SecondOpinion:
        return SecondOpinion({}, self.stop, self.no_yes)


def heard(words: str, second: SecondReader | None, carrier_says: str | None = None) -> ReplyRead:
    reply = ReplyReceived("SM1", PHONE_HASH, NOW, sealed("words"), carrier_says=carrier_says)  # type: ignore[arg-type]
    return hear(reply, words, (OFFER,), second=second, zone="Europe/Lisbon")


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


def test_whatever_it_thinks_no_stop_is_lost_and_no_yes_or_opt_in_is_gained() -> None:
    texts = [json.loads(line)["text"] for line in (DEVELOPMENT / "6.jsonl").read_text("utf-8").splitlines()[::4]]
    for text in texts:
        alone = follows(text, None).kinds
        for second in (SaysSo(), SaysSo(stop=True), SaysSo(no_yes=True), SaysSo(stop=True, no_yes=True)):
            kinds = follows(text, second).kinds
            assert alone & {"opt-out"} <= kinds, text
            assert kinds & {"slot", "opt-in"} <= alone, text


def test_it_is_not_asked_about_a_digit_that_our_texts_teach() -> None:
    assert follows("2", SaysSo(stop=True, no_yes=True)).kinds == {"slot"}


def test_what_was_read_names_both_readers() -> None:
    assert heard("2", None).reader == VERSION
    assert heard("2", SaysSo()).reader == f"{VERSION} says-so"


def test_a_stranger_whom_it_takes_to_opt_out_is_silenced() -> None:
    assert said_by_a_stranger("bonjour la lune", NOW) == "other"
    assert said_by_a_stranger("bonjour la lune", NOW, second=SaysSo(stop=True)) == "stop"


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("no more of these messages please", True), ("deja de escribirme", True), ("别再给我发短信了", True),
        ("START", False), ("friday at 3 works", False), ("可以", False), ("ok", False), ("", False), ("\0", False),
        ("x" * 4000, False), ("ﷺ" * 400, False),
    ],
)  # fmt: skip
def test_the_linear_reader_has_an_opinion_of_any_text(words: str, stop: bool) -> None:
    found = LinearReader().opinion(words, "offer")
    assert found.stop is stop
    assert all(0 <= chance <= 1 for chance in found.chances.values())
    assert found == LinearReader().opinion(words, "offer")


def test_an_opt_out_that_is_denied_is_none_though_it_has_all_of_its_words() -> None:
    assert LinearReader().opinion("don't stop, keep texting me", "offer").stop
    assert "opt-out" not in follows("don't stop, keep texting me", LinearReader()).kinds


def test_it_finds_a_yes_in_plain_ones() -> None:
    assert not LinearReader().opinion("friday at 3 works", "offer").no_yes
    assert LinearReader().opinion("I lost my job and can't pay", "offer").no_yes


def test_its_weights_are_small_and_were_made_from_the_rows_of_the_corpus() -> None:
    assert WEIGHTS.stat().st_size <= 1_000_000
    assert header()["rows"] == rows_hash()


@pytest.mark.parametrize(
    ("second", "opts_out", "done"),
    [(None, False, "other"), (SaysSo(), False, "other"), (SaysSo(stop=True), True, "stop")],
)
async def test_its_doubt_reaches_the_case_and_silences_a_stranger(
    second: SecondReader | None, opts_out: bool, done: str
) -> None:
    async with notifier_process(Memory(), second=second) as notifier:
        await notifier.hear(await notifier.known(dpd=0))
        webhook = hook(notifier, second=second)
        for number, sender in enumerate((PHONE, "+351900000099")):
            assert await post(webhook, reply_form("bonjour la lune", sender, f"SM{number:032}")) == 200
        await notifier.settle()
        (stranger,) = await notifier.table("unmatched_replies")
        assert ("opted-out" in await notifier.reasons(), stranger["said"]) == (opts_out, done)


@pytest.mark.parametrize("said", ["yes", "no"])
def test_a_bank_turns_it_on(said: str, tmp_path: Path) -> None:
    assert settings(tmp_path, DOORSTEP_SECOND_READER=said).second_reader is (said == "yes")


def test_it_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert second_reader(settings(tmp_path).second_reader) is None
    assert second_reader(True) is not None


def test_a_misspelt_yes_refuses_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DOORSTEP_SECOND_READER"):
        settings(tmp_path, DOORSTEP_SECOND_READER="yess")
