"""What says yes with a no in it: "no problem", "why not", "没啥不行的", "no, that's fine", found before negations."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .unchanged import NOES
from .word import Word

_OBJECTION, _YES = BIT["objection"], bits("yes", "fits")
_NOT = bits("not", "no", "none", "pas", "ne", "post_not", "didnt")
_PLACES = bits("num", "first", "last")
_WHY, _WHAT = BIT["why"], BIT["what"]
_ASIDE = bits("light", "polite", "laugh", "question")
_BEFORE_WHY = _ASIDE | bits("yes", "ack", "i", "you", "but")
_DENIES = bits("not", "dont", "cant", "misfit", "didnt")
_BEHIND_WHY = _ASIDE | bits("yes", "ack")
_MISFIT = bits("misfit", "cant", "no", "not")
_THE = frozenset("the el la los le les l o a os as ce cet cette mon mi mis meu my your yang ye yeh das der".split())
"""Whose problem it is not: "that's not the problem" agrees to nothing."""
_AGREES = bits("yes", "ack", "fits")
_WITH_A_YES = _AGREES | bits("light", "polite", "i", "me", "you", "laugh", "come", "visit", "time", "home", "will")
_AGAINST = bits("not", "no", "none", "dont", "cant", "misfit", "if", "but", "hedge", "change", "except", "nobody")
_ECHOES, _DENIED = frozenset("nao nenhum nenhuma ninguno ninguna alguno algum".split()), ("nao ", "sem ", "no ", "sin ")
_NOBODYS = ("aucun", "ningun", "nenhum", "any ", "pas d")
_NEGATIVES = frozenset(
    "koi कोई नहीं nahi nhi ما مافي مفيش pas aucun aucune sem sin nenhum ningun nothing 没 冇 ga gak tidak nggak".split()
)
_THATS = ("that", "thats", "that's", "this", "its", "it's", "it", "you're", "youre", "ur", "c", "c'est", "ca", "ça")
_ALL = frozenset("all everything sab सब كل كله tout tous semua todo tudo".split())
"""What is fine behind a no is all of it: "nope all good", "لا كل شي تمام"; a Spanish "no todo está" is no such no."""
_IS = ("esta", "es", "e", "ta")
_ASIDE_BEHIND_A_NO = bits("light", "i", "me")
OBJECTION_WORDS_MAX, NOBODY_ELSE_WORDS_MAX = 6, 2


def mark_assents(words: list[Word]) -> None:
    """Make a yes of words that deny an objection, ask why not, or doubly deny; and of a no before "that's fine"."""
    for place, word in enumerate(words):
        if word.roles & _OBJECTION:
            _denied(words, place)
            word.roles &= ~_OBJECTION
        elif (word.roles & _WHY or word.text == "como") and place + 1 < len(words):
            _why_not(words, place)
        elif word.text[0] in "没冇无" and word.roles & _NOT and place + 1 < len(words):
            _doubly_denied(words, place)
        elif word.roles & _YES and word.text.startswith(_NOBODYS) and place:
            _denied(words, place)
        elif place and (_is_denied_too(words, place) or _is_an_echo(words, place)):
            word.roles = BIT["light"]
    _no_before_a_yes(words)


def _agree(words: Sequence[Word]) -> None:
    for word in words:
        if word.mention is None:
            word.roles = _YES


def _denied(words: Sequence[Word], place: int) -> None:
    """The words from a negation to what it denies: "no hay ningún problema", "je n'y vois pas d'inconvénient"."""
    clause, first, last = words[place].clause, place, place
    for before in range(place - 1, max(place - OBJECTION_WORDS_MAX - 1, -1), -1):
        word = words[before]
        if word.clause != clause or word.mention is not None or word.text in _THE:
            break
        if word.roles & _NOT:
            first = before
    for after in range(place + 1, min(place + NOBODY_ELSE_WORDS_MAX + 1, len(words))):
        word = words[after]
        if word.clause != clause or word.mention is not None:
            break
        ends = after + 1 == len(words) or words[after + 1].clause != clause
        backwards = word.language >= 0 and BACKWARDS >> word.language & 1
        repeats = ends or word.roles & BIT["pas"] or word.text in _ECHOES
        if word.roles & _NOT and (backwards or (first < place and repeats)):
            last = after
    if first < place or last > place:
        _agree(words[first : last + 1])


def _is_denied_too(words: Sequence[Word], place: int) -> bool:
    """ "Don't come friday either"."""
    clause = words[place].clause
    last = place + 1 == len(words) or words[place + 1].clause != clause
    return (
        last
        and words[place].text == "either"
        and any(word.clause == clause and word.roles & _DENIES for word in words[:place])
    )


def _is_an_echo(words: Sequence[Word], place: int) -> bool:
    """What is denied twice behind a yes: "não tem problema não", "sem problema nenhum"."""
    before = words[place - 1]
    last = place + 1 == len(words) or words[place + 1].clause != words[place].clause
    echoes = before.clause == words[place].clause and before.roles & BIT["yes"]
    return bool(last and echoes) and words[place].text in _ECHOES and before.text.startswith(_DENIED)


def _why_not(words: Sequence[Word], place: int) -> None:
    clause, denied = words[place].clause, words[place + 1]
    if denied.clause != clause or not denied.roles & (_NOT | BIT["misfit"]):
        return
    behind = [word for word in words[place + 2 :] if word.clause == clause]
    before = [word for word in words[:place] if word.clause == clause]
    if (
        denied.roles & _NOT
        and all(word.roles & _BEHIND_WHY and not word.roles & BIT["come"] for word in behind)
        and all(word.roles & _BEFORE_WHY for word in before)
    ):
        _agree(words[place : place + 2])
        for word in behind:
            word.roles = word.roles & ~BIT["question"] | BIT["light"]
    elif any(_is_named(word) for word in (*before, *behind)) and _proposes(before, behind):
        for word in words[place : place + 2]:
            word.roles = BIT["instead"] | BIT["suggests"]


def _proposes(before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """ "Why not friday", "2 kyu nahi"."""
    return all(_is_named(word) or word.roles & _BEFORE_WHY for word in before) and all(
        _is_named(word) or word.roles & (_ASIDE | BIT["option"]) for word in behind
    )


def _is_named(word: Word) -> bool:
    return word.mention is not None or bool(word.roles & _PLACES)


def _doubly_denied(words: Sequence[Word], place: int) -> None:
    """ "没啥不方便", "冇乜唔得": nothing that is not possible."""
    at = place + 1
    if words[at].roles & _WHAT and at + 1 < len(words):
        at += 1
    word = words[at]
    if at > place + 1 and word.clause == words[place].clause and word.text[0] in "不唔" and word.roles & _MISFIT:
        _agree(words[place : at + 1])


def _no_before_a_yes(words: Sequence[Word]) -> None:
    """ "No, that's fine, see you then": where nothing but consent stands behind the first no."""
    if len(words) < 2 or words[0].text not in NOES or words[0].mention is not None:
        return
    first = next((place for place, word in enumerate(words) if word.text not in NOES), 0)
    at = next((at for at in range(first, len(words)) if not words[at].roles & _ASIDE_BEHIND_A_NO), first)
    said, opening = words[at], words[first].text.split()
    denies = said.roles & BIT["stays"] or any(piece in _NEGATIVES for piece in said.text.split())
    everything = opening[0] in _ALL and not any(piece in _IS for piece in opening)
    apart = denies or everything or words[first].clause != words[first - 1].clause or opening[0] in _THATS
    if not first or not apart or not said.roles & _AGREES or not (denies or everything or " " in said.text):
        return
    behind = [word for word in words[first:] if word.text[0].isalnum()]
    if all(word.roles & _WITH_A_YES and not word.roles & _AGAINST for word in behind):
        for word in words[:first]:
            word.roles = BIT["light"]
