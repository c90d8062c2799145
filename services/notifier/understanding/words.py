"""A reply as words with roles, in clauses, each with what a negation reaches.

The words of all languages are looked up at once. Where languages differ about a word, the language decides that most
of the reply's words belong to; what that language does not know is read in the others, so that mixed texts are read
like any.
"""

from __future__ import annotations

from collections.abc import Sequence

from .arabizi import is_a_letter
from .assent import mark_assents
from .called_off import INTENDED, IS_OFF, mark_called_off
from .evident import LanguageEvidence
from .how_to_come import mark_how_to_come
from .languages.shape import BIT, bits
from .letters import Folded
from .lexicon import CODES
from .negation import negate
from .pairs import part_pairs
from .parts_ruled_out import rule_out_part
from .phrases import Phrases, is_han, is_mended, language_ranks
from .tag_questions import mark_tags, mark_whether
from .times import TimeMention
from .tokens import WordToken, tokens_in
from .unchanged import TURNS, mark_unchanged
from .word import Word

__all__ = ["ReplyWords", "Word", "words_in"]

ACROSS_CHARS_MAX = 24
"""From the beginning of a phrase to a time inside it."""
_POLARITY = bits("fits", "misfit", "cant", "no", "yes", "busy")
_BECAUSE = BIT["because"]
_ANSWERS = bits("fits", "misfit", "cant", "no", "yes")
_OF_MONEY = bits("will_pay", "payday", "paid", "pay", "instalment")
_FORBIDS = bits("dont", "cant", "not")
_FOR_A_DAY = frozenset(("para", "para el", "para la", "para o", "para a"))
_TAG = BIT["tag"]
_YES, _AWAY = BIT["yes"], bits("i", "life")
_DONT, _LIGHT = BIT["dont"], BIT["light"]
_AND = bits("light", "or")
_OF_A_WINDOW, CONCLUSION_WORDS_MAX = bits("light", "option", "fits"), 6
_DENIES_HOURS, _SAYS_YES = bits("not", "dont", "never", "except"), bits("yes", "fits", "objection", "or")
_AGAINST_A_TIME = bits("busy", "cant", "misfit", "none", "nobody")
_SAYS_YES_WITH_A_NO = bits("objection", "why", "no", "not", "dont", "either")
_DENIES_NEXT, ANDS = frozenset(("not", "jangan", "jgn", "bukan")), frozenset(("and", "e", "y", "et", "dan", "و"))
"""Words that deny what follows them, whatever the language; and "and", which makes any word do so."""
_NUM, _TIME, _BUT, _REST = BIT["num"], BIT["time"], BIT["but"], BIT["rest"]
_ARABIC = CODES.index("ar")
_BUT_OR_ONLY, _BEHIND_A_BUT = "بس", bits("not", "dont", "call", "call_me", "contact", "if", "inform", "cant", "misfit")
_ENDS = frozenset('.,;!?:\n…()[]"“”«»~|、')
_LISTS, _LISTED = frozenset(",、"), frozenset("第一二三四头")


class ReplyWords:
    """All words of a reply. `clauses` are their ranges; `ends` the sign behind each clause."""

    __slots__ = ("clauses", "ends", "folded", "roles", "words")

    def __init__(self, folded: Folded, words: list[Word], ends: list[str]) -> None:
        self.folded, self.words, self.ends = folded, words, ends
        self.clauses: list[list[Word]] = [[] for _ in ends]
        for word in words:
            self.clauses[word.clause].append(word)
        self.roles = 0
        for word in words:
            self.roles |= word.roles

    def any(self, mask: int) -> list[Word]:
        return [word for word in self.words if word.roles & mask] if self.roles & mask else []


def words_in(folded: Folded, mentions: Sequence[TimeMention], hint: str, written: str) -> ReplyWords:
    """The words of folded text, which was `written` so. `mentions` count folded letters; the words that they cover are
    one word of time.
    """
    tokens = tokens_in(folded.text)
    evidence = LanguageEvidence(tokens, folded, written, hint)
    tokens, mentions = evidence.known(tokens), evidence.told(mentions)
    phrases = Phrases(tokens, language_ranks(tokens, hint))
    words, ends = _in_clauses(tokens, mentions, phrases)
    ends = part_pairs(words, ends)
    phrases.lay_marks(words)
    for at, word in enumerate(words):
        if word.mention is not None and word.mention.gap is not None:
            rule_out_part(word, words[at + 1] if at + 1 < len(words) else None, _in_gap(tokens, word.mention, phrases))
    if any(word.marks & TURNS for word in words):
        mark_unchanged(words, ends)
    if any(word.roles & _SAYS_YES_WITH_A_NO for word in words):
        mark_assents(words)
    mark_whether(words)
    if any(word.roles & _TAG for word in words):
        mark_tags(words, ends)
    mark_how_to_come(words, folded, ends)
    negate(words)
    if any(word.marks & (IS_OFF | INTENDED) for word in words):
        mark_called_off(words, ends)
    for word in words:
        word.doubted = evidence.doubts(word)
    return ReplyWords(folded, words, ends)


