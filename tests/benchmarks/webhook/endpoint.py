"""The webhook of notifier by itself, in a process of its own: nothing is decided beside it.

    python -m tests.benchmarks.webhook.endpoint memory|postgres

`memory` is the baseline: the same endpoint, and a database that costs nothing. Settings come from the environment.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Mapping
from typing import Any

import uvloop

from services.notifier.bootstrap import QUERIES
from services.notifier.settings import NotifierSettings
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock
from shared.runtime.group_commit import GroupCommits
from shared.runtime.pg.beside import PgBeside
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from shared.runtime.routing import application
from shared.runtime.service import GARBAGE_THRESHOLDS
from shared.runtime.settings import load
from shared.runtime.web import Web
from tests.memory.notifier.reads import reads
from tests.memory.notifier.tables import APPLIES
from tests.memory.runtime import MemoryDatabase, MemoryStore, Process

from .requests import phone


async def serve(kind: str, people: int) -> None:
    settings = load(NotifierSettings)
    keys = MasterKeys.read(settings.master_key_file)
    store: Any
    if kind == "memory":
        database = MemoryDatabase()
        data_keys = MemoryKeys()
        ring = KeyRing(data_keys, keys.wrap)
        people_by_phone = {}
        for number in range(people):
            hashed, case = keys.phone_hash(phone(number)), f"case-{number:07d}"
            people_by_phone[hashed] = {"phone_hash": hashed, "case_id": case, "named": hashed, "kid": f"b-{case}"}
        await ring.make(f"b-case-{number:07d}" for number in range(people))

        def whose(_: Any, params: Mapping[str, Any]) -> list[dict[str, Any]]:
            """By their phone, as an index finds them: the twin would read all of them."""
            return [people_by_phone[phone] for phone in params["phones"] if phone in people_by_phone]

        answers = {**reads(database, data_keys), "whose": whose}
        store = MemoryStore(database, Process(by_hand=False), reads=answers, applies=APPLIES)
        store.start()
    else:
        owner = PgStore(settings.database_url, "notifier", QUERIES)
        store = PgBeside(owner, settings.database_url, "notifier", QUERIES)
        ring = KeyRing(PgKeys(store), keys.wrap)
    hook = Hook(
        store,
        ring,
        keys,
        SystemClock(),
        fixed(settings.twilio_token),
        settings.public_url,
        ours=settings.ours,
        together=GroupCommits(),
    )
    web = Web(application(hook.routes()), settings.webhook_port, setting="DOORSTEP_WEBHOOK_PORT")
    await web.start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)  # as a service does
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await stopping.wait()
    await web.stop()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], int(sys.argv[2])))
