"""Forms in strange shapes: rightly signed, most of them, so that only the form is in question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from .request import (
    REPLIES,
    Asked,
    BadRequest,
    Build,
    Pairs,
    Target,
    delivery,
    refused,
    reply,
    reply_of,
    signed,
    status_of,
    status_path,
)  # fmt: skip

STOP_IN_CHINESE = "别再发短信了"


def told(change: Callable[[list[tuple[str, str]]], Pairs]) -> Build:
    """A delivery with its pairs changed before they are signed."""
    return lambda t: signed(t, status_path(t), change(status_of(t)))


def said(words: str, **more: Any) -> Build:
    return lambda t: signed(t, REPLIES, reply_of(t, words), **more)


def sent_as(raw: Callable[[Target], bytes], **fields: str) -> Build:
    """A reply whose body is these bytes; signed for what a lenient reader would make of them."""
    return lambda t: signed(t, REPLIES, reply_of(t, **fields), body=raw(t))


def taken(name: str, build: Build, what: str, *stored: str, text: str = "accepted") -> BadRequest:
    return BadRequest(name, what, ((build, 200),), stored, text)


def chunked(target: Target) -> Asked:
    asked = delivery(target)
    parts = [asked.body[:7], asked.body[7:]]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return replace(asked, body=body, headers=(*asked.headers, ("Transfer-Encoding", "chunked")))


def fields(number: int) -> Build:
    pairs = [(f"f{n}", "") for n in range(number)]
    return lambda t: signed(t, REPLIES, pairs)


SHAPES = (
    taken("parameters in another order", told(lambda pairs: pairs[::-1]), "the order is not signed", "text-delivered",
          text="delivered"),
    taken("a field said twice alike", told(lambda pairs: [*pairs, pairs[0]]), "nothing is in doubt", "text-delivered",
          text="delivered"),
    taken("a field we don't read said twice", told(lambda pairs: [*pairs, ("Tag", "a"), ("Tag", "b")]),
          "the carrier may add what it likes; a reply must not be lost for it", "text-delivered", text="delivered"),
    refused("a status said twice", 400, told(lambda pairs: [*pairs, ("MessageStatus", "failed")]), "which one?"),
    refused("words said twice", 400, lambda t: signed(t, REPLIES, [*reply_of(t, "1"), ("Body", "STOP")]), "which one?"),
    taken("blank fields", told(lambda pairs: [*pairs, ("Blank", "")]), "blank ones are signed too", "text-delivered",
          text="delivered"),
    taken("sent in chunks", chunked, "HTTP allows it", "text-delivered", text="delivered"),
    taken("called plain text", lambda t: signed(t, REPLIES, reply_of(t), kind="text/plain"),
          "the signature covers the fields, not this header: a STOP must not be lost for it", "answered-unknown"),
    refused("201 fields", 400, fields(201), "ten times what the carrier sends"),
    refused("100,000 fields", 413, fields(100_000), "too large before it is parsed"),
    refused("a body of one megabyte", 413, said("a" * (1 << 20)), "too large before it is parsed"),
    refused("no body", 400, lambda t: signed(t, REPLIES, [], body=b""), "signed, and says nothing"),
)  # fmt: skip

ENCODINGS = (
    refused("bytes that are not UTF-8", 400, sent_as(lambda t: b"Body=caf\xe9&From=1"), "Latin-1"),
    refused("half a character", 400, sent_as(lambda t: b"Body=%e5%88&From=1"), "cut in the middle"),
    refused("a surrogate", 400, sent_as(lambda t: b"Body=%ed%a0%80&From=1"), "no character"),
    taken("a percent sign alone", sent_as(lambda t: urlencode(reply_of(t, "W")).encode().replace(b"=W", b"=100%zz"),
                                          words="100%zz"),
          "kept as it came, as browsers do", "answered-unknown"),
    refused("semicolons between fields", 403,
            lambda t: replace(reply(t), body=reply(t).body.replace(b"&", b";")), "one long field"),
    refused("compressed", 400, lambda t: replace(reply(t), body=b"\x1f\x8b\x08\x00\xff\xff"), "not what was signed"),
    taken("words in Chinese", said(STOP_IN_CHINESE), "STOP in any language", "opted-out"),
    taken("a NUL in the words", said("yes\x00no"), "sealed as it is", "answered-unknown"),
    taken("very long words", said("a" * 60_000), "cut, not refused", "answered-unknown"),
)  # fmt: skip

METHODS = (
    refused("GET instead of POST", 405, lambda t: replace(delivery(t), method="GET"), "not ours to answer"),
    refused("PUT instead of POST", 405, lambda t: replace(delivery(t), method="PUT"), "nothing of ours"),
    refused("another address", 404, lambda t: signed(t, "/twilio/else", reply_of(t)), "nothing is there"),
    refused("an address with dots", 404, lambda t: signed(t, "/twilio/status/../replies", reply_of(t)), "nor there"),
    refused("no HTTP at all", 400, lambda t: Asked("nonsense nonsense", (), b""), "no request"),
)  # fmt: skip

FORMS: tuple[BadRequest, ...] = SHAPES + ENCODINGS + METHODS
