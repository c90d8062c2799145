"""One phone and its holder: each delivered text leads to nothing, to a reply, or to something done at the bank.

One who hedges names a time in their first answer without choosing it ("2?"), and chooses it when they are asked whether
they mean it. The holder remembers how many reminders, offers and notices there were, and has a die of its own, so the
same seed gives the same answers to the same texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Literal

from .phrases import SpokenMeaning, choose, hedge, say
from .profiles import Profile
from .text_recognition import HeardText

Deed = Literal["pay", "pay-part", "sign-plan", "dispute"]
STOP = ("STOP", "Stop", "stop")


@dataclass(frozen=True, slots=True)
class PhoneReply:
    """Say `body` when `after` has passed. `meant` is for the record."""

    after: timedelta
    body: str
    meant: str


@dataclass(frozen=True, slots=True)
class Does:
    """Do `deed` at the bank when `after` has passed."""

    after: timedelta
    deed: Deed


Act = PhoneReply | Does


@dataclass(slots=True)
class Phone:
    profile: Profile
    language: str
    random: Random
    hedges: bool = False
    reminders: int = 0
    offers: int = 0
    notices: int = 0
    done: set[str] = field(default_factory=set)

    def hears(self, heard: HeardText) -> list[Act]:
        """What follows from one delivered text."""
        if heard.slots:
            self.offers += 1
            return self._offered(heard)
        if heard.asks_back is not None:
            return [PhoneReply(self._hours(0, 3), str(heard.asks_back), "slot")]
        if heard.check_code is not None:
            self.notices += 1
            return self._noticed(heard.check_code)
        self.reminders += 1
        return self._reminded()

    def _reminded(self) -> list[Act]:
        match self.profile:
            case "payer" if self._once("pay", from_text=2):
                return [Does(self._hours(1, 40), "pay")]
            case "promiser" if self._once("promise", from_text=1):
                kept: list[Act] = [Does(self._hours(60, 160), "pay")] if self.random.random() < 0.8 else []
                return [self._words("promise"), *kept]
            case "part-payer" if self._once("part", from_text=2):
                return [Does(self._hours(4, 60), "pay-part")]
            case "stop" if self._once("stop", from_text=2):
                return [PhoneReply(self._hours(0, 8), self.random.choice(STOP), "opt-out")]
            case "stop-in-words" if self._once("stop", from_text=2):
                return [self._words("stop-words")]
            case "wrong-number" if self._once("wrong", from_text=1):
                return [self._words("wrong-number")]
            case "hardship" if self._once("hardship", from_text=2):
                return [PhoneReply(self._hours(0, 10), "5", "hardship"), *self._plan_perhaps()]
            case "hardship-in-words" if self._once("hardship", from_text=2):
                return [self._words("hardship"), *self._plan_perhaps()]
            case "disputer" if self._once("dispute", from_text=2):
                return [self._words("dispute"), Does(self._hours(12, 70), "dispute")]
            case "plan-signer" if self._once("plan", from_text=2):
                return [Does(self._hours(20, 90), "sign-plan")]
            case "asker" if self._once("who", from_text=1):
                return [self._words("who")]
            case "mumbler" if self._once("mumble", from_text=1):
                return [self._words("mumble")]
            case _:
                return []

    def _offered(self, heard: HeardText) -> list[Act]:
        first = self.offers == 1
        match self.profile:
            case "picker" | "pays-before-visit" | "stop-after-notice" | "asker":
                return [self._pick(heard.slots)]
            case "late-picker":
                return [PhoneReply(self._hours(52, 64), "1", "slot") if first else self._pick(heard.slots)]
            case "other-time":
                return [self._words("other-time") if first else self._pick(heard.slots)]
            case "other-digit":
                return [PhoneReply(self._hours(1, 10), "4", "other-time") if first else self._pick(heard.slots)]
            case "promiser" | "part-payer" | "hardship" | "hardship-in-words" if first and self.random.random() < 0.5:
                return [self._pick(heard.slots)]
            case _:
                return []

    def _noticed(self, code: str) -> list[Act]:
        match self.profile:
            case "pays-before-visit" if self.notices == 1:
                return [Does(self._hours(2, 20), "pay")]
            case "stop-after-notice" if self.notices == 1:
                return [PhoneReply(self._hours(1, 12), self.random.choice(STOP), "opt-out")]
            case "picker" if self.notices == 1 and self.random.random() < 0.1:
                return [PhoneReply(self._hours(0, 5), code, "who")]
            case _:
                return []

    def _pick(self, slots: int) -> PhoneReply:
        slot = self.random.randint(1, slots)
        if self.hedges:
            self.hedges = False
            return PhoneReply(self._hours(1, 10), hedge(slot, self.language, self.random), "hedge")
        words = choose(slot, self.language, self.random)
        return PhoneReply(self._hours(1, 20), words, "slot")

    def _words(self, what: SpokenMeaning) -> PhoneReply:
        return PhoneReply(self._hours(0, 12), say(what, self.language, self.random), what)

    def _plan_perhaps(self) -> list[Act]:
        return [Does(self._hours(60, 170), "sign-plan")] if self.random.random() < 0.75 else []

    def _hours(self, least: int, most: int) -> timedelta:
        """Whole and half hours, so that a world of many phones does not need a moment for each."""
        return timedelta(minutes=30 * self.random.randint(2 * least + 1, 2 * most))

    def _once(self, what: str, *, from_text: int) -> bool:
        """Is this the text on which it happens? The first, or up to the `from_text`-th, by the die; never again."""
        if what in self.done:
            return False
        if self.reminders < from_text and self.random.random() < 0.5:
            return False
        self.done.add(what)
        return True
