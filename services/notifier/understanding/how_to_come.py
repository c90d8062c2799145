"""How to come, and what at the door doesn't work: said with a no that calls nothing off.

"Don't come late", "no vengan antes de las 2", "la sonnette ne marche pas": whoever tells that expects somebody. A plain
"don't come" stays a no, and so does one beside which anything else is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .flipped import flipped
from .languages.shape import BIT, MARK, bits
from .letters import Folded
from .lexicon import BACKWARDS
from .word import Word

MANNER, FIXTURE, RINGS, KNOCKS = MARK["manner"], MARK["fixture"], MARK["rings"], MARK["knocks"]
_COME, _DENIES = BIT["come"], bits("dont", "not", "never", "pas", "post_not", "ne")
_HOW, _LIGHT = BIT["way"] | BIT["light"], BIT["light"]
_BESIDE = bits("light", "polite", "laugh", "me", "way", "time", "ack", "pas", "yes")
"""What may stand beside it in its clause; whatever else does may be why nobody is to come at all."""
_BETWEEN = bits("pas", "post_not", "ne")
"""Anything else tells why: "don't come, it's late", "no vengan estoy sola", "别来了太晚了"."""
_POSTPOSED = frozenset("se ke par pe me mein time waqt samay से के पर में".split())
_LATE_AND_AFTERNOON = frozenset(("tarde", "muy tarde", "tan tarde", "demasiado tarde", "mas tarde"))
_DENIED_ALREADY = frozenset("pas not no nao ne plus".split())
""" "Pas avant 14h" is read as one time."""
_FAILING = bits(
    "not", "no", "dont", "didnt", "pas", "ne", "post_not", "cant", "misfit", "nowork", "is_not_here", "ruined",
    "adverse", "closed", "lost", "dead",
)  # fmt: skip
_OF_A_THING = _FAILING | bits("light", "fits", "job", "life", "help", "alone", "way", "polite", "again", "already")
_WORKS, _RINGS = bits("fits", "misfit"), bits("way", "come", "call", "contact")
_OF_MORE = bits("come", "visit", "want", "need", "contact", "message", "call", "bother", "cease", "nomore")
_NO, _AT_ONES_DOOR = BIT["no"], bits("home", "again", "never", "me")
FAR_WORDS_MAX = 2


def mark_how_to_come(words: list[Word], folded: Folded, ends: Sequence[str]) -> None:
    """Make ways of the words that tell how or from when on not to come, and of those for what doesn't work there."""
    for clause in _clauses(words):
        asks = ends[clause[0].clause] == "?"
        if not asks and any(word.marks & FIXTURE for word in clause):
            _mark_fixtures(clause)
        if not asks and any(word.marks & (RINGS | KNOCKS) for word in clause):
            _mark_ringing(clause)
        if asks or not _mark_manner(clause, folded):
            for word in clause:
                word.marks &= ~MANNER  # it tells nothing