def _in_clauses(
    tokens: list[WordToken], mentions: Sequence[TimeMention], phrases: Phrases
) -> tuple[list[Word], list[str]]:
    words: list[Word] = []
    ends = [""]
    clause, place, spoken = 0, 0, 0
    timed = list(mentions)
    in_arabic = phrases.likeliest == _ARABIC
    seen_time = seen_polarity = False
    while place < len(tokens):
        token = tokens[place]
        while spoken < len(timed) and timed[spoken].end <= token.start:
            spoken += 1
        mention = timed[spoken] if spoken < len(timed) and timed[spoken].start < token.end else None
        near = spoken < len(timed) and timed[spoken].start - token.start < ACROSS_CHARS_MAX
        across = phrases.across(place, timed[spoken]) if near else None
        inside = timed[spoken] if across is not None and across[1] & _OF_MONEY else None
        if across is not None:
            mention = None
            spoken += 1
        if mention is not None and mention.start <= token.start:
            until = place
            while until < len(tokens) and tokens[until].start < mention.end:
                until += 1
            apart = bool(words) and token.start > words[-1].end and _is_han_end(words[-1], tokens, place)
            parted = seen_time and seen_polarity and not _goes_on(words) and not _denies_next(words)
            conclusion = _conclusion(words) if seen_time else []
            concludes = bool(conclusion)
            if words and words[-1].clause == clause and (parted or apart or concludes):
                clause, ends = clause + 1, [*ends, ""]
                seen_polarity = False
                for word in conclusion if concludes else _behind_an_answer(words) if parted and not apart else ():
                    word.clause = clause
            seen_time = True
            word = Word("<time>", token.start, max(mention.end, tokens[until - 1].end), _TIME)
            if words and words[-1].text in _FOR_A_DAY and words[-1].clause == clause and mention.best is not None:
                words[-1].roles = _LIGHT  # "para el sábado" asks nobody to stop
            between = _in_gap(tokens[place:until], mention, phrases)
            word.roles |= between & (_AGAINST_A_TIME | BIT["home"])
            denied = between & (_DENIES_HOURS | BIT["no"]) and not between & _SAYS_YES
            word.hours_denied = bool(denied) and mention.best is not None and not mention.best.open
            word.mention, word.clause = mention, clause
            words.append(word)
            place = max(until, place + 1)
            spoken += 1
            continue
        length, meant, language, number = across or phrases.at(
            place, timed[spoken].start if spoken < len(timed) else None
        )
        if token.text == _BUT_OR_ONLY and words and words[-1].clause == clause:
            behind = timed[spoken] if spoken < len(timed) and seen_time and seen_polarity else None
            meant = _BUT if _is_but(tokens, place + 1, behind, phrases) else meant
        if length == 0 and words and _lists(tokens, place, words[-1], timed[spoken] if spoken < len(timed) else None):
            words[-1].end = token.end
            place += 1
            continue
        if length == 0 and token.text in _ENDS:
            if not ends[-1] and words and words[-1].clause == clause:
                ends[-1] = token.text
                ends.append("")
                clause += 1
                seen_time = seen_polarity = False
            elif token.text == "?" and clause:
                ends[-2] = "?"
            place += 1
            continue
        gap = words and token.start > words[-1].end and is_han(token.text) and _is_han_end(words[-1], tokens, place)
        because = meant & _BECAUSE and seen_time
        others = meant & _REST and seen_time and seen_polarity and not any(w.roles & _OF_MONEY for w in words)
        if (meant & _BUT or gap or because or others) and words and words[-1].clause == clause:
            ends[-1] = " "
            ends.append("")
            clause += 1
            seen_time = seen_polarity = False
        if number is not None and in_arabic and is_a_letter(tokens, place + length - 1):
            length, meant, number = 0, 0, None  # "n3tikom" is no "n. 3"
        if length == 0 and in_arabic and _is_of_the_word_before(tokens, place, words):
            words[-1].text, words[-1].end = words[-1].text + token.text, token.end
            place += 1
            continue
        size = max(length, 1)
        if meant & _YES and size > 1 and tokens[place + size - 1].text == "in" and _is_unknown(tokens, place + size):
            meant = _AWAY  # "I'm in Bristol" is no "I'm in"
        word = Word(token.text if size == 1 else " ".join(t.text for t in tokens[place : place + size]), token.start,
                    tokens[place + size - 1].end, meant, language)  # fmt: skip
        word.clause, word.number = clause, number
        if inside is not None:  # "pay friday" is one phrase, and friday its time
            word.mention, word.roles = inside, word.roles | _TIME
            seen_time = True
        word.mended = size == 1 and is_mended(token)
        if length == 0 and token.text.isdecimal() and not (in_arabic and is_a_letter(tokens, place)):
            word.roles, word.number = _NUM, int(token.text[:6])
        if word.roles & _POLARITY:
            seen_polarity = True
        words.append(word)
        place += size
    if len(ends) > 1 and (not words or words[-1].clause < clause):
        ends.pop()
    return words, ends


