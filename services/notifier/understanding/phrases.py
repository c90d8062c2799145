"""The longest phrase that begins at a word, and which language a text is mostly in."""

from __future__ import annotations

from .languages.shape import bits
from .lexicon import CODES, Lexicon, Node
from .times import TimeMention
from .tokens import WordToken
from .word import Word

PHRASE_WORDS_MAX = 10
_ASKS = bits("how")
_CHANGE = bits("change")
_VAGUE = bits("light", "life", "limit", "often", "busy", "hour_word", "change", "payday")


def language_ranks(tokens: list[WordToken], table: Lexicon, hint: str) -> list[int]:
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


def is_mended(token: WordToken) -> bool:
    """Is a word read as another, which it was probably meant to be?"""
    return bool(token.forms) and token.forms[0].rstrip("*") not in token.text


def phrase_across(
    tokens: list[WordToken], place: int, mention: TimeMention, ranks: list[int], table: Lexicon
) -> tuple[int, int, int, int | None] | None:
    """A phrase that says more than the time inside it: "good morning", "already" in Chinese, which begins with dawn."""
    found = longest_phrase(tokens, place, ranks, table, None)
    wishes = found[1] & _CHANGE and found[0] > 1 and tokens[place].start < mention.start  # "any other date" in Hindi
    if found[0] == 0 or not (found[1] & ~_VAGUE or wishes) or (found[0] == 1 and is_mended(tokens[place])):
        return None
    end = tokens[place + found[0] - 1].end
    if found[1] & _ASKS and mention.start == tokens[place].start and end >= mention.end:
        return found
    begins, longer = (
        mention.start < end,
        end > mention.end or (end == mention.end and tokens[place].start < mention.start),
    )
    return found if begins and longer and found[0] > 1 else None


def longest_phrase(
    tokens: list[WordToken], place: int, ranks: list[int], table: Lexicon, before: int | None, root: Node | None = None
) -> tuple[int, int, int, int | None]:
    """The longest phrase that begins here: words, roles, language, number. `before`: a time begins there. `root`: of
    what phrases, if not of those with roles.
    """
    best: tuple[int, int, int, int | None] = (0, 0, -1, None)
    nodes: list[Node] = [root or table.root]
    for depth in range(min(PHRASE_WORDS_MAX, len(tokens) - place)):
        token = tokens[place + depth]
        if before is not None and token.start >= before:
            break
        if depth and _is_parted(tokens, place + depth):
            break
        nodes = [node.follows[form] for node in nodes for form in token.forms if form in node.follows]
        if not nodes:
            break
        for node in nodes:
            if not node.meant:
                continue
            language = min(node.meant, key=ranks.__getitem__)
            if depth + 1 > best[0] or ranks[language] < ranks[best[2]]:
                best = (depth + 1, node.meant[language], language, node.number)
    return best


def lay_marks(words: list[Word], tokens: list[WordToken], ranks: list[int], table: Lexicon) -> None:
    """Give the words their marks, those of phrases that begin at every piece."""
    first, own = 0, ranks.index(0)
    for place, token in enumerate(tokens):
        if not token.forms or is_mended(token):
            continue
        length, laid, language, _ = longest_phrase(tokens, place, ranks, table, None, table.marks)
        if not laid or (language != own and all(_is_of(one, own, table) for one in tokens[place : place + length])):
            continue  # "les" of Spanish is no lesson of Indonesian
        end = tokens[place + length - 1].end
        while words[first].end <= token.start:
            first += 1
        for word in words[first:]:
            if word.start >= end:
                break
            word.marks |= laid


def _is_of(token: WordToken, language: int, table: Lexicon) -> bool:
    return any(table.known.get(form, 0) >> language & 1 for form in token.forms)


def phrase_at(
    tokens: list[WordToken], place: int, ranks: list[int], table: Lexicon, before: int | None
) -> tuple[int, int, int, int | None]:
    """The longest phrase that begins here and that no longer one begins in: "i lost" ends before "lost my job"."""
    found = longest_phrase(tokens, place, ranks, table, before)
    for inside in range(1, found[0]):
        if longest_phrase(tokens, place + inside, ranks, table, before)[0] > found[0]:
            return longest_phrase(tokens, place, ranks, table, tokens[place + inside].start)
    return found


def _is_parted(tokens: list[WordToken], place: int) -> bool:
    """A Chinese letter behind a blank begins a phrase of its own, unless all letters are written apart."""
    one, here = tokens[place - 1], tokens[place]
    if here.start == one.end or not (is_han(here.text) and is_han(one.text)):
        return False
    lonely = place < 2 or tokens[place - 2].end < one.start
    last = place + 1 >= len(tokens) or here.end < tokens[place + 1].start
    return not (lonely and last)


def is_han(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff"
