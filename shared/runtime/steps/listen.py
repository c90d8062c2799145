"""One round of listening: how far are we in what must be heard; written down where all replicas see it.

Also the way in which an operator's word reaches the breakers (`./doorstep dlq set-aside`).
"""

from __future__ import annotations

from shared.runtime.hearing import Ears, Hearing, HearingStore, TopicProgress
from shared.runtime.ports import Unavailable

from .breaker import Breakers


async def listen(hearing: Hearing, ears: Ears, ledger: HearingStore, breakers: Breakers) -> int:
    """Look once and write it down; 0, since there is always time until the next look. Raises `Unavailable`.

    A crash at any `await` says less than is true. While the broker is gone nothing is heard, and that is the news.
    """
    asked_at = await ledger.clock()
    opened = breakers.opened()
    try:
        standing = await ears.standing({*hearing.topics, *opened})
    except Unavailable:
        standing = TopicProgress({}, ())
    heard = hearing.heard(standing.places, asked_at, opened)
    partitions = {topic: number for topic, number in standing.partitions.items() if topic in hearing.topics}
    word = await ledger.hear(heard, partitions, asked_at)
    breakers.orders, hearing.deaf = word.orders, word.deaf
    waiting = {place.topic for place in standing.places if place.decided < place.end}
    breakers.read_to_the_end({topic for topic in opened if topic in standing.partitions} - waiting)
    return 0
