"""How much of what was typed, or stands in a file, a refusal repeats: no more than a person reads.

What is named stays whole: a path, an address, a list of what is taken. So a word is cut only where it is none of these,
and a line only where it is longer than any of ours.
"""

from __future__ import annotations

import re

from shared.decision.figures import counted

WORD_MAX, LINE_MAX, LINES_MAX = 120, 1_000, 100
_WORD = re.compile(rf"[^\s/]{{{WORD_MAX + 1},}}")


def bounded(text: str) -> str:
    """`text` with what is too long in it cut in its middle, and how much that was."""
    lines = [_cut(_WORD.sub(_shortened, line), LINE_MAX * 3 // 4, LINE_MAX // 4) for line in text.splitlines()]
    if len(lines) > LINES_MAX:
        lines[LINES_MAX // 2 : -LINES_MAX // 2] = [f"… {counted(len(lines) - LINES_MAX, 'line')} more …"]
    return "\n".join(lines)


def _shortened(word: re.Match[str]) -> str:
    return _cut(word[0], WORD_MAX // 2, WORD_MAX // 4)


def _cut(text: str, first: int, last: int) -> str:
    more = len(text) - first - last
    return f"{text[:first]}… {more:,} characters more …{text[-last:]}" if more > WORD_MAX // 4 else text
