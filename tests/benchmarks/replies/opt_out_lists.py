"""Published lists of words that end messages, and what a list finds: what everybody has, beside a reader.

The lists as their pages said on 28 November 2026, where they were looked up. How they are applied differs, so each is
counted three ways: the reply is a keyword and nothing else, it begins with one, or it has one anywhere as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeywordList:
    name: str
    keywords: tuple[str, ...]
    source: str
    """Where it is published, and what is said there of how it is applied."""


LISTS = (
    KeywordList(
        "Twilio, default",
        ("stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel"),
        "Twilio, 'Customize users' opt-in and opt-out experience with Advanced Opt-Out': the default of long codes",
    ),
    KeywordList(
        "AWS End User Messaging",
        ("arret", "cancel", "end", "opt-out", "optout", "quit", "remove", "stop", "td", "unsubscribe"),
        "AWS End User Messaging SMS user guide, 'Required opt-out keywords'; its keywords begin a message",
    ),
    KeywordList(
        "FCC, 2025",
        ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"),
        "47 CFR 64.1200(a)(10), in force since 11 April 2025 (FCC 24-24): words that revoke consent in any case",
    ),
)


def words(text: str) -> str:
    """Lower case without accents, each word with one space around it."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[\w-]+", bare))


def alone(text: str, keywords: Iterable[str]) -> bool:
    return words(text) in keywords


def at_the_beginning(text: str, keywords: Iterable[str]) -> bool:
    told = words(text) + " "
    return any(told.startswith(f"{keyword} ") for keyword in keywords)


def anywhere(text: str, keywords: Iterable[str]) -> bool:
    told = f" {words(text)} "
    return any(f" {keyword} " in told for keyword in keywords)


WAYS: dict[str, Callable[[str, Iterable[str]], bool]] = {
    "alone": alone, "at the beginning": at_the_beginning, "anywhere": anywhere,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptOutsFound:
    """Of `wanted` opt-outs `found`, and `false` of the `others` taken for one."""

    wanted: int
    found: int
    others: int
    false: int

    def __str__(self) -> str:
        share = 100 * self.found / self.wanted if self.wanted else 0.0
        return f"{self.found:3} of {self.wanted:3} ({share:5.1f} %), false {self.false:3} of {self.others:3}"


def opt_outs(rows: Iterable[tuple[bool, bool, bool]]) -> OptOutsFound:
    """Rows of: is it one, may it be taken for one, was it taken for one."""
    listed = list(rows)
    wanted = [said for is_one, _, said in listed if is_one]
    others = [said for is_one, may_be, said in listed if not is_one and not may_be]
    return OptOutsFound(len(wanted), sum(wanted), len(others), sum(others))
