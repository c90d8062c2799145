"""The shape that every language has: the words of each role, as plain lists that a native speaker can review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final, Literal, get_args

Role = Literal[
    # what holds a sentence together
    "light", "polite", "not", "dont", "didnt", "never", "post_not", "ne", "pas", "but", "or", "except", "if", "because",
    "so",
    "i", "you", "other_person", "nobody", "what", "who", "why", "how", "question", "will", "already", "want", "need",
    "can", "cant", "have",
    # answers
    "yes", "no", "ack", "fits", "misfit", "busy", "either", "none", "rest", "other", "later_one", "earlier_one",
    "first", "last", "option", "change", "put_off", "undecided", "hour_word", "wait_word", "instead", "same", "hedge",
    "only",
    # texts and contact
    "cease", "contact", "bother", "call", "message", "nomore", "remove", "number", "listing", "optout", "keyword",
    "enough",
    "fedup", "revoke", "consent", "block", "again", "limit", "say", "keep", "resume", "start_word", "instruction", "me",
    # visits
    "come", "not_come", "nobody_here", "visit", "home", "people", "way",
    # money
    "pay", "paid", "will_pay", "owe", "debt", "money", "nomoney", "payday", "lostjob", "hardship", "instalment",
    "receipt",
    "pay_name", "amount",
    # who and why
    "relative", "is_not_here", "wrong", "wrong_number", "die", "lawyer", "ill", "unwell", "crisis", "violence",
    "dispute",
    "scam", "prove", "verify", "human", "help", "inform", "insult", "threat", "third_party", "call_me", "complaint",
    "feel", "life", "laugh", "sarcasm", "stays", "machine_talk", "time", "num",
    # money that went, charges that came, lives that go on
    "gave", "arrived", "charge", "where_from", "necessity", "business", "this_is", "reason", "living", "talk", "lost",
    "remainder", "dead", "departed", "card", "closed", "here", "per", "twice", "job", "nowork",
    # what an opt-out turns on
    "by_mistake", "disregard", "joking", "automatic", "other_thing", "once_more", "or_else", "leave", "alone",
    "take", "away", "letter", "unwelcome", "forbid", "halt", "told", "last_text", "optout_end", "rather", "asks_sense",
    "often", "dont_do", "see",
    # an opt-out that is told, not made: it was once, or is somebody else's, and texts are wanted after all
    "was_out", "once", "back", "lets_on", "prefer", "handset",
    # what was fine once
    "was", "widowed",
    # what befell them, and whose the debt and the number are
    "calamity", "livelihood", "ruined", "with_what", "barely", "contract", "identity", "misused", "reported", "sim",
    "acquired", "changed_hands", "adverse", "a_mistake",
    # what speaks against it, and who it is that comes
    "objection", "who_comes", "likewise",
    # what is left of several
    "what_is_left",
    # which of two is preferred, and what stands before the other ("better than 1")
    "better", "than",
    # what stands beside somebody at whose place one is, and the days on which one works
    "at_place", "other_days",
    # what names one of our windows by its time: "the one of", "wala"
    "the_one",
    # what proposes and asks, what asks at the end of a clause, a word that only sounds like a number, and "whatever"
    "suggests", "tag", "sounds_like", "shrug",
    # what is narrated: where somebody is or works, who serves there, other people, what they ask, things, habits
    "trade", "serves", "somebody", "asks", "thing", "habit", "past",
    # who erred, and about what that is nobody's number
    "errs", "matter",
    # a verb that says "done" of whatever stands before it ("kar diya")
    "did",
    # a no to any visit ("no quiero visitas")
    "no_visits",
]  # fmt: skip
ROLES: Final[tuple[Role, ...]] = get_args(Role)
BIT: Final[Mapping[str, int]] = {role: 1 << place for place, role in enumerate(ROLES)}
"""Each role as a bit, so that what a word can be is one number."""


Mark = Literal[
    # what keeps a visit where it is denied: to alter it, an alteration, to fail or be late; and nothing
    "alter", "alteration", "fails", "late", "wont", "nothing",
    # how one is to come or not, and what is used at the door
    "manner", "fixture",
    # that they have waited since then, or leave then
    "since", "from_on", "waits", "leaves",
    # what else money goes to, that none is left, what is given and no money, and what is only to come
    "bill", "nothing_left", "secret", "yet",
    # who has left and is alive, a day of mourning, and texts that have stopped
    "parted", "funeral", "stopped", "asks_why",
    # what says that nobody opts out ("who said I want to"), a condition of one's own that isn't so and what we would do
    # then, and that one knows that we don't; who has died for sure, where a relative tells so; and animals
    "disowns", "unreal", "would", "knows", "passed_on", "animal",
    # to cancel, that one meant to, that it has been, what asks whether it has, and what says to do so after all
    "cancels", "intended", "is_off", "asks_off", "does_so",
    # the number of a house, an hour of one's own life, and what is done at a door
    "house_number", "life_hour", "rings", "knocks", "address",
    # not at any time; not for the time being; on a condition; because nobody needs it; and where one lives;
    # and as long as something is so
    "for_good", "for_now", "only_if", "needless", "my_home", "while_so",
    # that nobody is at their door: they wait for us, or want nobody there
    "nobody_at",
]  # fmt: skip
MARK: Final[Mapping[str, int]] = {mark: 1 << place for place, mark in enumerate(get_args(Mark))}
"""What is laid over words whatever their roles are: it hides no role, and makes no word a known one."""


def marks(*names: Mark) -> int:
    return sum(MARK[name] for name in set(names))


def bits(*roles: Role) -> int:
    return sum(BIT[role] for role in set(roles))


_IS_TOO: Final[Mapping[Role, Role]] = {
    "halt": "cease",
    "what_is_left": "only",
    "likewise": "light",
    "was_out": "optout",
    "did": "paid",
    "no_visits": "no",
}
"""What stands alone can; what is left is the only one; who tells that they opted out once has opted out, and
who wants no visits says no."""
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class LanguageRoles:
    """One language. `words`: role → entries, separated by commas; an entry is a word or a phrase, folded (lower case,
    no accents, simplified Chinese). A word that ends in `*` stands for all words that begin so. A longer entry hides
    the shorter ones inside it: that is how "stop by" is no "stop". `(a|b|)` in an entry is a choice: "(re|un)block"
    are two entries, "pay(ing|)" too.

    `marks`: the same of marks, which are laid over the words. `numbers` are words for the places in our list. `joined`
    are beginnings of words that are words of their own in other languages ("wa" of Arabic). `negates_back`: negations
    follow the verb as often as they precede it. `spellings`: words that are one word, each as it is written here and
    there; every entry with one of them holds for all. `doubles`: a 2 behind a word says it twice ("dateng2").
    `run_together`: two words, written apart and as one ("kar do", "kardo"): every first with every second.
    """

    code: str
    words: Mapping[Role, str]
    marks: Mapping[Mark, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    negates_back: bool = False
    doubles: bool = False
    spellings: tuple[str, ...] = ()
    run_together: tuple[tuple[str, str], ...] = ()

    def entries(self) -> Iterator[tuple[str, int, int | None]]:
        """Lists of entries, each with its role, with what that role is too, and the place in our list that it names."""
        for role, listed in self.words.items():
            yield listed, BIT[role] | (BIT[_IS_TOO[role]] if role in _IS_TOO else 0), None
        for listed, number in self.numbers.items():
            yield listed, BIT["num"], number

    def marking(self) -> Iterator[tuple[str, int, int | None]]:
        """The same of marks."""
        for mark, listed in self.marks.items():
            yield listed, MARK[mark], None


def spelt_out(entry: str) -> Iterator[str]:
    """Every entry that the choices in `entry` make."""
    parts = _CHOICE.split(entry)
    ways = map("".join, product(*[part.split("|") if at % 2 else (part,) for at, part in enumerate(parts)]))
    if "(" not in "".join(parts[::2]):
        yield from ways
    else:  # choices that held choices
        for way in ways:
            yield from spelt_out(way)
