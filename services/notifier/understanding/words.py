"""A reply as words with roles, in clauses, each with what a negation reaches.

The words of all languages are looked up at once. Where languages differ about a word, the language decides that most
of the reply's words belong to; what that language does not know is read in the others, so that mixed texts are read
like any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .languages.shape import BIT, bits
from .letters import Folded
from .lexicon import BACKWARDS, CODES, TOKEN, Lexicon, Node, elision, lexicon
from .times import TimeMention

WORDS_HEAD_MAX, WORDS_TAIL_MAX = 64, 24
SPELLED_MAX, SPELLED_LETTERS_MIN = 14, 4
_BETWEEN = frozenset(".-_*,")
PHRASE_WORDS_MAX = 10
REACH = 4
"""A negation reaches so many words with a meaning of their own."""
_NOT = bits("not", "dont", "didnt", "never", "cant", "pas", "ne", "nobody")
_LIGHT = bits("light", "polite", "me", "i", "you", "question", "hedge")
_ASKS = bits("how")
_VAGUE = bits("light", "life", "limit", "busy", "hour_word", "change", "payday")
_POLARITY = bits("fits", "misfit", "cant", "no", "yes", "busy")
_CEASE = BIT["cease"] | BIT["optout"]
"""Negated only by the word next to it: "don't text me, stop" is no "don't stop"."""
_NUM, _TIME, _PAS, _NE, _BUT = BIT["num"], BIT["time"], BIT["pas"], BIT["ne"], BIT["but"]
_ENDS = frozenset('.,;!?:\n…()[]"“”«»~|/')
_JOINERS = frozenset("-_'’*<>=+^`")
_LOOK_ALIKES = str.maketrans("авеікмнорстухѕјԁɡһαορτυνικεβηγ", "abeikmhopctyxsjdghaoptyvikebny")


class Word:
    """One word or phrase: where it stands in the folded text, what it can be, and its clause."""

    __slots__ = ("clause", "end", "language", "mended", "mention", "negated", "number", "roles", "start", "text")

    def __init__(self, text: str, start: int, end: int, roles: int = 0, language: int = -1) -> None:
        self.text, self.start, self.end, self.roles, self.language = text, start, end, roles, language
        self.clause, self.negated, self.mended = 0, False, False
        self.number: int | None = None
        self.mention: TimeMention | None = None

    def has(self, mask: int) -> bool:
        return self.roles & mask != 0

    def __repr__(self) -> str:
        names = "+".join(name for name, bit in BIT.items() if self.roles & bit)
        return f"{'-' if self.negated else ''}{self.text}:{names or '?'}"


class Reply:
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


def words_in(folded: Folded, mentions: Sequence[TimeMention], hint: str = "") -> Reply:
    """The words of folded text. `mentions` count folded letters; the words that they cover are one word of time."""
    table = lexicon()
    tokens = _tokens(folded.text, table)
    ranks = _ranks(tokens, table, hint)
    words, ends = _phrases(tokens, mentions, ranks, table)
    _negate(words)
    return Reply(folded, words, ends)


def _ends_of(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The beginning and the end of very many words."""
    if len(found) <= WORDS_HEAD_MAX + WORDS_TAIL_MAX:
        return found
    return found[:WORDS_HEAD_MAX] + found[-WORDS_TAIL_MAX:]


class _Token:
    __slots__ = ("end", "forms", "start", "text")

    def __init__(self, text: str, start: int, end: int, forms: tuple[str, ...]) -> None:
        self.text, self.start, self.end, self.forms = text, start, end, forms


def _tokens(text: str, table: Lexicon) -> list[_Token]:
    tokens: list[_Token] = []
    for found in _ends_of(list(TOKEN.finditer(text))):
        word, start, end = found.group(), found.start(), found.end()
        if "'" in word and (size := elision(word)):
            tokens.append(_Token(word[: size - 1], start, start + size, table.forms(word[: size - 1])))
            word, start = word[size:], start + size
        forms = table.forms(word)
        if not forms and not word.isascii():
            plain = word.translate(_LOOK_ALIKES)
            if plain != word and plain.isascii():
                word, forms = plain, table.spelled(plain)
        tokens.append(_Token(word, start, end, forms))
    return [token for token in _spelled_out(tokens, table) if token.text not in _JOINERS]


