"""Makes aiokafka close a connection without waiting for the other side, or for what was not sent yet.

A client that stops closes its connections and waits until they are gone. Over TLS that is when the broker has said
goodbye, which it does not before it has answered a question that it keeps (see `quiet_fetch`), nor when it is silent:
asyncio and uvloop give it 30 seconds, after which whoever stops us has lost patience. And without TLS what was not sent
yet waits for ever for a broker that reads nothing. Nobody waits for either: whatever was asked on a connection has
failed by then. Importing this module mends `AIOKafkaConnection`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from aiokafka.conn import AIOKafkaConnection


def _at_once(close: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(close)
    def closed(self: AIOKafkaConnection, *args: Any, **more: Any) -> Any:
        transport = self._writer.transport if self._writer is not None else None
        if transport is None or transport.is_closing():  # the broker was first
            return close(self, *args, **more)
        gone = close(self, *args, **more)  # over TLS our own goodbye is on its way now
        transport.abort()
        return gone

    return closed


AIOKafkaConnection.close = _at_once(AIOKafkaConnection.close)
