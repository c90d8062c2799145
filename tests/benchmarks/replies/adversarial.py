"""Texts made to be slow to read: long, repetitive, growing when normalised, deep in quotes. A seed repeats them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from services.notifier.understanding.languages import LANGUAGES
from services.notifier.understanding.times.languages import LANGUAGES as TIMES

CHARS = 1_600
GROWING = "ﷺﷻ㎯㍿㌖ﬃ㏒½⒈🄀ΐ"
"""Letters that become up to eighteen when they are normalised."""
MARKS = "\u0301\u0308\u200b\u200d\u202e\ufe0f\u0000"
QUOTES = "\"'“”‘’«»「」『』„‚›‹"
ENDS = ("", ".", "...", "?", "!", "\n", ",")


def strings(number: int, seed: int = 11) -> Iterator[str]:
    """`number` texts of at most `CHARS` characters, of every kind in turn."""
    random = Random(seed)
    for each in range(number):
        yield KINDS[each % len(KINDS)](random)[:CHARS]


def role_words(random: Random) -> str:
    """Words of a few roles of one language, over and over."""
    some = random.sample(_phrases(random), k=random.randint(1, 6))
    return _filled(random, some)


def time_words(random: Random) -> str:
    words = TIMES[random.randrange(len(TIMES))]
    lines = [line.partition("=")[2] for line in words.table.splitlines() if "=" in line]
    some = [random.choice(random.choice(lines).split(",")).strip(" ?") for _ in range(random.randint(2, 8))]
    return _filled(random, [*some, str(random.randint(0, 31)), f"{random.randint(0, 23)}:{random.randint(0, 59):02}"])


def mixed(random: Random) -> str:
    return _filled(random, [phrase for _ in range(6) for phrase in random.sample(_phrases(random), k=3)])


def growing(random: Random) -> str:
    some = random.choices(GROWING, k=random.randint(1, 4))
    return _filled(random, [letter * random.randint(1, 40) for letter in some], between=random.choice(["", " "]))


def quoted(random: Random) -> str:
    """Marks opened and opened again, a phrase in the middle."""
    opened = "".join(random.choices(QUOTES, k=random.randint(100, 750)))
    return opened + random.choice(_phrases(random)) + opened[::-1]


def marked(random: Random) -> str:
    """A phrase under hundreds of marks that have no width."""
    return "".join(letter + random.choice(MARKS) * random.randint(0, 30) for letter in role_words(random))


def one_letter(random: Random) -> str:
    return random.choice("aеxж不唔لاक1१.،?!\n٣ ") * CHARS


def digits(random: Random) -> str:
    return "".join(random.choices("0123456789０１２٣٤५६:/-. ", k=CHARS))


def misspelt(random: Random) -> str:
    """Words a letter away from known ones, so that every repair is tried."""
    return _filled(random, [_slip(random, phrase) for phrase in random.sample(_phrases(random), k=12)])


KINDS: tuple[Callable[[Random], str], ...] = (
    role_words, time_words, mixed, growing, quoted, marked, one_letter, digits, misspelt,
)  # fmt: skip


def _phrases(random: Random) -> list[str]:
    language = random.choice(LANGUAGES)
    return [phrase.strip(" *\n") for line in language.words.values() for phrase in line.split(",") if phrase.strip()]


def _filled(random: Random, parts: list[str], between: str = " ") -> str:
    told, chars = [], 0
    while chars < CHARS:
        part = random.choice(parts) + random.choice(ENDS)
        told.append(part)
        chars += len(part) + len(between)
    return between.join(told)


def _slip(random: Random, phrase: str) -> str:
    place = random.randrange(len(phrase))
    return phrase[:place] + random.choice("aeiou") + phrase[place + random.randint(0, 1) :]
