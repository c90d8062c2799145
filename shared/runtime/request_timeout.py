"""How long a client may take over one request: uvicorn itself would wait for ever for the rest of it.

Only the connection is closed; nobody else waited for it. Whoever sends a request as it should be needs a moment.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .admission import Admission

REQUEST_S = 5.0
"""From the first byte of a request, or from the connection where none comes, until its last byte."""
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
NO_ROOM = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Impatient(H11Protocol):
    """HTTP/1.1 that answers 408 to a request which is not complete in time, and closes the connection.

    `admission` may have it give way to others (see `admission`): that is 503.
    """

    _deadline: asyncio.TimerHandle | None = None
    _begun = False

    def __init__(self, *args: Any, admission: Admission | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._admission = admission or Admission()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()
        self._admission.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        self._admission.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._admission.came(self, len(data))
        if not self.transport.is_closing():
            super().data_received(data)

    def on_response_complete(self) -> None:
        self._admission.answered(self)
        super().on_response_complete()

    @property
    def quiet(self) -> bool:
        """See `Guest`."""
        return self._deadline is not None or self.cycle is None or self.cycle.response_complete

    def give_way(self) -> None:
        """See `Guest`."""
        self._wait_no_more()
        if not self.transport.is_closing():
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.write(NO_ROOM)
            self.transport.close()

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._begun = False
            self._wait_no_more()
        elif not self._begun and self._is_begun():
            self._begun = True
            self._wait()

    def _is_begun(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY or bool(self.conn.trailing_data[0])

    def _wait(self) -> None:
        self._wait_no_more()
        if not self.transport.is_closing():
            self._deadline = self.loop.call_later(REQUEST_S, self._give_up)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._begun and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(TOO_LATE)
        self.transport.close()
