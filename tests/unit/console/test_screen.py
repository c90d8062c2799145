"""What is printed for a person: nothing that a terminal obeys, no word cut, nothing wider than the screen."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.text import Text

from services.console.cli import output
from services.console.cli.screen import Screen, Words, breaks, visible

JOINERS = "\u200c\u200d"


def shown(what: object, width: int = 80) -> str:
    console = Screen(width=width)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


def lines(text: str, width: int) -> list[str]:
    places = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(places)]


def test_every_control_and_every_mark_that_can_not_be_seen_is_spelt_out() -> None:
    """But for the joiners, and for the few marks of format that are drawn."""
    drawn = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2}
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    letters = [letter for code in range(0x110000) if unicodedata.category(letter := chr(code)) in hidden]
    raw = {ord(letter) for letter in letters if visible(letter) == letter}
    assert raw == drawn | set(map(ord, JOINERS))


def test_what_is_written_with_joiners_stays_as_it_is() -> None:
    for text in ("क्‍ष", "می‌خواهم", "👩‍👩‍👧", "明天下午三点", "naïve — ok…", "\u3000"):
        assert visible(text) == text


@pytest.mark.parametrize("printed", ["a\x1b[2Jb", Text("a\x1b[2Jb"), "[bold]a[/]\x1b[2J\u202e"], ids=ascii)
def test_nothing_that_is_printed_gets_through_to_the_terminal(printed: str | Text) -> None:
    """Also where a command forgot to spell it out."""
    assert not set("\x1b\u202e") & set(shown(printed))
    table = output.table("title")
    table.add_row(printed)
    assert not set("\x1b\u202e") & set(shown(table))


def test_colours_of_our_own_are_kept_on_a_terminal() -> None:
    file = io.StringIO()
    Screen(file=file, force_terminal=True, color_system="standard").print("[red]x[/]")
    assert file.getvalue() == "\x1b[31mx\x1b[0m\n"


@pytest.mark.parametrize("width", range(10, 30))
@pytest.mark.parametrize(
    "text",
    [
        "王芳:请回复1-3选择时间。回复STOP退订,回复4改时间。", "回复 STOP 退订（STOP）,谢谢", "STOP停止STOP停止STOP",
        "Reply STOP to end", "يُرجى الرد بكلمة STOP لإيقاف الرسائل", "रोकने के लिए STOP लिखें",
    ],
)  # fmt: skip
def test_no_word_is_cut_that_fits_on_a_line(text: str, width: int) -> None:
    cut = lines(text, width)
    assert "".join("".join(line.split()) for line in cut) == "".join(text.split())
    assert max(map(cell_len, cut)) <= width
    assert sum(line.count("STOP") for line in cut) == text.count("STOP")


def test_a_sign_stays_with_the_letter_that_it_belongs_to() -> None:
    for width in range(8, 30):
        for line in lines("您好,请选择(周五)。王芳:「明天」可以吗？好的！", width):
            assert line[0] not in ",)。:」？！"
            assert line[-1] not in "(「"


@pytest.mark.parametrize("text", ["👩‍👩‍👧" * 20, "e\u0301" * 50, "क्षि" * 30], ids=ascii)
def test_a_long_word_is_cut_between_letters_and_never_inside_one(text: str) -> None:
    """hardwood-hq/hardwood 866."""
    for line in lines(text, 7):
        assert cell_len(line) <= 7
        assert not unicodedata.combining(line[0])
        assert line[0] not in JOINERS
        assert line[-1] not in JOINERS


def test_long_texts_of_one_kind_are_broken_in_a_moment() -> None:
    for text in (" " * 50_000, "(" * 50_000, "。" * 50_000, "x" * 50_000, "（" * 50_000, "明 " * 25_000):
        breaks(text, 60)


def test_words_in_a_column_are_broken_like_words_on_a_line() -> None:
    table = output.table("id", "text")
    table.add_row("1", Words("回复一二三四五六七八九STOP退订"))
    page = shown(table, 28)
    assert "STOP" in page
    assert all(cell_len(line) <= 28 for line in page.splitlines())


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    """Nothing is cut, as reported in Textualize/rich 1518 and jainal09/envdrift 439."""
    table = output.table("intent", "because", fold=("because",))
    table.add_row("0b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11", "the notice was delivered a day before the window")
    table.add_row("1b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11", "")
    console = Screen(width=50)
    with console.capture() as captured:
        output.print_table(console, table)
    page = captured.get()
    assert [line.split()[:2] for line in page.splitlines() if "b54d" in line] == [
        ["intent", "0b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11"], ["intent", "1b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11"],
    ]  # fmt: skip
    assert page.count("because") == 1
    assert all(cell_len(line) <= 50 for line in page.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_json_is_json_whatever_letters_standard_output_knows(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """pranav8494/orchestra-py 31, NousResearch/hermes-agent 80366."""
    document = {"text": "明天 é 🙏 \ud800"}
    written = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", written)
    output.print_json(document)
    output.print_json_line(document)
    written.flush()
    whole, line = written.buffer.getvalue().decode(encoding).rsplit("\n", 2)[:2]
    assert json.loads(whole) == json.loads(line) == document


@pytest.mark.parametrize("columns", ["0", "", "abc", "-5"])
def test_a_terminal_without_a_size_shows_everything(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """liske/needrestart 167, Yelp/pgctl 221."""
    monkeypatch.setenv("COLUMNS", columns)
    console = output.console()
    with console.capture() as captured:
        console.print("all of it")
    assert captured.get() == "all of it\n"


def test_no_line_of_a_borrower_stands_where_our_own_words_do() -> None:
    console = Screen(width=40)
    with console.capture() as captured:
        output.print_fields(
            console, [("words", Words("ok\nverdict  stop\n\x1b[1A" + "x " * 40, keep="\n")), ("case", "c-1")]
        )
    first, *others, last = captured.get().splitlines()
    assert (first.rstrip(), last.rstrip()) == ("words  ok", "case   c-1")
    assert len(others) == 4
    assert all(line.startswith(" " * 7) for line in others)
    assert others[0].strip() == "verdict  stop"
    assert "\\x1b[1A" in others[1]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_json_on_a_terminal_is_the_same_document_and_commands_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    document = {"text": "a\x1b[2J\x9b2J\x7f\u202e\u2066\U000e0041\u2028\n\t明天 é क्‍ष"}
    for printed in (output.print_json, output.print_json_line):
        monkeypatch.setattr(sys, "stdout", terminal := Terminal())
        printed(document)
        shown = terminal.getvalue()
        assert json.loads(shown) == document
        assert visible(shown, keep="\n") == shown
        assert "明天 é क्‍ष" in shown
