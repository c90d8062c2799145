"""Where two meanings are found at once, which explains the other. Tables with reasons, and the order of telling.

What somebody tells in a sentence of its own stands beside all else: who chooses a window and has lost their job has
said both. Explained is what only follows from the stronger meaning, or was read from the same sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from .reading import MeaningName

ORDER: tuple[MeaningName, ...] = (
    "stop", "start", "deceased", "vulnerable", "represented", "wrong_number", "third_party", "dispute", "paid",
    "hardship",
    "human", "call_me", "verify", "abuse", "decline", "choose", "reschedule", "propose", "promise", "confirm",
    "help", "unclear",
)  # fmt: skip
"""Strongest first: the law, then people, then the debt, then the visit."""

Explained = tuple[MeaningName, tuple[MeaningName, ...], str]
EXPLAINS: tuple[Explained, ...] = (
    ("stop", ("start", "confirm", "help", "reschedule", "propose"), "an opt-out beats everything"),
    ("start", ("stop", "help"), "texts are wanted"),
    ("deceased", ("vulnerable", "hardship", "promise", "paid", "wrong_number", "dispute", "confirm", "verify",
                  "reschedule", "choose", "propose", "help", "represented", "abuse"), "nobody collects from the dead"),
    ("represented", ("wrong_number", "third_party", "decline", "hardship", "promise", "confirm", "help", "human",
                     "abuse", "call_me", "propose", "paid", "reschedule", "verify"), "their lawyer answers"),
    ("third_party", ("wrong_number",), "a relative or a neighbour says that they are not the borrower"),
    ("wrong_number", ("dispute", "verify", "confirm", "decline", "promise", "paid", "help", "hardship", "choose",
                      "propose", "reschedule", "human", "third_party", "call_me"), "it is somebody else's debt"),
    ("third_party", ("confirm", "promise", "help", "verify", "reschedule", "propose", "dispute"),
     "somebody else can't answer for the borrower"),
    ("vulnerable", ("confirm", "help", "abuse", "verify"), "people first"),
    ("dispute", ("confirm", "help"), "who disputes asks for nothing else"),
    ("paid", ("confirm", "reschedule", "propose", "choose", "help"), "who has paid needs no visit"),
    ("hardship", ("confirm", "reschedule", "propose"), "can't pay is the reason"),
    ("human", ("help", "confirm"), "wants a person to help"),
    ("verify", ("help", "confirm", "reschedule", "propose"), "first they want to know who we are"),
    ("call_me", ("help", "confirm", "propose", "reschedule"), "the call comes first"),
    ("abuse", ("confirm", "help"), "no consent in anger"),
    ("choose", ("confirm", "reschedule", "decline", "propose", "help"), "one of our times is taken"),
    ("promise", ("confirm", "reschedule", "propose", "choose", "help"), "will pay"),
    ("propose", ("decline", "confirm", "help", "choose"), "another time instead"),
    ("decline", ("confirm", "reschedule", "help"), "no"),
    ("reschedule", ("confirm", "help"), "another time"),
    ("confirm", ("help",), "yes"),
)  # fmt: skip
"""(stronger, weaker ones that it explains wherever they stand, reason)."""

EXPLAINS_NEAR: tuple[Explained, ...] = (
    ("stop", ("call_me",), "no calls either"),
    ("start", ("wrong_number", "dispute", "propose", "reschedule", "decline", "paid", "promise"),
     "they tell how it was stopped"),
    ("represented", ("choose", "dispute"), "what the lawyer is for"),
    ("third_party", ("choose", "call_me", "hardship"), "they speak of the borrower"),
    ("vulnerable", ("hardship", "promise", "choose", "reschedule"), "an illness is the reason"),
    ("dispute", ("choose", "paid", "promise", "hardship", "verify", "abuse", "human"), "they tell why it isn't owed"),
    ("paid", ("promise", "hardship", "verify", "call_me"), "they tell how it was paid"),
    ("hardship", ("choose", "help", "call_me", "abuse"), "they tell why they can't"),
    ("human", ("verify",), "who they want to speak to"),
    ("verify", ("abuse", "human", "choose"), "they ask whom to trust"),
    ("call_me", ("choose",), "the time is that of the call"),
    ("abuse", ("choose",), "no consent in anger"),
)  # fmt: skip
"""The same, where the weaker one stands in no sentence of its own."""


def settled(found: Mapping[MeaningName, set[int]]) -> list[MeaningName]:
    """What of `found` is left, strongest first. With each meaning come the clauses in which it was found."""
    names = set(found)
    for stronger, weaker, _ in EXPLAINS:
        if stronger in names:
            names.difference_update(weaker)
    for stronger, weaker, _ in EXPLAINS_NEAR:
        if stronger in names:
            names.difference_update(name for name in weaker if name in names and found[name] <= found[stronger])
    return [name for name in ORDER if name in names]
