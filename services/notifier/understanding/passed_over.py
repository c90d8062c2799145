"""Which of the rules that were found say nothing of the writer, of us, or of the debt: they are passed over."""

from __future__ import annotations

from collections.abc import Sequence

from .cancelled import asks_to_cancel_nothing, is_said_of_the_visit
from .disowned import is_unreal
from .disputes import speaks_of_money
from .house_numbers import is_of_the_house
from .light_verbs import is_done_of_something
from .matching import Match
from .meant_otherwise import is_meant_otherwise
from .reading import OpenQuestion
from .rules import ANOTHER_AMOUNT, BEFELL
from .spent import is_no_money, told_with
from .waiting import waits_by_the_clock, waits_for_us
from .words import ReplyWords


def is_passed_over(reply: ReplyWords, match: Match, asked: OpenQuestion, elsewhere: Sequence[Match]) -> bool:
    """`elsewhere`: the rules that take a payment to somebody else for one to us."""
    match match.rule.meaning:
        case "decline" | "wrong_number" if waits_for_us(reply, match, asked):
            return True
        case "hardship" if waits_by_the_clock(reply, match, asked):
            return True
        case "paid" if is_unreal(reply.clauses[match.words[0].clause], match.words):
            return True
        case "paid" if is_done_of_something(reply.clauses[match.words[0].clause], match.words):
            return True
        case "vulnerable" | "third_party" if told_with(match, elsewhere):
            return True
        case "dispute" | "start" if is_said_of_the_visit(reply, match, asked):
            return True
        case _:
            pass
    if is_of_the_house(reply, match) or asks_to_cancel_nothing(match, asked) or is_meant_otherwise(reply, match):
        return True
    if match in elsewhere or is_no_money(reply, match):
        return True
    if match.rule is ANOTHER_AMOUNT and asked.windows and not speaks_of_money(reply):
        return True  # a door, or an hour
    return match.rule.confidence == BEFELL and any(word.mended for word in match.words)  # hardly told by a guessed word