def _spelled_out(tokens: list[_Token], table: Lexicon) -> list[_Token]:
    """`s t o p` and `s.t.o.p` as one word, where that is a word; so `5top` and `st0p`."""
    out: list[_Token] = []
    place = 0
    while place < len(tokens):
        found = _spelled(tokens, place, table) if len(tokens[place].text) == 1 or tokens[place].text.isascii() else None
        if found is None:
            out.append(tokens[place])
            place += 1
        else:
            out.append(found[0])
            place = found[1]
    return out


def _spelled(tokens: list[_Token], place: int, table: Lexicon) -> tuple[_Token, int] | None:
    """The word that is spelled out from `place` on, and the place behind it."""
    first = tokens[place]
    if not _is_letters(first.text) or place + 1 >= len(tokens):
        return None
    apart = tokens[place + 1].start > first.end or tokens[place + 1].text in _BETWEEN
    if apart and len(first.text) > 1:
        return None
    letters, until, last = first.text, place + 1, place
    while until < len(tokens) and until - place < SPELLED_MAX:
        token = tokens[until]
        if token.start - tokens[until - 1].end > 1 or (not apart and token.start > tokens[until - 1].end):
            break
        if token.text not in _BETWEEN:
            if not _is_letters(token.text) or (apart and len(token.text) > 1):
                break
            letters, last = letters + token.text, until
        until += 1
    if last == place or len(letters) < SPELLED_LETTERS_MIN or letters.isdigit():
        return None
    for size in range(last, place, -1) if apart else (last,):
        if tokens[size].text in _BETWEEN:
            continue
        word = "".join(token.text for token in tokens[place : size + 1] if token.text not in _BETWEEN)
        if len(word) < SPELLED_LETTERS_MIN:
            break
        forms = table.spelled(word)
        if forms:
            return _Token(word, first.start, tokens[size].end, forms), size + 1
    return None


def _is_letters(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in "$@!") and len(text) <= 6


def _ranks(tokens: list[_Token], table: Lexicon, hint: str) -> list[int]:
    """Per language: how much of the text is its own. The hint decides between equals."""
    counts = [0.0] * len(CODES)
    for token in tokens:
        if not token.forms:
            continue
        form = token.forms[0]
        known = table.stems.get(form[:-1], 0) if form.endswith("*") else table.known.get(form, 0)
        if known:
            share = 1.0 if known & (known - 1) == 0 else 0.5
            place = 0
            while known:
                if known & 1:
                    counts[place] += share
                known >>= 1
                place += 1
    for place, code in enumerate(CODES):
        if hint and hint.startswith(code):
            counts[place] += 0.6
    order = sorted(range(len(CODES)), key=lambda place: -counts[place])
    ranks = [0] * len(CODES)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def _phrases(
    tokens: list[_Token], mentions: Sequence[TimeMention], ranks: list[int], table: Lexicon
) -> tuple[list[Word], list[str]]:
    words: list[Word] = []
    ends = [""]
    clause, place, spoken = 0, 0, 0
    timed = list(mentions)
    seen_time = seen_polarity = False
    while place < len(tokens):
        token = tokens[place]
        while spoken < len(timed) and timed[spoken].end <= token.start:
            spoken += 1
        mention = timed[spoken] if spoken < len(timed) and timed[spoken].start < token.end else None
        across = _across(tokens, place, timed[spoken], ranks, table) if spoken < len(timed) else None
        if across is not None:
            mention = None
            spoken += 1
        if mention is not None and mention.start <= token.start:
            until = place
            while until < len(tokens) and tokens[until].start < mention.end:
                until += 1
            if seen_time and seen_polarity:
                clause, ends = clause + 1, [*ends, ""]
                seen_polarity = False
            seen_time = True
            word = Word("<time>", token.start, max(mention.end, tokens[until - 1].end), _TIME)
            word.mention, word.clause = mention, clause
            words.append(word)
            place = max(until, place + 1)
            spoken += 1
            continue
        length, meant, language, number = _longest(
            tokens, place, ranks, table, timed[spoken].start if spoken < len(timed) else None
        )
        if across is not None:
            length, meant, language, number = across
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
        gap = words and token.start > words[-1].end and _is_han(token.text) and _is_han_end(words[-1])
        if (meant & _BUT or gap) and words and words[-1].clause == clause:
            ends[-1] = " "
            ends.append("")
            clause += 1
            seen_time = seen_polarity = False
        size = max(length, 1)
        word = Word(token.text if size == 1 else " ".join(t.text for t in tokens[place : place + size]), token.start,
                    tokens[place + size - 1].end, meant, language)  # fmt: skip
        word.clause, word.number = clause, number
        word.mended = size == 1 and bool(token.forms) and token.forms[0].rstrip("*") not in token.text
        if length == 0 and token.text.isdigit():
            word.roles, word.number = _NUM, int(token.text[:6])
        if word.roles & _POLARITY:
            seen_polarity = True
        words.append(word)
        place += size
    if len(ends) > 1 and (not words or words[-1].clause < clause):
        ends.pop()
    return words, ends


