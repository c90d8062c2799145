"""Text from outside can be looked at, whatever it holds."""

import pytest

from services.console.web.shown import calm


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, ünïcode, 明天下午", "plain words, ünïcode, 明天下午"),
        ("\x1b[31mred\x1b[0m", "⟨U+001B⟩[31mred⟨U+001B⟩[0m"),
        ("gnp.\u202eexe", "gnp.⟨U+202E⟩exe"),
        ("a\u200bb\x00c\nd", "a⟨U+200B⟩b⟨U+0000⟩c⟨U+000A⟩d"),
        ("half \ud800 a letter", "half ⟨U+D800⟩ a letter"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert calm(text) == shown


def test_a_long_text_is_cut_and_says_so() -> None:
    assert calm("a" * 500, 10) == "a" * 10 + "…"
    assert calm("a" * 10, 10) == "a" * 10
