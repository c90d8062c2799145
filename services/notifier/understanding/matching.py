"""The rules that hold in a reply, and what takes an opt-out back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .after_all import is_overruled, wanted_again
from .chinese_names import names_somebody_else
from .deaths import told_of_a_death
from .denied_names import cannot_pay_themselves, denied_names
from .disowned import asks_of_nobody, denies_an_opt_out, is_disowned
from .disputes import another_amount, told_to_the_police
from .languages.shape import BIT, bits
from .limits import is_limited, one_more, spares, wearied
from .rules import ANOTHER_AMOUNT, REPORTED, RULES, Rule
from .rules.consent import ONE_MORE, WANTED_AGAIN, WEARIED
from .rules.person import NOT_THEM, PASSED_ON
from .words import ReplyWords, Word

_CEASE = BIT["cease"]
_MISTAKE, _JOKING, _AUTOMATIC, _HUMAN = bits("by_mistake"), bits("joking"), bits("automatic"), bits("human")
_OTHERS, _SAYS = bits("other_person", "relative"), bits("say", "contact")
_TOLD, _BUT = bits("say", "told"), bits("but")
_WHY = bits("why")
_CHARGE, _TEXTS = bits("charge"), bits("contact", "message", "bother", "call", "optout", "number")
_TAKEN_BACK = bits("disregard", "by_mistake", "resume")
_SELF, _DENIED, _ASIDE = bits("i"), bits("not"), bits("laugh", "polite")
_NOBODY = bits("no", "nobody")
_DENIED_HERE, _HERE = bits("no", "nobody", "not", "pas"), bits("here", "number", "is_not_here")
_NEAR_NAMES = bits("light", "me", "i", "home", "feel", "life", "wrong_number", "a_mistake") | _DENIED_HERE | _HERE
_IT_IS_NOT = bits("light", "not", "this_is")
_SLIGHT = bits("light", "polite", "laugh", "i", "me", "you")
_ABOUT_TEXTS = _SLIGHT | bits(
    "cease", "halt", "contact", "message", "bother", "call", "again", "want", "need", "can", "say", "told", "question",
    "insult", "yes", "no", "ack", "enough", "fedup", "unwelcome", "why", "how", "will", "already", "keyword", "optout",
    "but", "number", "have", "see", "forbid", "often", "because", "hedge", "time", "only", "sarcasm", "rather",
)  # fmt: skip
"""What may stand beside a bare "stop" that means our texts."""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the words that it rests on."""

    rule: Rule
    words: tuple[Word, ...]


_SAID_BY_MISTAKE = tuple(rule.parsed for rule in RULES if rule.meaning == "start" and "by_mistake" in rule.line)


TOLD_IN_PARTS: tuple[tuple[Rule, Callable[[ReplyWords], tuple[Word, ...]]], ...] = (
    (ONE_MORE, one_more), (WEARIED, wearied), (ANOTHER_AMOUNT, another_amount), (REPORTED, told_to_the_police),
    (PASSED_ON, told_of_a_death),
)  # fmt: skip
"""What no line of a rule can find: it is looked for in the whole reply."""


def _rarest(rule: Rule) -> tuple[int, int]:
    """Of the elements of a rule the two with the fewest roles."""
    needs = sorted(rule.parsed.needs, key=int.bit_count)
    return needs[0], needs[min(1, len(needs) - 1)]


_RAREST = tuple(_rarest(rule) for rule in RULES)


@lru_cache(maxsize=4096)
def _needing(roles: int) -> tuple[int, int]:
    """The rules for whose rarest element a word of these roles will do, and those for whose next: a bit each. The
    words of replies have few sets of roles, and hardly any rule gets further than to its rarest elements.
    """
    one = sum(1 << place for place, (need, _) in enumerate(_RAREST) if roles & need)
    return one, sum(1 << place for place, (_, need) in enumerate(_RAREST) if roles & need)


def possible(words: Sequence[Word]) -> list[Rule]:
    """The rules that the words of a reply may do for, in order."""
    one = other = 0
    for word in words:
        needing = _needing(word.roles)
        one, other = one | needing[0], other | needing[1]
    left, found = one & other, []
    while left:
        found.append(RULES[(left & -left).bit_length() - 1])
        left &= left - 1
    return found


