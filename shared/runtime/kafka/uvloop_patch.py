"""Makes aiokafka take uvloop's word for a broken connection.

Between the moment a connection breaks and the moment its reader hears of it, a write raises `OSError` with asyncio and
`RuntimeError` with uvloop. aiokafka expects the first. The second ends whichever task of the client happened to ask:
the fetcher, the coordinator, or the one that keeps the metadata, and then everybody who waits for it waits for ever
(https://github.com/aio-libs/aiokafka/issues/1038). Importing this module mends `AIOKafkaConnection`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError


def _mended(send: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(send)
    def mended(self: AIOKafkaConnection, *args: Any, **more: Any) -> Any:
        try:
            return send(self, *args, **more)
        except RuntimeError as error:
            self.close(reason=CloseReason.CONNECTION_BROKEN)
            raise KafkaConnectionError(f"Connection at {self.host}:{self.port} broken: {error}") from error

    return mended


for _name in ("send", "_send_sasl_token"):
    setattr(AIOKafkaConnection, _name, _mended(getattr(AIOKafkaConnection, _name)))
