"""Lets aiokafka ask for the password whenever it connects, so that one that was changed is used from then on.

Its clients keep the password that they were made with, and live as long as we do. Importing this module lets
`sasl_plain_password` be a function, which every new connection calls.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from aiokafka.conn import AIOKafkaConnection

_made = AIOKafkaConnection.__init__


@wraps(_made)
def _made_now(self: AIOKafkaConnection, *args: Any, sasl_plain_password: Any = None, **more: Any) -> None:
    password = sasl_plain_password() if callable(sasl_plain_password) else sasl_plain_password
    _made(self, *args, sasl_plain_password=password, **more)


AIOKafkaConnection.__init__ = _made_now
