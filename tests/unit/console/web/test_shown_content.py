"""What a record holds is shown as text, whatever it holds."""

import json

import pytest

from services.console.web.letters.escaped import escaped, escaped_settings
from services.console.web.letters.shown_content import LINE_MAX, LINES_MAX, content_lines, subject_of


def test_nothing_in_it_turns_the_line_or_colours_it() -> None:
    hostile = {"a": "<img onerror>", "b": "\x1b[31m", "c": "\u202egnp", "d": "=HYPERLINK(1)", "e": "x\u2028y"}
    shown = content_lines(hostile)
    assert '  "a": "<img onerror>",' in shown
    assert '  "b": "\\u001b[31m",' in shown
    assert '  "c": "\\u202egnp",' in shown
    assert '  "e": "x\\u2028y"' in shown
    assert json.loads("\n".join(shown)) == hostile


@pytest.mark.parametrize("unseen", ["\u202e", "\x7f", "\u2066", "\ufeff", "\U000e0041", "\u00ad", "\x85"])
def test_what_is_shown_parses_back_to_what_it_was(unseen: str) -> None:
    content = {f"k{unseen}": [f"a{unseen}\n\tb", "⟨U+202E⟩"]}
    shown = "\n".join(content_lines(content))
    assert unseen not in shown
    assert json.loads(shown) == content
    typed = json.dumps(content, ensure_ascii=False, indent=1)
    assert (unseen in escaped(typed), json.loads(escaped(typed))) == (False, content)
    settings = f'data.a=x{unseen}y\ndata.b="z{unseen}"\ndata.c=plain'
    first, second, third = escaped_settings(settings).split("\n")
    assert unseen not in first + second
    assert json.loads(first.partition("=")[2]) == f"x{unseen}y"
    assert json.loads(second.partition("=")[2]) == f"z{unseen}"
    assert third == "data.c=plain"


def test_a_sentence_stands_for_what_cannot_be_opened() -> None:
    assert content_lines("sealed. The master key isn't known.") == ["sealed. The master key isn't known."]


def test_what_is_endless_is_cut_and_says_so() -> None:
    shown = content_lines({f"n{number}": "y" * 5_000 for number in range(1_000)})
    assert len(shown) == LINES_MAX + 1
    assert max(map(len, shown)) == LINE_MAX + 1
    assert shown[-1] == "… 802 more lines"


def test_whom_it_is_about_is_known_where_it_says_an_id() -> None:
    assert subject_of({"subject": "c-1"}) == "c-1"
    assert subject_of({"subject": "<text of 4>"}) == ""
    assert subject_of({"subject": 7}) == ""
    assert subject_of("3 bytes that are no JSON") == ""
