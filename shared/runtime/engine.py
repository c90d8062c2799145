"""The loops of a service around its machine, and the order in which they start and stop."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.contracts.erasures import KeyErased
from shared.contracts.operations import Operation
from shared.contracts.switches import Switch
from shared.contracts.topic_rights import writes
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys

from .clock_watch import ClockWatch
from .ending import FLUSH_S, close_all, cut_off, finish
from .health import Health
from .hearing import DEAF_AFTER, Hearing, sentence
from .kafka.connect import connection
from .kafka.consumer import KafkaLog, Lane
from .kafka.consumer_liveness import end
from .kafka.ears import KafkaEars
from .kafka.erasures import replay_tombstones
from .kafka.group_offsets import KafkaGroupOffsets
from .kafka.producer import KafkaOut
from .kafka.refusals import hindered
from .kafka.shut_out import shut_out
from .kafka.topic_questions import TopicQuestions
from .logs import logger
from .loops import Step, forever
from .machine import Machine
from .outgoing import RefusedCount, by_topic
from .pg.hearing import PgHearingStore
from .pg.keys import PgKeys
from .pg.places import PgPlaces
from .pg.stopped_now import stopped_now
from .pg.store import PgStore
from .pg.waiting import PgWaiting
from .place_watch import PlaceWatch
from .ports import Clock, NewerFormat, Unavailable
from .readiness import FIRST_LOOKS_S, Readiness
from .settings import Settings
from .steps.breaker import Breakers
from .steps.consume import consume_batch
from .steps.intake_step import IntakeStep
from .steps.listen import listen
from .steps.look_at_clock import look_at_clock
from .steps.look_at_places import look_at_places
from .steps.operations import carry_out
from .steps.relay import Relay, adopt_outbox, relay_outbox, try_refused
from .steps.replay import replay_parked
from .steps.timer_round import TIMER_LOOPS, timer_steps
from .steps.transact import StepContext
from .steps.unless_held import unless_held
from .timer_wakeup import TimerWakeup
from .turns import Turns
from .waiting import LOOK_S, UNASKED_S, Doorbell

RECORDS_MAX = 1000
LISTEN_S, HEARD_S = 2.0, 10.0
"""What is heard to its end is written down less often: within `DEAF_AFTER` that is soon enough, and a moment that is
older than the truth keeps silent too soon, not too late."""
CLOCK_S = 5.0
LANE_IDLE_S, LANE_HELD_S = 0.005, 0.1
LANE_REST_S = 0.02
RELAY_S = 0.2
TOLD_REST_S = 0.025
"""Nobody is waiting for what was told already: what is published, and what is learned of texts."""
TRY_REFUSED_S = 30.0
COMMON_TOPICS = (Switch.topic, Operation.topic)
"""What every service reads besides the topics of its machine."""


class Engine:
    """Join the group, work until told to stop, finish, leave."""

    def __init__(
        self,
        machine: Machine[Any],
        settings: Settings,
        store: PgStore,
        clock: Clock,
        keys: MasterKeys,
        health: Health,
        watch: ClockWatch,
        asked: Callable[[], bool] = lambda: False,
        ring: KeyRing | None = None,
    ) -> None:
        self._store, self._health, self._watch = store, health, watch
        self._asked_outside = asked
        store.format = machine.format
        self._outdated = False
        kafka = self._kafka = connection(settings)
        self._questions = TopicQuestions(kafka)
        self._out = KafkaOut(kafka, prefix=settings.topic_prefix)
        self._relay = Relay()
        self._breakers = Breakers(RECORDS_MAX)
        self._timer_turns = Turns(TIMER_LOOPS)
        self._alarm = TimerWakeup(clock, self._timer_turns)
        self._doorbell = Doorbell(PgWaiting(store), self._alarm, store.intake_came)
        self._hearing, self._asked = Hearing(frozenset(machine.must_hear)), False
        group, reads, prefix = f"doorstep-{machine.service}", (*machine.topics, *COMMON_TOPICS), settings.topic_prefix
        self._offsets = KafkaGroupOffsets(kafka, group=prefix + group, prefix=prefix)
        places = self._places = PlaceWatch(machine.service, PgPlaces(store), self._offsets, lambda: store.registration)
        self._ledger = PgHearingStore(store, lambda: places.life)
        self._desk = StepContext(
            machine, store, clock, keys, self._relay, self._alarm.timer_set, watch.wrong, lambda: places.skips, ring,
            asked=self._doorbell.operations.set,
        )  # fmt: skip
        self._new_log = partial(KafkaLog, kafka, group=group, topics=reads, prefix=prefix, watch=places)
        self._prefix, self._group = prefix, prefix + group
        self._reads = [prefix + topic for topic in (*reads, KeyErased.topic)]
        self._writes = [prefix + topic.name for topic in writes(machine.service)]
        self._readiness = Readiness(health, self, self._questions, self._group, self._reads, self._writes)
        self._log: KafkaLog | None = None
        self._refused: list[RefusedCount] = []

    async def join(self) -> None:
        log = self._new_log()
        try:
            await log.start()
            await self._look_at_rights()
            await replay_tombstones(self._kafka, self._prefix, PgKeys(self._store))
        except BaseException as error:
            await end(log.consumer)
            if isinstance(error, Unavailable) and (found := await hindered(self._kafka)) is not None:
                raise (found.refused() or Unavailable(str(found))) from None
            raise
        self._log = log

    async def _look_at_rights(self) -> None:
        # A group that nobody could ask about yet is asked again by the client itself, and looked at for `/ready`.
        with contextlib.suppress(KafkaError, TimeoutError):
            if (refusal := await shut_out(self._kafka, self._group, self._reads, self._writes)) is not None:
                raise refusal

    async def work(self, extra: Sequence[Step], stopping: asyncio.Event) -> None:
        """Run all loops; returns when `stopping` is set and what was in work is done."""
        assert self._log is not None
        self._alarm.start()
        relaying = partial(relay_outbox, self._relay, self._store, self._out)
        relay_step = Step("relay", relaying, wake=self._relay.wake, rest_s=TOLD_REST_S)
        relay_step.pace = lambda: RELAY_S if self._relay.waiting else UNASKED_S
        steps = [*(self._lane(lane) for lane in self._log.lanes), *self._own_steps(), *extra]
        for step in extra:
            step.run = unless_held(self._watch.wrong, step.run)
        for step in (*steps, relay_step):
            if not step.while_held:
                step.run = unless_held(self._places.held, step.run)
        deciding, publishing = asyncio.Event(), asyncio.Event()
        loops = {asyncio.create_task(forever(step, self._health, deciding), name=step.name): step for step in steps}
        relay = asyncio.create_task(forever(relay_step, self._health, publishing), name="relay")
        await stopping.wait()
        self._log.draining = True
        deciding.set()
        self._log.wake()
        await finish(loops)
        await self._flush()
        publishing.set()
        self._relay.wake.set()
        await cut_off((*loops, relay))

    async def leave(self) -> None:
        await self._alarm.stop()
        group = [self._log.stop] if self._log is not None else []
        await close_all([*group, self._questions.close, self._offsets.close, self._out.close])

    def _lane(self, lane: Lane) -> Step:
        async def consume() -> int:
            if not self._outdated:
                try:
                    return await consume_batch(lane, self._desk, self._breakers)
                except NewerFormat as error:
                    await self._leave_to_newer(str(error))
            return 0

        step = Step(f"lane-{lane.number}", consume, rest_s=LANE_REST_S)
        step.pace = self._lane_waits_s
        return step

    def _lane_waits_s(self) -> float:
        if self._outdated:
            return LISTEN_S
        return LANE_HELD_S if self._places.held() or self._watch.wrong() else LANE_IDLE_S

    async def _leave_to_newer(self, sentence: str) -> None:
        """Out of the group, so that newer replicas have our partitions; what needs no state goes on (docs/adr/0027)."""
        assert self._log is not None
        if not self._outdated:
            self._outdated = True
            logger(self._health.service).error("left-to-newer-replicas", format=self._store.format)
            self._health.down("version", sentence)
            await self._log.stop()

    def _own_steps(self) -> list[Step]:
        desk, bell = self._desk, self._doorbell

        steps = [
            self._readiness.step(),
            Step("places", self._look_at_places, while_held=True, pace=self._looks_at_places_every_s),
            Step("listen", self._listen, while_held=True, pace=self._listens_every_s),
            self._clock_step(),
            Step("waiting", bell.look, LOOK_S),
            *timer_steps(desk, self._alarm, self._timer_turns),
            Step("try-refused", partial(try_refused, self._store), TRY_REFUSED_S),
            Step("adopt", partial(adopt_outbox, self._relay, self._store), UNASKED_S, bell.leftovers),
            Step("replay", partial(replay_parked, desk), UNASKED_S, bell.replay),
            Step("operations", self._carry_out, UNASKED_S, bell.operations),
        ]
        if desk.machine.inputs is not None:
            intake = IntakeStep(desk, self._asked_outside)
            came = self._store.intake_came
            steps.append(Step("intake", intake.take_waiting, UNASKED_S, came, rest_s=TOLD_REST_S))
        return steps

    async def _carry_out(self) -> int:
        done = await carry_out(self._desk)
        if done:
            self._doorbell.replay.set()  # a replay may have been what was asked
        return done

    def _clock_step(self) -> Step:
        look = partial(look_at_clock, self._watch, self._ledger, self._health)
        return Step("clock", look, while_held=True, pace=lambda: LISTEN_S if self._watch.wrong() else CLOCK_S)

    def _listens_every_s(self) -> float:
        return HEARD_S if self._hearing.all_heard and not self._breakers.opened() else LISTEN_S

    async def _listen(self) -> int:
        assert self._log is not None
        if self._outdated:
            return 0
        if not self._asked:
            await self._ledger.ask(self._hearing.topics, DEAF_AFTER)
            self._asked = True
        done = await listen(self._hearing, KafkaEars(self._log, self._questions), self._ledger, self._breakers)
        if late := sentence(self._hearing.deaf):
            self._health.down("deaf", late)
        else:
            self._health.up("deaf")
        return done

    async def _flush(self) -> None:
        end = time.monotonic() + FLUSH_S
        while self._relay.waiting and time.monotonic() < end:
            self._relay.wake.set()
            await asyncio.sleep(0.01)

    # What `Readiness` looks at.

    async def database(self) -> int:
        await self._store.check()
        counts = await self._store.counts()
        self._refused = await self._store.refused() if counts["outbox_waiting"] else []
        self._health.facts["gaps"], self._health.facts["outbox_waiting"] = counts["gaps"], counts["outbox_waiting"]
        self._health.facts["refused"] = by_topic(self._refused)
        self._health.facts["stopped"] = await stopped_now(self._store)
        return counts["parked"]

    def reads(self) -> bool:
        return not self._outdated and self._places.why is None

    def consumer(self) -> AIOKafkaConsumer:
        assert self._log is not None
        return self._log.consumer

    def outbox(self) -> tuple[object, int]:
        waiting = self._relay.waiting
        return (waiting[0].id if waiting else None), len(waiting)

    def refused(self) -> list[RefusedCount]:
        return self._refused

    def breaker(self) -> str:
        opened = sorted(self._breakers.opened().items())
        shares = ", ".join(f"{breaker.bad_share():.0%} of those of {topic}" for topic, breaker in opened)
        return f"no events among the newest records: {shares}" if opened else ""

    def pauses(self, topic: str) -> bool:
        opened = topic.removeprefix(self._prefix) in self._breakers.opened()
        return opened or self._relay.full or self._watch.wrong() or (self._log is not None and self._log.draining)

    async def _look_at_places(self) -> int:
        before = self._places.seen
        done = await look_at_places(self._places, self._health)
        if self._places.seen != before and self._log is not None:
            self._log.wake()
        return done

    def _looks_at_places_every_s(self) -> float:
        return FIRST_LOOKS_S if self._places.held() and self._places.why is None else LISTEN_S
