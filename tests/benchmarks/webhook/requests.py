"""Replies as Twilio posts them, signed and ready: nothing but sending them is left to do while it is measured."""

from __future__ import annotations

from itertools import count
from random import Random
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

WORDS = ("yes", "no", "2", "Tomorrow at ten is fine", "Sim, amanhã às 10h", "who is this?", "I paid last week")
PATH = "/twilio/replies"


def phone(number: int) -> str:
    return f"+3519{number:08d}"


class Requests:
    """An endless supply; each message has an id of its own, and people take turns."""

    def __init__(self, public_url: str, token: str, people: int, seed: int) -> None:
        self._url, self._validator, self._people = public_url + PATH, RequestValidator(token), people
        self._random, self._numbers = Random(seed), count()

    def made(self, number: int) -> list[bytes]:
        return [self._one() for _ in range(number)]

    def _one(self) -> bytes:
        form = {
            "MessageSid": f"SM{self._random.getrandbits(128):032x}",
            "AccountSid": "AC" + "0" * 32,
            "From": phone(next(self._numbers) % self._people),
            "To": "+15005550006",
            "Body": self._random.choice(WORDS),
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
            "FromCountry": "PT",
        }
        body = urlencode(form).encode()
        signature = self._validator.compute_signature(self._url, form)
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: bank.example\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nUser-Agent: TwilioProxy/1.1\r\n"
            f"Accept: */*\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
