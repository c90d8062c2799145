"""Published keywords that are the whole reply: those that say nothing of texts in a sentence, and those written apart.

"Arrêter" is what happens at ten, unless it is all that is said; "un subscribe" and "st op" are one word, and the first
of them is no wish to subscribe. Where keywords are published: `tests/corpus/opt_outs/published.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ALONE = frozenset(("detener", "finalizar", "encerrar", "terminar", "arreter", "quitter", "terminer"))
"""Words of sentences too, so that the languages' lists hold none of them."""
_APART = _ALONE | frozenset((
    "stop", "stopall", "unsubscribe", "unsub", "unreg", "quit", "revoke", "optout", "cancel", "remove", "alto", "baja",
    "parar", "salir", "sair", "remover", "descadastrar", "arret", "结束",
))  # fmt: skip
_COURTESIES = frozenset((
    "", "please", "pls", "plz", "thanks", "thankyou", "porfavor", "porfa", "gracias", "obrigado", "obrigada", "merci",
    "svp", "stp", "silvousplait", "silteplait", "tolong", "mohon", "请", "谢谢",
))  # fmt: skip
_SIGNS = frozenset(".!,-_*\"'…()")
PIECES_MAX = 14


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words))})"


_IN_ONE = re.compile(_any_of(_COURTESIES) + _any_of(_APART) + _any_of(_COURTESIES))
"""All that is said, written as one: hardly any reply, so that where its pieces part is looked for in few."""


def keyword_alone(words: Sequence[str]) -> tuple[int, int] | None:
    """From which piece of a reply to which its keyword goes, if it says nothing else but courtesies."""
    if len(words) > PIECES_MAX or any(not word.isalpha() and word not in _SIGNS for word in words):
        return None
    places = [place for place, word in enumerate(words) if word.isalpha()]
    if _IN_ONE.fullmatch("".join([words[place] for place in places])) is None:
        return None
    for first in range(len(places)):
        for last in range(first, len(places)):
            before, said, behind = (
                "".join([words[place] for place in some])
                for some in (places[:first], places[first : last + 1], places[last + 1 :])
            )
            keywords = _ALONE if first == last else _APART
            if said in keywords and before in _COURTESIES and behind in _COURTESIES:
                return places[first], places[last] + 1
    return None
