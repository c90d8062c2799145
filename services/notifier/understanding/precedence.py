"""Where two meanings are found at once, which explains the other. A table with reasons, and the order of telling."""

from __future__ import annotations

from collections.abc import Iterable

from .reading import MeaningName

ORDER: tuple[MeaningName, ...] = (
    "stop", "start", "deceased", "vulnerable", "represented", "wrong_number", "third_party", "dispute", "paid",
    "hardship",
    "human", "call_me", "verify", "abuse", "decline", "choose", "reschedule", "propose", "promise", "confirm",
    "help", "unclear",
)  # fmt: skip
"""Strongest first: the law, then people, then the debt, then the visit."""

EXPLAINS: tuple[tuple[MeaningName, tuple[MeaningName, ...], str], ...] = (
    ("stop", ("start", "confirm", "help", "reschedule", "propose", "call_me"), "an opt-out beats everything"),
    ("start", ("stop", "help", "promise"), "texts are wanted"),
    (
        "deceased",
        (
            "vulnerable",
            "hardship",
            "promise",
            "paid",
            "wrong_number",
            "dispute",
            "confirm",
            "decline",
            "verify",
            "reschedule",
            "choose",
            "propose",
            "help",
            "represented",
            "abuse",
        ),
        "nobody collects from the dead",
    ),
    (
        "represented",
        (
            "wrong_number",
            "third_party",
            "dispute",
            "decline",
            "hardship",
            "promise",
            "confirm",
            "help",
            "human",
            "abuse",
            "call_me",
            "choose",
            "propose",
            "paid",
            "reschedule",
            "verify",
        ),
        "their lawyer answers",
    ),
    ("third_party", ("wrong_number",), "a relative or a neighbour says that they are not the borrower"),
    (
        "wrong_number",
        (
            "dispute",
            "verify",
            "confirm",
            "decline",
            "promise",
            "paid",
            "help",
            "hardship",
            "choose",
            "propose",
            "reschedule",
            "human",
            "third_party",
        ),
        "it is somebody else's debt",
    ),
    (
        "third_party",
        (
            "confirm",
            "promise",
            "help",
            "verify",
            "reschedule",
            "propose",
            "dispute",
            "call_me",
            "hardship",
            "choose",
        ),
        "somebody else can't answer for the borrower",
    ),
    (
        "vulnerable",
        ("choose", "hardship", "reschedule", "confirm", "help", "abuse", "promise", "verify"),
        "people first",
    ),
    (
        "dispute",
        ("choose", "paid", "promise", "hardship", "verify", "confirm", "help", "abuse", "human"),
        "who disputes explains all else by it",
    ),
    (
        "paid",
        ("promise", "hardship", "confirm", "reschedule", "propose", "choose", "help", "verify"),
        "who has paid needs no visit",
    ),
    (
        "hardship",
        ("choose", "confirm", "reschedule", "propose", "help", "call_me", "abuse"),
        "can't pay is the reason",
    ),
    ("human", ("help", "verify", "confirm"), "wants a person to help"),
    (
        "verify",
        ("help", "abuse", "confirm", "human", "reschedule", "propose", "choose"),
        "first they want to know who we are",
    ),
    ("call_me", ("help", "confirm", "propose", "reschedule", "choose"), "the call comes first"),
    ("abuse", ("confirm", "help", "choose"), "no consent in anger"),
    ("choose", ("confirm", "reschedule", "decline", "propose", "help"), "one of our times is taken"),
    ("promise", ("confirm", "reschedule", "propose", "choose", "help"), "will pay"),
    ("propose", ("decline", "confirm", "help", "choose"), "another time instead"),
    ("decline", ("confirm", "reschedule", "help"), "no"),
    ("reschedule", ("confirm", "help"), "another time"),
    ("confirm", ("help",), "yes"),
)
"""(stronger, weaker ones that it explains, reason)."""


def settled(found: Iterable[MeaningName]) -> list[MeaningName]:
    """What of `found` is left, strongest first."""
    names = set(found)
    for stronger, weaker, _ in EXPLAINS:
        if stronger in names:
            names.difference_update(weaker)
    return [name for name in ORDER if name in names]