def matches(reply: ReplyWords) -> list[Match]:
    """Each rule with each clause that it matches, and the words that it rests on there."""
    found: list[Match] = []
    masks = []
    for clause in reply.clauses:
        mask = 0
        for word in clause:
            mask |= word.roles
        masks.append(mask)
    roles = reply.roles
    for rule in possible(reply.words):
        if rule.beside and not roles & rule.beside:
            continue
        if rule.alone and any(not word.roles & (_SLIGHT | rule.parsed.needs[0]) for word in reply.words):
            continue
        for clause, mask in zip(reply.clauses, masks, strict=True):
            words = rule.parsed.find(clause, mask)
            if not words or (rule.bare is not None and not _is_bare(clause, rule.bare)):
                continue
            if rule.meaning == "stop" and (
                is_limited(rule, clause, words)
                or spares(reply, clause)
                or is_disowned(reply, clause, words)
                or _not_meant(reply, clause, mask)
            ):
                continue
            if rule.meaning == "dispute" and denies_an_opt_out(clause, words):
                continue
            if rule.meaning == "verify" and asks_of_nobody(words):
                continue
            found.append(Match(rule, words))
    if words := wanted_again(reply):
        found = [match for match in found if match.rule.meaning != "stop"]
        found.append(Match(WANTED_AGAIN, words))
    if named := denied_names(reply):
        # "no soy el señor Pérez" is nobody's relative
        found = [one for one in found if one.rule.meaning != "third_party" or not set(one.words) <= set(named)]
        found.append(Match(NOT_THEM, named))
    return found + [Match(rule, words) for rule, told in TOLD_IN_PARTS if (words := told(reply))]


def _is_bare(clause: Sequence[Word], unknown: int) -> bool:
    """Has every word to do with texts, but for so many that nobody knows?"""
    others = [word for word in clause if not word.roles & _ABOUT_TEXTS]
    return len(others) <= unknown and not any(word.roles for word in others)


def _not_meant(reply: ReplyWords, clause: Sequence[Word], roles: int) -> bool:
    """Is an opt-out in this clause denied, a mistake, a joke, somebody else's, or about machines?"""
    if roles & _CEASE and not roles & _WHY and any(word.negated and word.roles & _CEASE for word in clause):
        return True  # "don't stop sending" holds "don't send"
    if roles & _MISTAKE and any(told.find(clause, roles) for told in _SAID_BY_MISTAKE):
        return True
    if roles & _OTHERS and roles & _SAYS and any(not word.negated for word in reply.any(_TAKEN_BACK)):
        return True  # "my ex told you to stop. don't listen"
    if roles & _OTHERS and roles & _TOLD and _but_follows(reply, clause):
        return True  # "a friend told me to reply STOP, but"
    if roles & _OTHERS and is_overruled(reply, clause):
        return True  # "my son says stop, I don't mind"
    if roles & _CEASE and roles & _CHARGE and not roles & _TEXTS:
        return True  # "stop the interest"
    if any(not word.negated for word in reply.any(_JOKING)):
        return True
    return bool(roles & _AUTOMATIC and not roles & _CEASE and reply.roles & _HUMAN)


def _but_follows(reply: ReplyWords, clause: Sequence[Word]) -> bool:
    follows = reply.clauses[clause[0].clause + 1 : clause[0].clause + 2]
    return any(word.roles & _BUT for word in clause) or any(other and other[0].roles & _BUT for other in follows)


def somebody_else(reply: ReplyWords, text: str) -> tuple[Word, ...]:
    """One or two names, with capitals in `text`, in a clause that denies them: "I'm not Jason", "no Lisa here"."""
    origins = reply.folded.origins
    capitals = {word.clause for word in reply.words if not word.roles and text[origins[word.start]].isupper()}
    for clause in (reply.clauses[place] for place in sorted(capitals)):
        words = [word for word in clause if not word.roles & _ASIDE and word.text[0].isalpha()]
        names = [word for word in words if not word.roles and text[origins[word.start]].isupper()]
        if not (2 <= len(words) <= 8 and 1 <= len(names) <= 2):
            continue
        others = [word for word in words if word not in names]
        about_self = any(word.roles & _SELF for word in words[:2]) and any(word.roles & _DENIED for word in words[:3])
        asked = any(word.roles & BIT["who"] for word in words[:2])
        denied = _DENIED_HERE if any(word.roles & _HERE for word in others) else _NOBODY
        nobody = any(word.roles & denied for word in others) and all(word.roles & _NEAR_NAMES for word in others)
        it_is_not = all(word.roles & _IT_IS_NOT for word in others) and any(word.roles & _DENIED for word in words[1:3])
        if (about_self or asked or it_is_not) and words[-len(names) :] == names:
            return () if cannot_pay_themselves(reply, names) else tuple(names)
        if nobody and words[0] not in names:
            return tuple(names)
    place = names_somebody_else(reply.folded.text)
    return tuple(word for word in reply.words if place and word.start in place)
