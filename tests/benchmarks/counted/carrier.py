"""A carrier that does nothing but answer: posts are taken at once, and the list of messages is empty.

    python -m tests.benchmarks.counted.carrier PORT FILE

Of each post it writes a line into FILE: when it came (seconds of the monotonic clock, which is the machine's) and to
whom. It ends with the process that started it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import count
from pathlib import Path
from typing import TextIO
from urllib.parse import parse_qs

import uvloop

NOTHING = b'{"messages":[],"incoming_phone_numbers":[],"next_page_uri":null,"uri":"","page":0,"page_size":50}'
HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Carrier:
    def __init__(self, posts: TextIO) -> None:
        self._posts, self._numbers = posts, count(1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
                )
                body = await reader.readexactly(length)
                status, answer = (
                    (b"201 Created", self._taken(body)) if head.startswith(b"POST") else (b"200 OK", NOTHING)
                )
                writer.write(HEAD % (status, len(answer)) + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _taken(self, body: bytes) -> bytes:
        at_s, form = time.monotonic(), parse_qs(body.decode())
        self._posts.write(f"{at_s} {form['To'][0]}\n")
        sid = f"SM{next(self._numbers):032x}"
        return json.dumps(
            {
                "sid": sid,
                "status": "queued",
                "to": form["To"][0],
                "num_segments": "1",
                "price": None,
                "error_code": None,
            }
        ).encode()


async def main(port: int, posts: Path) -> None:
    with posts.open("w", buffering=1) as file:
        server = await asyncio.start_server(Carrier(file).serve, "127.0.0.1", port)
        async with server:
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), Path(sys.argv[2])))