def _is_but(tokens: list[WordToken], place: int, time: TimeMention | None, phrases: Phrases) -> bool:
    """Does what is asked or denied follow at `place`, or another `time`, so that the word before is no "only"?"""
    if place == len(tokens):
        return False
    if time is not None and time.start <= tokens[place].start < time.end:
        return True
    length, meant, _, _ = phrases.longest(place)
    return length > 0 and bool(meant & _BEHIND_A_BUT)


def _is_of_the_word_before(tokens: list[WordToken], place: int, words: list[Word]) -> bool:
    """Does an unknown word go on with a digit for a letter, or behind one?"""
    if not words or words[-1].roles or words[-1].end != tokens[place].start or not words[-1].text[-1].isalnum():
        return False
    return (words[-1].text[-1].isdigit() and tokens[place].text.isalpha()) or is_a_letter(tokens, place)


def _is_unknown(tokens: list[WordToken], place: int) -> bool:
    return place < len(tokens) and not tokens[place].is_known and tokens[place].text.isalpha()


def _lists(tokens: list[WordToken], place: int, before: Word, spoken: TimeMention | None) -> bool:
    """Does a sign stand between two times or two places of one list, which what follows is said of alike:
    "周四、周五不行", "1,2 don't work"? The sign of Chinese lists does nothing else; a comma may part two answers.
    """
    sign = tokens[place]
    if sign.text not in _LISTS or place + 1 == len(tokens) or before.end != sign.start:
        return False
    behind = tokens[place + 1]
    if sign.text == ",":
        return before.text.isdigit() and behind.text.isdigit() and behind.start == sign.end
    if before.mention is not None:
        return spoken is not None and spoken.start == behind.start
    return before.number is not None and (behind.text.isdigit() or behind.text in _LISTED)


def _is_han_end(word: Word, tokens: list[WordToken], place: int) -> bool:
    """Does the word before `place` end in a Chinese letter? A time is one word, and tells by its last piece."""
    return is_han((tokens[place - 1] if word.mention is not None else word).text[-1])


def _conclusion(words: list[Word]) -> list[Word]:
    """The words from a "so" on, where nothing but an article or "the slot of" follows it."""
    for size in range(1, min(len(words), CONCLUSION_WORDS_MAX) + 1):
        if words[-size].roles & BIT["so"]:
            return words[-size:]
        if not words[-size].roles & _OF_A_WINDOW:
            break
    return []


def _behind_an_answer(words: list[Word]) -> list[Word]:
    """The words behind the last yes or no, which belong to the time that follows: "monday ok I get off at 3"; and a
    denial that is said again: "jangan rabu jangan kamis".
    """
    told = max((place for place, word in enumerate(words) if word.mention is not None), default=-1)
    if (
        words[told + 1 : told + 2]
        and words[told + 1].text in ANDS
        and any(w.roles & _FORBIDS for w in words[told + 2 :])
    ):
        return words[told + 1 :]  # "don't come thursday and don't come friday"
    if words[-1].roles & _DONT and any(w.text == words[-1].text and w.clause == words[-1].clause for w in words[:-1]):
        return words[-1:]
    last = max((place for place, word in enumerate(words) if word.roles & _ANSWERS), default=len(words))
    behind = words[last + 1 :]
    return behind if any(not word.roles & _AND for word in behind) else []


def _goes_on(words: list[Word]) -> bool:
    """Does nothing but an "and" stand behind the last time: "I work Thursday and Friday"?"""
    last = max((place for place, word in enumerate(words) if word.mention is not None), default=-1)
    between = words[last + 1 :]
    return bool(between) and all(word.roles & _AND for word in between)


def _denies_next(words: list[Word]) -> bool:
    """Is a not about the time that follows: "at 5 and not at 2", "jam 5 jangan jam 2"?"""
    if len(words) < 2 or not words[-1].roles & BIT["not"] or not words[-1].roles & BIT["no"]:
        return False
    return words[-1].text in _DENIES_NEXT or words[-2].text in ANDS


def _in_gap(tokens: list[WordToken], mention: TimeMention, phrases: Phrases) -> int:
    """What the words mean that stand between a day and its hour."""
    if mention.gap is None:
        return 0
    inside = [token for token in tokens if mention.gap[0] <= token.start < mention.gap[1]]
    roles, place, phrases = 0, 0, phrases.among(inside)
    while place < len(inside):
        length, meant, _, _ = phrases.longest(place)
        roles |= meant
        place += max(length, 1)
    return roles
