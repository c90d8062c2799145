"""What a record holds is shown as text, whatever it holds."""

from services.console.web.letters.shown_content import LINE_MAX, LINES_MAX, content_lines, subject_of


def test_nothing_in_it_turns_the_line_or_colours_it() -> None:
    hostile = {"a": "<img onerror>", "b": "\x1b[31m", "c": "\u202egnp", "d": "=HYPERLINK(1)", "e": "x\u2028y"}
    shown = content_lines(hostile)
    assert '  "a": "<img onerror>",' in shown
    assert '  "b": "\\u001b[31m",' in shown
    assert '  "c": "⟨U+202E⟩gnp",' in shown
    assert '  "e": "x⟨U+2028⟩y"' in shown


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
