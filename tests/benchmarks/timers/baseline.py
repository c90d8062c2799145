"""What firing a timer is measured against: a process that decides on as many looks at a case in memory, and produces
what follows. It has no rows to find, to lock and to write. Its last line is how many it did a second."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import uvloop

from services.notifier.bootstrap import machine
from services.notifier.core.inputs import LookDue
from services.notifier.core.ledger import Ledger
from services.notifier.core.lookup import Lookup
from shared.contracts.catalogue import type_name
from shared.contracts.codec import encode_parts
from shared.decision import Publish
from shared.ids import derive
from shared.policy import load_pack
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.machine import as_json
from shared.runtime.ports import Outgoing
from tests.benchmarks.counted.people import CASE

from .cases import due_case

AT_ONCE = 500


async def main() -> None:
    out = KafkaOut({"bootstrap_servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"]}, prefix=os.environ["BENCH_PREFIX"])
    timers, now = int(os.environ["BENCH_TIMERS"]), datetime.now(UTC)
    decider, state = machine(load_pack("default")), due_case(now).state
    lookup = Lookup(ledgers={CASE.format(0): Ledger((), suppressed=False, dropped_phones=frozenset())})
    began_s = time.perf_counter()
    for first in range(0, timers, AT_ONCE):
        rows = []
        for number in range(first, min(timers, first + AT_ONCE)):
            decision, after = decider.step(state, LookDue(), now, frozenset(), lookup)
            as_json(after)
            for effect in decision.effects:
                if isinstance(effect, Publish):
                    name, case = type_name(effect.event), CASE.format(number)
                    event_id = derive("baseline", case, name)
                    value = encode_parts(
                        name, event_id=event_id, source="baseline", subject=case, time=now, cause=case, trace=None,
                        policy="none", data=effect.data,
                    )  # fmt: skip
                    rows.append(Outgoing(event_id, case, effect.event.topic, case, value, name, None))
        await out.publish(rows)
    print(timers / (time.perf_counter() - began_s))
    await out.close()


if __name__ == "__main__":
    uvloop.run(main())
