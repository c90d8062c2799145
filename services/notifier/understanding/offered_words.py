"""Words alone in answer to an offer: any, none, another time, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from .choice import choice
from .coverage import agreement, is_explained
from .heard import CANT, REFUSES, FoundAnswer, Heard, changes, one_meaning, opens
from .languages.shape import BIT
from .reading import OfferedWindow


def answer_in_words(heard: Heard, windows: Sequence[OfferedWindow]) -> FoundAnswer:
    change = changes(heard)
    none = heard.words(BIT["none"])
    if none and not any(word.clause > none[-1].clause for word in change):
        return one_meaning("decline", 0.9, "none of them", none)
    if change and all(word.roles & BIT["put_off"] for word in change):
        return one_meaning("decline", 0.75, "put off, without a time", change)
    if change:
        return one_meaning("reschedule", 0.85, "another time", change)
    refusal = [word for word in heard.words(REFUSES) if not word.roles & BIT["yes"]]
    both = {word.clause for word in heard.words(BIT["either"])}
    if refused := [word for word in refusal if word.clause in both and not word.roles & BIT["light"]]:
        return one_meaning("decline", 0.85, "both or all of them, and no", refused)
    if refusal and not both and opens(heard.reply, refusal):
        return one_meaning("decline", 0.9, "no", refusal)
    either = [word for word in heard.words(BIT["either"]) if not word.negated]
    if either and windows and not heard.words(CANT):
        return choice(heard, windows[0], windows, either, "any of them")
    if cant := heard.words(CANT):
        return one_meaning("decline", 0.8, "can't", cant)
    yes = agreement(heard.reply)
    if yes and len(windows) == 1 and is_explained(heard.reply, yes):
        return choice(heard, windows[0], windows, yes, "yes to the only one")
    if yes:
        return FoundAnswer(missing="yes, but not to which")
    return FoundAnswer(missing="no answer to the offer")