def _clauses(words: Sequence[Word]) -> list[list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in words:
        found.setdefault(word.clause, []).append(word)
    return list(found.values())


def _mark_manner(clause: list[Word], folded: Folded) -> bool:
    comes = [at for at, word in enumerate(clause) if word.roles & _COME]
    comes = [at for at in comes if not clause[at].marks & MANNER] or comes[:1]
    denials = [
        at
        for at, word in enumerate(clause)
        if word.roles & _DENIES
        and word.mention is None
        and not word.marks & MANNER
        and (at not in comes or word.roles & BIT["dont"])
    ]
    told = [at for at, word in enumerate(clause) if _is_manner(word) or _is_limit(word, folded)]
    if len(comes) != 1 or not denials or not told:
        return False
    first, last = min(denials[0], comes[0]), max(max(denials), comes[0])
    near = [at for at in told if _is_told_of(clause, at, first, last)]
    span = set(range(first, last + 1)) | set(near)
    others = [word for at, word in enumerate(clause) if at not in span and not _lacks_a_way(clause, at)]
    if not near or any(not (word.roles & _BESIDE or word.marks & MANNER) and word.text[0].isalnum() for word in others):
        return False
    for at in range(len(clause)):
        if _lacks_a_way(clause, at):
            clause[at].roles = BIT["light"]
    for at in span:
        word = clause[at]
        if word.mention is None or not word.mention.best or not word.mention.best.open:
            if word.mention is not None:
                word.mention = None
            word.roles = _HOW
            word.marks |= MANNER
        elif folded.text[word.start : word.end].split()[0] not in _DENIED_ALREADY:
            word.mention = replace(word.mention, readings=tuple(flipped(word.mention)), gap=None)
    return True


def _is_manner(word: Word) -> bool:
    return word.mention is None and word.marks & MANNER != 0


def _lacks_a_way(clause: Sequence[Word], at: int) -> bool:
    """ "No parking"."""
    return bool(clause[at].roles & BIT["no"]) and any(word.roles & BIT["way"] for word in clause[at + 1 : at + 2])


def _is_limit(word: Word, folded: Folded) -> bool:
    """Is it an hour from which on, or up to which? Or "tarde", which is late and the afternoon?"""
    mention = word.mention
    if mention is None:
        return False
    if folded.text[word.start : word.end] in _LATE_AND_AFTERNOON:
        return True
    best = mention.best
    return best is not None and best.open != "" and not best.dated and mention.relative is None


def _is_told_of(clause: Sequence[Word], at: int, first: int, last: int) -> bool:
    """Does it stand right behind the verb, between it and the denial, or (where that is the order) before both?"""
    if first < at < last:
        return True
    if at > last:
        between = clause[last + 1 : at]
        behind = not _is_backwards(clause[first]) or clause[at].mention is not None  # "mat aana akele hoon"
        return behind and all(w.roles & _BETWEEN or w.marks & MANNER or w.mention is not None for w in between)
    word, between = clause[at], clause[at + 1 : first]
    backwards = _is_backwards(clause[first])
    if word.mention is None and not backwards:
        return False  # "太晚了别来" tells why
    return all(one.text in _POSTPOSED for one in between)


def _is_backwards(word: Word) -> bool:
    return word.language >= 0 and BACKWARDS >> word.language & 1 != 0


def _mark_fixtures(clause: list[Word]) -> None:
    """ "The bell doesn't work", "no funciona el timbre"."""
    place = next(at for at, word in enumerate(clause) if word.marks & FIXTURE)
    behind = clause[place + 1 :]
    told = [word for word in behind if word.roles]
    if behind and any(word.roles & _FAILING for word in behind) and all(word.roles & _OF_A_THING for word in told):
        unknown = len(behind) - len(told)
        if unknown <= FAR_WORDS_MAX:
            _make_a_way(clause[place:])
            return
    before = clause[:place]
    while before and before[-1].roles & _LIGHT and not before[-1].roles & _WORKS:
        before = before[:-1]
    nothing_else = all(word.roles & bits("polite", "light") for word in behind)
    if nothing_else and len(before) == 1 and before[0].roles & BIT["no"] and not before[0].roles & _DENIES:
        _make_a_way(clause)  # "no doorbell please"
    elif len(before) > 1 and before[-1].roles & _RINGS and before[-2].roles & (_DENIES | BIT["no"]):
        _make_a_way(clause[clause.index(before[-2]) : place + 1])  # "don't ring the bell"
    elif not behind and before and before[-1].roles & _WORKS and all(w.roles & _OF_A_THING for w in before):
        _make_a_way(clause[: place + 1])


def _mark_ringing(clause: list[Word]) -> None:
    """ "Ne sonnez pas, le bébé dort", where nothing else is said of coming, and no text refused."""
    told = [
        word
        for at, word in enumerate(clause)
        if word.marks & (RINGS | KNOCKS)
        or (word.roles & _DENIES and not word.roles & _LIGHT)
        or (word.roles & _NO and clause[at + 1 : at + 2] and clause[at + 1].marks & (RINGS | KNOCKS))
    ]
    if any(word.roles & BIT["no_visits"] for word in told):
        return  # "don't knock on my door ever"
    others = [word for word in clause if word not in told]
    if any(word.roles & _OF_MORE for word in others) or not any(word.roles & (_DENIES | _NO) for word in told):
        return
    if any(word.marks & KNOCKS for word in told) or any(word.roles & _AT_ONES_DOOR for word in others):
        for word in told:
            word.roles = _LIGHT  # "don't knock at my door" may be a no: it is none, and no yes
    else:
        _make_a_way(told)


def _make_a_way(words: Sequence[Word]) -> None:
    for word in words:
        if word.mention is None:
            word.roles = _HOW
