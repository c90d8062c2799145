"""Opt-outs, and texts that only look like them, put together from wordings, wrappings and typing errors.

`python -m tests.unit.understanding.composed_optouts 5000` reads so many of each and prints what was missed. The same
seed makes the same texts.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import OpenQuestion

from .optout_wordings import BESIDE, BUT, GRAMMARS, Grammar

AT = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
SEED = 20261128
PRINTED_MAX = 200
TYPO_LETTERS_MIN = 6
_SLOT = re.compile(r"\{([^{}]+)\}")
_WORD = re.compile(rf"[a-z]{{{TYPO_LETTERS_MIN},}}")
_WRAPPINGS = ("{}",) * 8 + (
    "{}!!", "...{}", "({})", "{} 😡", "🙏 {}", "{}\n\nSent from my iPhone", ">> {}", "{}.",
    "\n{}\n", "*{}*", "{}???", "- {}",
)  # fmt: skip


def composed(kind: str, count: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """`count` texts of `kind` ("optout" or "other"), each with its language."""
    chance = random.Random(f"{seed} {kind}")
    languages = sorted(GRAMMARS)
    for place in range(count):
        language = languages[place % len(languages)]
        text = _spoken(GRAMMARS[language], kind, chance)
        if kind == "optout":
            text = _beside(text, language, chance)
        yield language, _typed(chance.choice(_WRAPPINGS).format(text), chance)


def _spoken(grammar: Grammar, name: str, chance: random.Random) -> str:
    """A line of `name`, its slots filled, and theirs."""
    return _SLOT.sub(lambda slot: _spoken(grammar, slot[1], chance), chance.choice(grammar[name]))


def _beside(text: str, language: str, chance: random.Random) -> str:
    """The opt-out alone (mostly), or with something else before or behind it."""
    other = chance.choice(BESIDE[language])
    stop = "。" if language == "zh" else ". "
    match chance.randrange(8):
        case 0:
            return f"{other}{stop}{text}"
        case 1:
            return f"{text}{stop}{other}"
        case 2:
            return f"{other}{BUT[language]}{text}"
        case _:
            return text


def _typed(text: str, chance: random.Random) -> str:
    """As it is typed: capitals, accents left out, blanks, unseen characters, full width, a typing error."""
    match chance.randrange(14):
        case 0:
            return text.upper()
        case 1:
            return text[:1].upper() + text[1:]
        case 2 | 3:
            return _with_error(text, chance)
        case 4:
            return text.replace(" ", "  ")
        case 5:
            return text.translate(_PLAIN)
        case 6:
            return text.translate(_FULL_WIDTH)
        case 7:
            return text[:2] + "\u200b" + text[2:]
        case _:
            return text


_PLAIN = str.maketrans("áàâãäéèêëíîïóôõúûùüñç", "aaaaaeeeeiiiooouuuunc")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _with_error(text: str, chance: random.Random) -> str:
    """One error in a long word: a letter twice, missing or swapped. Errors in short words make other words."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    found = chance.choice(words)
    word, place = found.group(), chance.randrange(1, len(found.group()) - 2)
    wrong = chance.choice((
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ))  # fmt: skip
    return text[: found.start()] + wrong + text[found.end() :]


def says_stop(text: str, language: str) -> bool:
    return any(meaning.kind == "stop" for meaning in read(text, OpenQuestion("reminder"), AT, language).meanings)


def main(count: int) -> None:
    for kind, wanted in (("optout", True), ("other", False)):
        wrong = [found for found in composed(kind, count) if says_stop(found[1], found[0]) is not wanted]
        for language, text in sorted(set(wrong))[:PRINTED_MAX]:
            print(" ", language, repr(text))  # noqa: T201
        tally = dict(Counter(language for language, _ in wrong))
        print(f"{kind}: {len(wrong)} of {count} wrong ({100 * len(wrong) / count:.2f} %) {tally}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
