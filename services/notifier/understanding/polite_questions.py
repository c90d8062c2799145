"""A time that is asked for in the form of a no: "couldn't you come on the 18th at ten?"."""

from __future__ import annotations

import re
from dataclasses import replace

from .fitting import fitting
from .heard import Heard
from .times_said import Reference, is_dated, tells_why

_COULDNT_YOU = re.compile(
    r"\b(?:could|can|would) ?(?:n'?t|not) (?:you|u|ya|he|they|he|she|someone|somebody|it be|we|i get)\b"
    r"|\bno (?:podria[ns]?|pueden?|puedes|podra[ns]?|se pod(?:ria|ra)|se puede|seria posible)\b"
    r"|\b(?:pourriez|pouvez|pourrait|peut|peux|serait)(?:[- ](?:vous|on|il|ce|tu))? pas\b"
    r"|\bnao (?:da|daria|podem?|poderiam?|teria como|tem como|rola)\b"
    r"|\bnahi (?:aa?|ho|bhej) (?:sakt|payeg)|नहीं (?:आ|हो|भेज) सक"
    r"|\b(?:ga|gak|nggak|tidak|apa tidak) bisa\b"
    r"|不能.*[吗嗎]|唔可以.*[呀吗]"
    r"|(?:ما|مو|مش) (?:تقدر|ممكن|يمكن|ينفع|يصير)"
)
"""Whether somebody else could not; of oneself it is a refusal."""


def with_polite_questions(heard: Heard) -> None:
    """A time that a polite question names is wanted, where no window is at it: who is offered that hour and asks
    whether it can't be had is asked back.
    """
    if "?" not in heard.reply.ends or not all(tells_why(heard.reply.clauses[one.word.clause]) for one in heard.wanted):
        return
    asked = [one for one in heard.times if is_dated(one) and _asks_for(one, heard)]
    turned = [replace(one, wanted=True) for one in asked]
    if turned and not fitting(turned, heard.asked.windows):
        heard.times = [one for one in heard.times if not one.wanted and one not in asked] + turned


def _asks_for(one: Reference, heard: Heard) -> bool:
    clause = heard.reply.clauses[one.word.clause]
    if heard.reply.ends[one.word.clause] != "?" or not clause:
        return False
    return _COULDNT_YOU.search(heard.reply.folded.text, clause[0].start, clause[-1].end) is not None
