"""The loops that only a notifier has: texts on their way to the carrier, what comes back of them, and its webhooks."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from services.notifier.bootstrap import POSTING_LOOPS
from services.notifier.core.outage import Run
from services.notifier.shell.alarms import watch_codes
from services.notifier.shell.desk import Desk
from services.notifier.shell.forgetting import forget_again
from services.notifier.shell.listening import Listening, read_inbound
from services.notifier.shell.posting import post_texts
from services.notifier.shell.receipts import ask_receipts
from services.notifier.shell.reconcile import doubt_posts_of_the_dead, expire_texts, reconcile_texts
from services.notifier.shell.right_clock import by_a_right_clock
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook

from .carrier import PUBLIC_URL, TOKEN, Line
from .people import MASTER
from .task import Task

if TYPE_CHECKING:
    from .replica import Replica

SKEW_MAX = timedelta(minutes=3)


def loops_of(replica: Replica) -> list[Task]:
    """Of one process, which has its endpoints from now on."""
    world, store, clock, texts, run = replica.world, replica.store, replica.clock, replica.world.texts, Run()
    wrong = replica.clock_watch.wrong
    desks = [
        Desk(
            store=store,
            ring=replica.ring,
            sms=Line(world, replica.process),
            clock=clock,
            owner=lambda: store.owner,
            public_url=PUBLIC_URL,
            quiet_days=lambda at, zone: 30,
            hash_of=MASTER.phone_hash,
            clock_wrong=wrong,
            run=run,
        )
        for _ in range(POSTING_LOOPS + 1)
    ]
    aside = desks.pop()
    hook = Hook(store, replica.ring, MASTER, clock, fixed(TOKEN), PUBLIC_URL, by_database=True)
    status, reply = by_a_right_clock(wrong, hook.routes())
    replica.endpoints = {"status": status.endpoint, "reply": reply.endpoint}
    listening = Listening(hook.inbox, Line(world, replica.process), hook.signatures)
    loop, gone = partial(Task, replica), world.keys.forgotten

    def doubtful() -> bool:
        return texts.doubtful(clock.now())

    def expired() -> bool:
        return texts.expired(clock.now())

    return [
        *(
            loop("post", partial(post_texts, desk), lambda desk=desk: texts.postable(desk))  # type: ignore[misc]
            for desk in desks
        ),
        loop("expire", partial(expire_texts, aside), expired, heap=texts.claimed),
        loop("doubt", partial(doubt_posts_of_the_dead, aside, replica.service), texts.orphaned, heap=texts.posting),
        loop("receipts", partial(ask_receipts, aside), lambda: texts.unreported(clock.now())),
        loop("codes", partial(watch_codes, store, clock, lambda problem: None), lambda: _alarming(replica)),
        loop("reconcile", partial(reconcile_texts, aside), doubtful, heap=texts.uncertain),
        loop("forget", partial(forget_again, store, clock), lambda: _known_again(replica), heap=gone),
        loop("listen", partial(read_inbound, listening), lambda: _untold(replica, listening)),
    ]


def _alarming(replica: Replica) -> bool:
    """Asking is what makes it known, so nobody asks who could do nothing about it."""
    return not replica.places.held() and replica.world.texts.alarming()


def _known_again(replica: Replica) -> bool:
    """Does a number lead to somebody who was forgotten?"""
    known = {row["borrower"] for row in replica.database.tables["phones"].values()}
    return not known.isdisjoint(replica.world.keys.forgotten.values())


def _untold(replica: Replica, listening: Listening) -> bool:
    """Was something written, since the list was read, that no webhook tells of? Otherwise it has nothing new."""
    quiet = replica.world.carrier.untold_at
    unread = listening.ended is None or (quiet is not None and listening.ended <= quiet + SKEW_MAX)
    return quiet is not None and unread and listening.due(replica.clock.now())