def _across(
    tokens: list[_Token], place: int, mention: TimeMention, ranks: list[int], table: Lexicon
) -> tuple[int, int, int, int | None] | None:
    """A phrase that says more than the time inside it: "good morning", "already" in Chinese, which begins with dawn."""
    found = _longest(tokens, place, ranks, table, None)
    if found[0] == 0 or not found[1] & ~_VAGUE:
        return None
    end = tokens[place + found[0] - 1].end
    if found[1] & _ASKS and mention.start == tokens[place].start and end >= mention.end:
        return found
    begins, longer = (
        mention.start < end,
        end > mention.end or (end == mention.end and tokens[place].start < mention.start),
    )
    return found if begins and longer and found[0] > 1 else None


def _longest(
    tokens: list[_Token], place: int, ranks: list[int], table: Lexicon, before: int | None
) -> tuple[int, int, int, int | None]:
    """The longest phrase that begins here: words, roles, language, number. `before`: a time begins there."""
    best: tuple[int, int, int, int | None] = (0, 0, -1, None)
    nodes: list[Node] = [table.root]
    for depth in range(min(PHRASE_WORDS_MAX, len(tokens) - place)):
        token = tokens[place + depth]
        if before is not None and token.start >= before:
            break
        nodes = [node.follows[form] for node in nodes for form in token.forms if form in node.follows]
        if not nodes:
            break
        for node in nodes:
            if node.meant and (depth + 1 > best[0]):
                language = min(node.meant, key=ranks.__getitem__)
                roles = node.meant[language]
                best = (depth + 1, roles, language, node.number)
    return best


def _is_han(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff"


def _is_han_end(word: Word) -> bool:
    return _is_han(word.text[-1])


def _negate(words: list[Word]) -> None:
    """Mark what a negation reaches: the words after it, in languages that negate backwards those before it too."""
    reach, clause, ne, between = 0, -1, False, 0
    for place, word in enumerate(words):
        if word.clause != clause:
            reach, clause, ne = 0, word.clause, False
        if word.roles & _NOT:
            if word.roles & _NE:
                ne = True
            if word.roles & _PAS and not word.roles & _NE and ne and reach:
                continue
            if reach and word.roles & BIT["cant"]:
                word.negated = True
            reach, between = REACH, 0
            if word.language >= 0 and BACKWARDS >> word.language & 1:
                reach = 2
                _negate_back(words, place)
        elif reach:
            word.negated = not (word.roles & _CEASE and between)
            if not word.roles & _LIGHT:
                reach -= 1
                between += 1
    _derive(words)


def _negate_back(words: list[Word], place: int) -> None:
    reached = 0
    for before in range(place - 1, -1, -1):
        word = words[before]
        if word.clause != words[place].clause or reached == 2:
            return
        word.negated = not (word.roles & _CEASE and reached)
        if not word.roles & _LIGHT:
            reached += 1


def _derive(words: list[Word]) -> None:
    """What a negated word is: who can't, what does not fit, nobody who has money."""
    can, cant, fits, misfit, yes, no = (BIT[r] for r in ("can", "cant", "fits", "misfit", "yes", "no"))
    for word in words:
        if word.negated:
            if word.roles & can:
                word.roles = word.roles & ~can | cant
            if word.roles & fits:
                word.roles = word.roles & ~(fits | yes) | misfit
            elif word.roles & yes:
                word.roles = word.roles & ~yes | no
