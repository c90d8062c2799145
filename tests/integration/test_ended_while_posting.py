"""Notifier is told to end while texts are on their way to a carrier that takes its time."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

from services.notifier.bootstrap import QUERIES
from shared.privacy.keys import KeyRing
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from tests.apart import campaign
from tests.security.people import overdue
from tests.security.running_notifier import running_notifier

ANSWERS_AFTER_S = 9.0
"""Longer than anything else is waited for by who ends, and less than a carrier may take."""
SID = f"SM{1:032x}"


class SlowCarrier:
    """Takes each text at once, and says so later."""

    def __init__(self) -> None:
        self.came = asyncio.Event()
        self.posts = 0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            if head.startswith("POST"):
                self.posts += 1
                self.came.set()
                await asyncio.wait({asyncio.ensure_future(asyncio.Event().wait())}, timeout=ANSWERS_AFTER_S)
                said, code = json.dumps({"sid": SID, "status": "queued", "num_segments": "1"}), 201
            else:
                said, code = json.dumps({"messages": [], "next_page_uri": None}), 200
            body = said.encode()
            writer.write(
                f"HTTP/1.1 {code} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n".encode()
            )
            writer.write(b"Connection: close\r\n\r\n" + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@campaign
async def test_what_the_carrier_says_of_a_text_is_heard_before_the_process_ends(
    database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path
) -> None:
    carrier = SlowCarrier()
    async with await asyncio.start_server(carrier.accept, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with running_notifier(database_url, kafka_bootstrap, unique, tmp_path, url) as there:
            store = PgStore(database_url, "notifier", QUERIES)

            async def ready() -> bool:
                return (await there.replica.ready()).get("status") == 200

            await there.runner.until(ready)
            await there.runner.send([await overdue("c-1", 1, KeyRing(PgKeys(store), there.keys.wrap), there.keys)])
            await store.close()
            async with asyncio.timeout(90):
                await carrier.came.wait()
            there.replica.process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(there.replica.process.wait, 90) == 0
            told = await there.runner.rows("SELECT convert_from(doc, 'UTF8')::json ->> 'status' FROM intake")
            assert (told, carrier.posts) == ([("accepted",)], 1)
