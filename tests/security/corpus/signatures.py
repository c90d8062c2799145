"""Requests that are not signed, or signed for something else. Whoever can't sign changes nothing."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from .request import (
    REPLIES,
    Asked,
    BadRequest,
    Target,
    delivery,
    refused,
    reply,
    reply_of,
    signature,
    signed,
    status_of,
    status_path,
    with_signature,
)  # fmt: skip

OTHERS = "a token that is not ours at all"


def for_url(url: str, target: Target) -> Asked:
    return with_signature(delivery(target), signature(target.token, url, status_of(target)))


def right(target: Target) -> str:
    return signature(target.token, target.public_url + status_path(target), status_of(target))


def another_text(target: Target) -> Asked:
    """What the carrier said about this text, sent to the address of another."""
    return replace(delivery(target), target=f"/twilio/status/{target.another}")


def boundaries_moved(target: Target) -> Asked:
    """The scheme signs names and values without separators: other fields, the same signed text."""
    pairs = sorted(reply_of(target))
    one = "".join(name + value for name, value in pairs)
    asked = signed(target, REPLIES, pairs)
    return replace(asked, body=urlencode([(one[:4], one[4:])]).encode())


def json_as_signed_for_json(target: Target) -> Asked:
    """The carrier signs JSON by its hash in the query; none of ours is JSON."""
    body = f'{{"MessageSid": "{target.sid}", "MessageStatus": "delivered"}}'.encode()
    return signed(target, f"{status_path(target)}?bodySHA256={'0' * 64}", [], body=body, kind="application/json")


def added_afterwards(target: Target) -> Asked:
    asked = signed(target, REPLIES, reply_of(target, "no"))
    return replace(asked, body=asked.body + b"&Body=1")


SIGNATURES = (
    refused("no signature", 403, lambda t: with_signature(delivery(t)), "anybody can send that"),
    refused("no signature under a reply", 403, lambda t: with_signature(reply(t)), "the same"),
    refused("an empty signature", 403, lambda t: with_signature(delivery(t), ""), "no signature"),
    refused("a wrong signature", 403, lambda t: with_signature(delivery(t), "bm9uc2Vuc2U="), "a guess"),
    refused("a signature that is no ASCII", 403, lambda t: with_signature(delivery(t), "\xff\xfe%%%"), "no signature"),
    refused("the signature of another account", 403,
            lambda t: with_signature(delivery(t), signature(OTHERS, t.public_url + status_path(t), status_of(t))),
            "another token"),
    refused("the signature for another text", 403, another_text, "a receipt of a reminder is none of a notice"),
    refused("the signature for another host", 403,
            lambda t: for_url("https://elsewhere.example" + status_path(t), t), "of another customer of the carrier"),
    refused("the signature for plain http", 403,
            lambda t: for_url(t.public_url.replace("https", "http") + status_path(t), t), "not our address"),
    refused("the signature for a query that is gone", 403,
            lambda t: for_url(t.public_url + status_path(t) + "?a=b", t), "the query is signed too"),
    refused("a query added to what was signed", 403,
            lambda t: replace(delivery(t), target=status_path(t) + "?a=b"), "the same"),
    refused("a wrong signature before the right one", 403,
            lambda t: with_signature(delivery(t), "bm9uc2Vuc2U=", right(t)), "one request, one signature"),
    refused("a word added to what was signed", 403, added_afterwards, "the answer 1 would agree to a visit"),
    refused("fields with their boundaries moved", 400, boundaries_moved, "the signature fits, the fields do not"),
    refused("JSON, signed as JSON is", 403, json_as_signed_for_json, "only forms are read, so only theirs counts"),
    refused("JSON instead of a form", 403,
            lambda t: replace(delivery(t), body=b'{"MessageStatus": "delivered", "a": "b=c"}'), "not what was signed"),
)  # fmt: skip


def with_query(target: Target) -> Asked:
    return signed(target, f"{status_path(target)}?region=eu&x=%20", status_of(target))


SIGNED = (
    BadRequest("a delivery as it should be", "the carrier's receipt", ((delivery, 200),), ("text-delivered",),
               "delivered"),
    BadRequest("a reply as it should be", "somebody's words", ((reply, 200),), ("answered-unknown",)),
    BadRequest("a signed query", "part of the address", ((with_query, 200),), ("text-delivered",), "delivered"),
)  # fmt: skip
