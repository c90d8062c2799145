"""Where notifier is put together: its machine, its rules, its tables, its carrier. Nothing else knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from shared.contracts.appointments import Appointment
from shared.contracts.envelope import Event
from shared.contracts.loans import Loan
from shared.contracts.outcomes import ComplaintRaised, VisitEnded
from shared.contracts.texts import TextRequest
from shared.policy import Pack, load_pack
from shared.policy.local_time import local_day
from shared.privacy.keys import KeyRing
from shared.runtime.admission import Admission
from shared.runtime.causes import NotReadyCause
from shared.runtime.former import FormatRange
from shared.runtime.group_commit import GroupCommits
from shared.runtime.limits import connections_within
from shared.runtime.machine import AtOnce, LookUp, Machine, Unread
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.queries import load
from shared.runtime.ports import Unit
from shared.runtime.service import Environment, Service, ServiceSpec, Step
from shared.runtime.turns import Turns
from shared.runtime.waiting import UNASKED_S

from .core.changes import CHANGES, Change
from .core.formats import NEWEST, OLDEST
from .core.inputs import INPUTS, LoanInput, RecordRefused, input_of
from .core.lookup import NOTHING, Lookup
from .core.machine import MACHINE
from .core.outage import Run
from .core.rules import LoanRules, rules_for, stop_words
from .core.state import STATES, State, case_of
from .core.table_writes import NamePhone
from .core.timers import TEXT
from .second_reader.linear import second_reader
from .settings import NotifierSettings
from .shell.alarms import watch_codes
from .shell.desk import Desk
from .shell.forgetting import forget_again, whose
from .shell.listening import Listening, read_inbound
from .shell.look_up import LoanLookUp
from .shell.lost_texts import explain_lost_texts
from .shell.lost_time import live_again
from .shell.operations import carry_out
from .shell.posting import post_waiting
from .shell.receipts import ask_receipts
from .shell.reconcile import doubt_posts_of_the_dead, expire_texts, reconcile_texts
from .shell.retention import TASKS
from .shell.right_clock import by_a_right_clock
from .shell.signatures import Signatures
from .shell.texts_waiting import LOOK_S, TextBell
from .shell.tokens import live
from .shell.twilio_sms import TwilioSms
from .shell.unreached import told_to
from .shell.webhook import Hook
from .shell.why_not import NotifierAnswers
from .understanding import tables

SERVICE = "notifier"
MIGRATIONS = ("shared.runtime.pg", "services.notifier.shell")
QUERIES = {
    name: statement
    for file in ("queries.sql", "inbound.sql", "forgetting.sql", "lost_time.sql")
    for name, statement in load("services.notifier.shell", file).items()
}

TOPICS = ("loans", "text-requests", "appointments", "outcomes")
HEARD: tuple[type[Event], ...] = (Loan, TextRequest, Appointment, VisitEnded, ComplaintRaised)
UNREAD = Unread(frozenset({"loans", "outcomes"}), RecordRefused)
"""The bank's brakes travel on the one, those of the field (complaints, disputes, what is unsafe) on the other."""
MUST_HEAR = ("loans", "switches")
"""A payment, or an operator's stop, that nobody has read yet must not be overtaken by a text."""
AT_ONCE = AtOnce(frozenset({TEXT}), beside=frozenset({NamePhone.statement}))
"""Most texts are due when they are asked for, and which numbers a case has is nothing that the authority asks."""
POSTING_LOOPS = 2
POST_REST_S = 0.01
FORGET_AGAIN_S = 30.0
ASK_S = 5.0
"""How often those look whom nobody wakes."""


def aggregate(event: Event) -> str | None:
    """The case an event moves; departures and arrivals of crews move none of ours."""
    return event.subject if isinstance(event, HEARD) else None


async def _nothing(unit: Unit, states: Mapping[str, State], inputs: Sequence[tuple[str, LoanInput]]) -> Lookup:
    return NOTHING


def machine(
    pack: Pack, look_up: LookUp[State, LoanInput, Lookup] = _nothing, *, format: int = NEWEST
) -> Machine[State, LoanInput, Change, LoanRules, Lookup]:
    """Notifier's machine under a policy pack. `format`: nothing is said or stored that came with a newer one."""
    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        named=case_of,
        decider=MACHINE,
        rules=partial(rules_for, pack, format=format),
        input_of=input_of,
        look_up=look_up,
        states=STATES,
        changes=CHANGES,
        policy_version=pack.version,
        format=format,
        inputs=INPUTS,
        unread=UNREAD,
        must_hear=MUST_HEAR,
        whose=whose,
        carry_out=partial(carry_out, format=format),
        at_once=AT_ONCE,
    )


