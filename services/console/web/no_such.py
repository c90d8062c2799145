"""The address is one of ours, and nothing of that id is there: what is not there is named, and where to look for it.

The id is not repeated: what somebody typed there may be a telephone number.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException


@dataclass(frozen=True, slots=True)
class Absent:
    """`what` there is none of, as a title; `why` that may be; `page` on which one looks for it, and its `label`."""

    what: str
    why: str
    page: str
    label: str


CASE = Absent(
    "There is no such case",
    "No service knows a case of this id. It may be spelt another way, or be one that was removed when its time was "
    "over.",
    "/cases", "Find a case",
)  # fmt: skip
CUSTOMER = Absent(
    "There is no such customer", "The bank of this sandbox has nobody of this case.", "/world", "All customers"
)
LETTER = Absent(
    "There is no such dead letter",
    "No record that could not be read has this id. It may be spelt another way.",
    "/letters", "All dead letters",
)  # fmt: skip
LETTERS_ALIKE = Absent(
    "There are no such dead letters", "No group of them has this name.", "/letters", "All dead letters"
)
PARKED = Absent(
    "Nothing is set aside here",
    "No case or region of this id is set aside by this service. It may have been taken up meanwhile.",
    "/letters", "All that is set aside",
)  # fmt: skip
REPLAY = Absent(
    "There is no such replay", "Replays are known here until the console starts anew.", "/letters", "All dead letters"
)
REPLY = Absent("There is no such reply", "No reply has this id.", "/replies", "All replies")
TEXT = Absent("There is no such text", "No text has this id.", "/texts", "All texts")
CAMPAIGN = Absent(
    "There is no such record", "Of each kind of campaign the last twenty are kept, and an older one may have gone.",
    "/proof", "All records",
)  # fmt: skip
SEED = Absent("There is no such seed", "A seed is a whole number that is not below zero.", "/proof", "Choose a seed")


class NoSuch(HTTPException):
    """404, with words of its own."""

    def __init__(self, absent: Absent) -> None:
        super().__init__(404, absent.what)
        self.absent = absent
