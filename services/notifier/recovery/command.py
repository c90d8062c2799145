"""`python -m services.notifier recover`: its arguments, its settings, and what it says."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from services.notifier.bootstrap import QUERIES, SERVICE
from services.notifier.core.lost_texts import COUNTS_FOR
from services.notifier.settings import NotifierSettings
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.lost_time import lost_time
from services.notifier.shell.sms import Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from shared.decision.figures import counted
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock, VirtualClock
from shared.runtime.kafka.connect import connection
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.master_key import fitting_master
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Clock, Unavailable
from shared.runtime.refusal import EXIT_CODE, WRONG_SETTINGS, StartRefused
from shared.runtime.settings import SettingsError, load
from shared.runtime.trouble_words import in_words

from .asked import CarrierKnows
from .recover import GapsRemain, Known, Recovering, look, recover

COMMAND = "recover"
TRY_AGAIN = 75  # sysexits.h: EX_TEMPFAIL
GAPS = 3
NOTHING = "nothing is to be recovered: nobody knows of anything that this database does not know"
UNUSED = {"DOORSTEP_PUBLIC_URL": "http://127.0.0.1:1", "DOORSTEP_WEBHOOK_PORT": "1"}
"""Needed by the service, and not for this."""


def recovery(arguments: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """The exit code: 0 when it is done, 3 when something is gone that a person has to accept, 75 when somebody does not
    answer; 77 and 78 as for a start. Whatever it is, nothing goes out before it is done.
    """
    parser = argparse.ArgumentParser(prog=f"python -m services.{SERVICE} {COMMAND}", description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--accept-gap", action="store_true", help="go on without what nobody has any more")
    asked = parser.parse_args(arguments)
    try:
        settings = load(NotifierSettings, {**UNUSED, **(os.environ if env is None else env)})
        keys = MasterKeys.read(settings.master_key_file)
    except (SettingsError, ValueError, OSError) as error:
        return _refused(str(error), "Set what services have, and try again.", WRONG_SETTINGS)
    try:
        return asyncio.run(_run(settings, keys, check=asked.check, accept_gaps=asked.accept_gap))
    except GapsRemain as error:
        todo = "Is there a newer backup? To go on without it: ./doorstep recover --accept-gap --by WHO --reason WHY."
        return _refused("".join(f"\n  {gap}" for gap in error.gaps), todo, GAPS)
    except Unreached as error:
        todo = "Mend that (TWILIO_ settings, the account) and try again: without its lists nobody knows what went out."
        return _refused(f"the carrier's lists can't be read ({error})", todo, TRY_AGAIN)
    except Unavailable as error:
        who = "" if str(error).startswith("Kafka") else "PostgreSQL: "
        return _refused(f"{who}{in_words(str(error))}", "Try again once it answers.", TRY_AGAIN)
    except StartRefused as refusal:
        return _refused(refusal.what, refusal.todo, EXIT_CODE)


async def _run(settings: NotifierSettings, keys: MasterKeys, *, check: bool, accept_gaps: bool) -> int:
    store = PgStore(settings.database_url, SERVICE, QUERIES)
    tokens = fixed(*(token for token in (settings.twilio_token, settings.twilio_second_token) if token))
    carrier = TwilioSms(
        settings.twilio_sid, tokens, settings.twilio_from, settings.twilio_api, numbers=settings.ours.numbers
    )
    clock: Clock = SystemClock() if settings.clock_file is None else VirtualClock(settings.clock_file)
    kafka = connection(settings)
    try:
        fitted = await fitting_master(keys, store)
        inbox = Inbox(
            store,
            KeyRing(PgKeys(store), fitted.wrap),
            fitted,
            clock,
            settings.ours,
            by_database=settings.clock_file is None,
        )
        work = Recovering(
            settings.database_url, store, kafka, settings.topic_prefix, inbox, fitted, carrier, clock, _say
        )  # fmt: skip
        if check:
            known, _ = await look(work)
            _told(known, clock)
            _say(
                "nothing was done: ./doorstep recover --by WHO --reason WHY does it"
                if known.held or known.older
                else NOTHING
            )
        else:
            done = await recover(work, accept_gaps=accept_gaps)
            if done is None:
                _say(NOTHING)
            else:
                _told(done, clock)
        lost = await lost_time(store)
        if lost is not None:
            what = "the carrier's list of what people wrote" if lost.heard_at is not None else "what the bank said"
            _say(f"texts wait until {what} is read; that is done by the services: start them if none runs")
        return GAPS if check and known.gaps else 0
    finally:
        await carrier.close()
        await store.close()


def _told(known: Known, clock: Clock) -> None:
    for (service, topic), number in sorted(known.lost.again.items()):
        if service != "router" or topic != "operations":
            _say(f"{service} reads {counted(number, 'record')} of {topic} again")
    for sentence in texts_sentences(known.carrier, clock.now()):
        _say(sentence)
    _say(f"messages that we don't know: {known.carrier.replies}, {known.carrier.stops} of them STOP")
    _say(f"STOPs that we had passed on: {known.stops}")
    if known.keys_missing:
        _say(
            f"data keys that are gone: {known.keys_missing}. What is sealed under them opens no more: put the newest"
            " copy of privacy.data_keys back, or have the bank send those cases again"
        )
    for gap in known.gaps:
        _say(f"gone: {gap}")


def texts_sentences(carrier: CarrierKnows, now: datetime) -> Iterator[str]:
    """What the carrier knows of our texts, and what that keeps from being texted again."""
    days, number = counted(COUNTS_FOR.days, "day"), len(carrier.texts)
    yield f"texts that the carrier knows and we don't: {number:,}"
    if number:
        yield f"within {days} of one of them the same is not posted to its number again"
    if old := sum(one.at <= now - COUNTS_FOR for one in carrier.texts):
        yield (
            f"older than {days}: {old:,}. They stand for nothing any more, so what is decided anew of those days"
            " (a thanks, an answer) may be texted again"
        )


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _refused(what: str, todo: str, code: int) -> int:
    sys.stderr.write(f"not recovered: {what}\n  {todo}\n")
    return code