async def build(env: Environment[NotifierSettings]) -> Service:
    settings, pack = env.settings, load_pack(env.settings.policy)
    tables.load()
    names = ["TWILIO_AUTH_TOKEN", *(["TWILIO_AUTH_TOKEN_SECONDARY"] if settings.twilio_second_token else [])]
    tokens = live(*(settings.live(name) for name in names))
    sms = TwilioSms(
        settings.twilio_sid,
        tokens,
        settings.twilio_from,
        settings.twilio_api,
        numbers=settings.ours.numbers,
    )

    run, turns = Run(), Turns(POSTING_LOOPS)

    def say(cause: NotReadyCause, of: str = "") -> Callable[[str | None], None]:
        def told(problem: str | None) -> None:
            env.health.up(cause, of=of) if problem is None else env.health.down(cause, problem, of=of)

        return told

    def say_codes(problem: str | None) -> None:
        of = "codes"
        env.health.up("carrier", of=of) if problem is None else env.health.down("carrier", problem, of=of)

    def desk() -> Desk:
        return Desk(
            store=env.store,
            ring=env.ring,
            sms=sms,
            clock=env.clock,
            owner=lambda: env.store.owner,
            public_url=settings.public_url,
            quiet_days=lambda at, zone: pack.on(local_day(at, zone)).holds.hardship_days.value,
            say=say("carrier"),
            hash_of=env.keys.phone_hash,
            clock_wrong=env.clock_wrong,
            run=run,
            more=turns.set,
        )

    env.store.wakes("claim_texts", turns)
    posting = [
        Step(
            f"post-{n}",
            partial(turn.take, partial(post_waiting, desk())),
            UNASKED_S,
            turn.wake,
            in_doubt=True,
            rest_s=POST_REST_S,
        )
        for n, turn in enumerate(turns.turns, 1)
    ]
    aside = desk()
    bell = TextBell(aside, SERVICE, [turn.wake for turn in turns.turns])
    second = second_reader(settings.second_reader)
    signatures = Signatures(say("webhook-signatures"))
    waiting = GroupCommits()
    hook = Hook(
        env.beside,
        KeyRing(PgKeys(env.beside), env.keys.wrap),
        env.keys,
        env.clock,
        tokens,
        settings.public_url,
        ours=settings.ours,
        stop_words=partial(stop_words, pack),
        signatures=signatures,
        second=second,
        together=waiting,
        by_database=settings.clock_file is None,
    )
    listening = Listening(hook.inbox, sms, signatures, say("carrier", "inbox"), told_to(env.health.facts), hook.missed)
    look_up = LoanLookUp(env.ring, env.clock, pack, second)
    return Service(
        machine(pack, look_up, format=env.store.format),
        steps=(
            *posting,
            Step("texts-waiting", bell.look, LOOK_S),
            Step("expire-texts", partial(expire_texts, aside), UNASKED_S, bell.expired),
            Step("doubt-posts", partial(doubt_posts_of_the_dead, aside, SERVICE), UNASKED_S, bell.of_the_dead),
            Step("reconcile-texts", partial(reconcile_texts, aside), UNASKED_S, bell.in_doubt),
            Step("ask-receipts", partial(ask_receipts, aside), ASK_S),
            Step("explain-lost-texts", partial(explain_lost_texts, aside, env.keys), UNASKED_S, bell.lost_texts),
            Step(
                "live-again",
                partial(live_again, env.store, env.clock, say("lost-time"), listening.read_now),
                ASK_S,
                bell.lost_time,
            ),
            Step("watch-codes", partial(watch_codes, env.store, env.clock, say_codes), 15.0),
            Step("forget-again", partial(forget_again, env.store, env.clock, format=env.store.format), FORGET_AGAIN_S),
            env.retention(pack, TASKS),
            Step("read-inbound", partial(read_inbound, listening), 2.0, while_held=True),
        ),
        routes=by_a_right_clock(env.clock_wrong, hook.routes()),
        web_port=settings.webhook_port,
        admission=Admission(connections_within(settings.webhook_connections), refused=hook.turned_away),
        closing=(sms.close, env.beside.close),
        asked=lambda: waiting.busy,
        why_not=NotifierAnswers(env.store, look_up, env.clock, pack, env.store.format),
    )


RECIPE = ServiceSpec(SERVICE, build, NotifierSettings, MIGRATIONS, QUERIES, FormatRange(OLDEST, NEWEST))
