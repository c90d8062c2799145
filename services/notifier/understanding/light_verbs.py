"""A verb that says "done" of whatever stands before it, and of a payment only where nothing else does: "kar diya".

"Mana kar diya" has refused, "phone band kar diya" has switched it off; "kar diya", "kal hi kar diya", "upi se kar diya"
have paid, where payment was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .words import Word

_DID, _PAID = BIT["did"], BIT["paid"]
_OF_PAYING = bits(
    "money", "amount", "pay", "receipt", "instalment", "debt", "card", "pay_name", "num", "charge", "remainder", "owe",
    "will_pay",
)  # fmt: skip
_WHO = bits("i", "me", "you", "other_person", "relative", "somebody", "people")
_SLIGHT = bits("light", "polite", "already", "laugh", "time", "question", "ack", "yes", "either")
_ENDS_A_NOUN = frozenset("ne se me mein mei ko pe par ka ke ki tak liye ने से में को पर पे का के की तक लिए".split())
"""What stands behind a noun that is not part of the verb: "upi se", "bhai ne"."""


_SO_MUCH = frozenset("aadha adha aadhi adhi thoda thodi kuch kaafi आधा आधी थोडा थोडी कुछ".split())


def is_done_of_something(clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """Is it something else than a payment of which `words` say that it is done?"""
    if not all(word.roles & _DID for word in words):
        return False
    if any(word.roles & _OF_PAYING or (word.roles & _PAID and not word.roles & _DID) for word in clause):
        return False
    for word in reversed(clause[: clause.index(words[0])]):
        if word.roles & _WHO or word.text.split()[-1] in _ENDS_A_NOUN | _SO_MUCH:
            return False
        if not word.roles & _SLIGHT:
            return True
    return False
