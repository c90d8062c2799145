"""Requests that are well formed and rightly signed: what they say is in question, or when they come."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from .request import (
    REPLIES,
    Asked,
    BadRequest,
    Build,
    Target,
    delivery,
    refused,
    reply,
    reply_of,
    signed,
    status_of,
    status_path,
)  # fmt: skip

NOBODYS = UUID("4f9d1b7a-3c55-5f0e-9a59-0d2a6a1f3e11")
ARABIC_DIGITS = "+4477٠٠٩٠٠٩٩٨"


def told(said: str, **more: str) -> Build:
    return lambda t: signed(t, status_path(t), status_of(t, said, **more))


def at_path(path: str) -> Build:
    return lambda t: signed(t, path, status_of(t))


def heard(**more: str) -> Build:
    return lambda t: signed(t, REPLIES, reply_of(t, **more))


def without(name: str) -> Build:
    return lambda t: signed(t, REPLIES, [pair for pair in reply_of(t) if pair[0] != name])


FIELDS = (
    refused("a reply without an id", 400, without("MessageSid"), "it could not be told from a repetition"),
    refused("a reply without a sender", 400, without("From"), "whose words?"),
    refused("a reply without words", 400, without("Body"), "not even empty ones"),
    refused("an id that is none", 400, heard(MessageSid="SM1"), "not the carrier's"),
    refused("an id with a line break", 400,
            lambda t: signed(t, status_path(t), status_of(t, MessageSid=t.sid + "\n")), "not the carrier's"),
    BadRequest("a sender that is a name", "nobody's phone: kept, and no error to the carrier",
               ((heard(From="Eve"), 200),)),
    BadRequest("a sender that is a short code", "the same", ((heard(From="12345"), 200),)),
    BadRequest("a sender in other digits", "no number in E.164, and of nobody: kept",
               ((heard(From=ARABIC_DIGITS), 200),)),
    refused("a sender with a line break", 400,
            lambda t: signed(t, REPLIES, reply_of(t, From=t.phone + "\n")), "no number"),
    refused("an error code that is no number", 400, told("failed", ErrorCode="x"), "not the carrier's"),
    refused("an error code of 12 digits", 400, told("failed", ErrorCode="9" * 12), "no column holds it"),
    refused("an error code of 5,000 digits", 400, told("failed", ErrorCode="9" * 5000), "no number at all"),
    refused("an error code in other digits", 400, told("failed", ErrorCode="٣٠٠٠٨"), "not the carrier's"),
    refused("a text that nobody sent", 404, at_path(f"/twilio/status/{NOBODYS}"), "not ours"),
    refused("a text that has no name", 400, at_path("/twilio/status/everything"), "no intent"),
    refused("a message that nobody sent", 404,
            told("delivered", MessageSid="SM" + "f" * 32), "a receipt counts for the message that it names"),
    BadRequest("a status that is new", "the carrier may add some", ((told("teleported"), 200),)),
    BadRequest("a reply from a phone that nobody texted", "there is nobody whose key could seal it",
               ((heard(From="+447700900999"), 200),)),
)  # fmt: skip


def late(target: Target) -> Asked:
    return signed(target, status_path(target), status_of(target, "sent"))


def failed(target: Target) -> Asked:
    return signed(target, status_path(target), status_of(target, "failed", ErrorCode="30008"))


ORDER = (
    BadRequest("delivered before sent", "callbacks overtake each other", ((delivery, 200), (late, 200)),
               ("text-delivered", "overtaken"), "delivered"),
    BadRequest("failed after delivered", "a receipt is proof, a failure is an opinion",
               ((delivery, 200), (failed, 200)), ("text-delivered", "overtaken"), "delivered"),
    BadRequest("delivered after failed", "the same the other way round", ((failed, 200), (delivery, 200)),
               ("text-failed", "text-delivered"), "delivered"),
    BadRequest("a delivery told three times", "an old request sent again", ((delivery, 200),) * 3,
               ("text-delivered",), "delivered"),
    BadRequest("a reply told three times", "an old request sent again", ((reply, 200),) * 3, ("answered-unknown",)),
)  # fmt: skip


def only(sent: int) -> Build:
    return lambda t: replace(delivery(t), only=sent)


def all_but(missing: int) -> Build:
    return lambda t: replace(delivery(t), only=len(delivery(t).wire()) - missing)


AND_NOBODY_WAITS = "the line is cut after some seconds, and nobody else waits meanwhile"
SLOW = (
    BadRequest("a connection without a request", AND_NOBODY_WAITS, ((only(0), 0),)),
    BadRequest("a head that never ends", AND_NOBODY_WAITS, ((only(60), 408),)),
    BadRequest("a body that never begins", AND_NOBODY_WAITS, ((lambda t: all_but(len(delivery(t).body))(t), 408),)),
    BadRequest("a body without its last byte", "rightly signed, but nobody knows it", ((all_but(1), 408),)),
)

MEANINGS: tuple[BadRequest, ...] = FIELDS + ORDER + SLOW
