"""A stream lasts longer than a session may: while it runs, it is asked now and then whether its session still does."""

from __future__ import annotations

from datetime import timedelta

from starlette.types import Message, Send

from shared.runtime.ports import Unavailable

from .parts import AccessParts

ASK_EVERY = timedelta(seconds=15)


class SessionOver(OSError):
    """To the application it looks as if the browser had left, which it knows to handle."""


def while_signed_in(send: Send, access: AccessParts, session: bytes) -> Send:
    """`send`, until the session ends: then the answer ends, and `SessionOver` is raised to whoever goes on."""
    asked_at = access.clock.now()

    async def watched(message: Message) -> None:
        nonlocal asked_at
        now = access.clock.now()
        if message["type"] == "http.response.body" and message.get("more_body") and now - asked_at >= ASK_EVERY:
            asked_at = now
            try:
                person = await access.sessions.person_of_hash(session, now, attended=False)
            except Unavailable:
                person = None
            if person is None:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                raise SessionOver
        await send(message)

    return watched
