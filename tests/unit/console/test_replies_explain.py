"""`./doorstep replies explain` on a screen: what would be done is seen at once, and every script stays in its lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.console.cli.reply_follows import BACK, READS
from services.console.cli.screen import cells
from services.notifier.core.table_writes import UnreadReason
from shared.contracts.texts import TextKind

from .command_line import run
from .test_replies_evaluate import one_line

TEXTS = {
    "2?": "en",
    "friday works for my husband": "en",
    "dont txt me anymore, fri works tho": "en",
    "my lawyer will call you, i lost my job and want to die": "en",
    "也许周五下午吧，不过我得先问问我老公能不能在家": "zh-Hans",
    "周五可以,但别再发短信了": "zh-Hans",
    "ربما الجمعة إن شاء الله": "ar",
    "لا ترسلوا لي رسائل بعد الآن": "ar",
    "शुक्रवार शायद ठीक है": "hi",
    "मुझे मैसेज मत भेजो, मैं पैसे नहीं दे सकता": "hi",
}
ROWS = ("Text back", "Person", "Booked", "From then on")


class Explained:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._of = (monkeypatch, capsys)

    def page(self, text: str, *options: str, columns: int = 80) -> str:
        ran = run(*self._of, "replies", "explain", text, *options, columns=columns)
        assert (ran.code, ran.trouble) == (0, "")
        return ran.printed

    def rows(self, text: str, *options: str) -> dict[str, str]:
        """Each with the lines under it."""
        page = self.page(text, *options).split("\n\n")[1]
        found: dict[str, str] = {}
        last = ""
        for line in page.split("\n"):
            name = line[:15].strip()
            last = name or last
            found[last] = f"{found.get(last, '')} {line[15:].strip()}".strip()
        return found

    def json(self, text: str, *options: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.page(text, *options, "--json"))
        return found


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explained:
    return Explained(monkeypatch, capsys)


@pytest.mark.parametrize("text", TEXTS)
def test_what_would_be_done_stands_in_four_rows_whatever_was_written(text: str, explained: Explained) -> None:
    rows = explained.rows(text, "--lang", TEXTS[text])
    assert tuple(rows) == ROWS
    assert all(rows.values())


@pytest.mark.parametrize(
    ("text", "back", "person", "booked", "then"),
    [
        ("2?", "asked-back, once", "can read it", "nothing: window 2 is only guessed", "as before"),
        ("2", "agreed", "nobody", "window 2: Fri 27 Nov 14:00 to 16:00", "as before"),
        ("the dog bites", "not-understood", "reads it (not-understood)", "nothing", "as before; a second like it"),
        ("stop", "opt-out-confirmed", "nobody", "nothing, and a visit", "no more texts to this person"),
        ("stop, friday works", "opt-out-confirmed", "", "nothing, and a visit", "no more texts to this person"),
        ("wrong number", "nothing", "nobody", "nothing, and a visit", "no more texts to this number"),
        ("i lost my job", "hardship", "nobody", "nothing, and a visit", "held (hardship: trouble paying)"),
        ("i want to die", "nothing: no template", "reads it (for-a-person)", "nothing, and a visit", "held (hardship"),
        ("i am his sister", "nothing", "reads it (not-understood)", "nothing, and a visit", "held (unread-reply)"),
        (
            "do not come to my house",
            "nothing",
            "reads it (visits-refused)",
            "nothing, and a visit",
            "held (visits-refused)",
        ),
        ("don't come tomorrow", "offer", "nobody", "nothing: another time is looked for", "as before"),
        (
            "don't come to my house, 2 is ok",
            "nothing",
            "reads it (visits-refused)",
            "nothing, and",
            "held (visits-refused)",
        ),
        (
            "stop, and do not come to my house",
            "opt-out-confirmed",
            "reads it (visits-refused)",
            "nothing, and",
            "no more",
        ),
        ("friday at 7 pm", "offer", "nobody", "nothing: another time around Fri 27 Nov 19:00 is", "as before"),
        ("no", "offer", "nobody", "nothing: another time is looked for", "as before"),
        ("START", "nothing", "nobody", "nothing", "texts are allowed again"),
        ("Liked “hello”", "nothing: a reaction", "nobody", "nothing", "as before"),
        ("who is this?", "not-understood", "reads it (who)", "nothing", "as before"),
        ("this is an automatic reply", "nothing: a machine", "reads it (machine)", "nothing", "as before"),
    ],
)
def test_each_row_says_what_the_product_does(
    text: str, back: str, person: str, booked: str, then: str, explained: Explained
) -> None:
    rows = explained.rows(text)
    for row, says in zip(ROWS, (back, person, booked, then), strict=True):
        assert rows[row].startswith(says), (row, rows)


def test_of_a_visit_that_was_agreed_is_told_what_becomes_of_it(explained: Explained) -> None:
    assert explained.rows("ok", "--asked", "notice")["Booked"] == "what was agreed stays"
    assert explained.rows("another time please", "--asked", "notice")["Booked"].endswith("what was agreed is given up")
    assert explained.rows("482913", "--asked", "notice")["Text back"].startswith("who-comes")
    assert explained.rows("do not come to my house", "--asked", "notice")["Text back"].startswith("visit-cancelled")


def test_a_refusal_of_visits_is_shown_with_its_words_whatever_else_was_read(explained: Explained) -> None:
    text = "don't come to my house, 2 is ok"
    found = explained.json(text)
    assert (found["intents"], found["slot"], found["booked"]) == (["choose"], 2, None)
    assert found["no_visits"]["words"] == "don't … come to my house"
    assert "no visits  0.92  don't come: don't … come to my house" in explained.page(text)
    assert explained.json("don't come tomorrow")["no_visits"] is None


def test_a_window_that_is_named_beside_a_stop_is_not_booked(explained: Explained) -> None:
    found = explained.json("dont txt me anymore, fri works tho")
    assert (found["slot"], found["booked"], found["held"]) == (2, None, "opted-out")
    assert explained.json("2")["booked"] == 2


def test_programs_get_the_same_sentences(explained: Explained) -> None:
    for text in TEXTS:
        rows = explained.rows(text)
        question = explained.json(text)["asked_back"]
        if question is not None:
            rows["Text back"] = one_line(rows["Text back"]).removesuffix(one_line(question)).strip()
        assert explained.json(text)["follows"] == [f"{name}: {one_line(said)}" for name, said in rows.items()]


@pytest.mark.parametrize("columns", [50, 60, 80, 120])
@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_wider_than_the_screen_or_ends_in_a_blank(text: str, columns: int, explained: Explained) -> None:
    for options in ((), ("--asked", "notice"), ("--second-reader",)):
        page = explained.page(text, "--lang", TEXTS[text], *options, columns=columns)
        for line in page.split("\n"):
            assert cells(line) <= columns
            assert line == line.rstrip()


@pytest.mark.parametrize("text", [text for text in TEXTS if not text.isascii()])
def test_nothing_stands_beside_words_of_another_script(text: str, explained: Explained) -> None:
    """Read from right to left, or with letters that terminals give other widths, they would move it."""
    for line in explained.page(text, "--lang", TEXTS[text]).split("\n"):
        if not line.isascii() and not line.startswith(" " * 17):
            name, _, words = line.partition(": ")
            assert name.isascii()
            assert "  " not in words


def test_the_windows_stand_under_each_other(explained: Explained) -> None:
    lines = explained.page("2").split("\n")
    assert [line.strip()[:4] for line in lines[1:4]] == ["1  T", "2  F", "3  S"]


@pytest.mark.parametrize("columns", [50, 60, 80])
def test_a_rule_breaks_between_its_alternatives(columns: int, explained: Explained) -> None:
    lines = explained.page("please stop texting me", columns=columns).split("\n")
    pattern = [line.strip() for line in lines if "|" in line]
    rule = explained.json("please stop texting me")["meanings"][0]["rule"].partition("(")[2].rstrip(")")
    joined = "".join(line if line.endswith("|") else f"{line} " for line in pattern).strip()
    assert joined in rule
    assert all(line.endswith("|") or f"{line} " in f"{rule} " for line in pattern)


def test_every_text_that_goes_back_and_every_reason_to_read_has_words() -> None:
    assert set(BACK) < set(TextKind.__args__)  # type: ignore[attr-defined]
    assert set(READS) == set(UnreadReason.__args__) - {"picture", "suppressed"}  # type: ignore[attr-defined]
