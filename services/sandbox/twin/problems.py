"""Refusals of the API and failures of delivery, by Twilio's documented codes, in words of our own.

Codes, statuses and who has to do something are facts of Twilio's error dictionary (twilio.com/docs/api/errors, each
code a page of its own) and of "Message status values". Nothing here is shared with the product: what it makes of a code
is its own business, and held against this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Party = Literal["recipient", "text", "account", "network"]
"""Whose affair it is. `account` is the sender's own: credentials, money, numbers, registrations, limits."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A request that is not answered well. `http` is the response's status."""

    code: int
    http: int
    text: str
    party: Party = "text"

    @property
    def document(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """An accepted text that does not arrive. `failed` never left the carrier; `undelivered` did."""

    code: int
    status: Literal["failed", "undelivered"]
    text: str
    party: Party


UNAUTHORISED = Problem(20003, 401, "The credentials are not those of this account.", "account")
NOT_ACTIVE = Problem(20005, 401, "The account is not active.", "account")
NOT_FOUND = Problem(20404, 404, "There is nothing here.")
TOO_MANY = Problem(20429, 429, "Too many requests at once.", "network")
NO_TO = Problem(21604, 400, "The parameter To is missing.")
NO_FROM = Problem(21603, 400, "The parameter From is missing.", "account")
NO_BODY = Problem(21602, 400, "The parameter Body is missing.")
TOO_LONG = Problem(21617, 400, "Body is longer than 1600 characters.")
BAD_TO = Problem(21211, 400, "To is not a phone number that can be reached.", "recipient")
BAD_FROM = Problem(21212, 400, "From is not a phone number that can send.", "account")
NOT_OURS = Problem(21606, 400, "From is not a number of this account.", "account")
SAME_NUMBER = Problem(21266, 400, "To and From are the same number.")
BAD_CALLBACK = Problem(21609, 400, "StatusCallback is not a URL.", "account")
UNSUBSCRIBED = Problem(21610, 400, "The recipient has opted out of texts from this sender.", "recipient")
NOT_MOBILE = Problem(21614, 400, "To is not a mobile number.", "recipient")
NO_REGION = Problem(21408, 400, "The account may not send to the region of To.", "account")
UNVERIFIED = Problem(21608, 400, "A trial account sends to verified numbers only.", "account")
NO_ROUTE = Problem(21612, 400, "From can't reach To.", "account")
QUEUE_FULL = Problem(21611, 400, "Too much waits to be sent from this number.", "network")
NO_SERVICE = Problem(21705, 400, "There is no such messaging service.", "account")
NO_SENDERS = Problem(21703, 400, "The messaging service has no numbers.", "account")
SUSPENDED = Problem(30002, 403, "The account is suspended.", "account")
BROKEN = Problem(20500, 500, "Something went wrong on our side.", "network")
UNAVAILABLE = Problem(20503, 503, "Not available at the moment.", "network")

REFUSALS: dict[int, Problem] = {
    problem.code: problem
    for problem in (
        UNAUTHORISED, NOT_ACTIVE, NOT_FOUND, TOO_MANY, NO_TO, NO_FROM, NO_BODY, TOO_LONG, BAD_TO, BAD_FROM, NOT_OURS,
        SAME_NUMBER, BAD_CALLBACK, UNSUBSCRIBED, NOT_MOBILE, NO_REGION, UNVERIFIED, NO_ROUTE, QUEUE_FULL, NO_SERVICE,
        NO_SENDERS, SUSPENDED, BROKEN, UNAVAILABLE,
    )
}  # fmt: skip
"""Every refusal that the twin can be made to give."""

FAILURES: dict[int, Failure] = {
    failure.code: failure
    for failure in (
        Failure(30001, "failed", "the sender's queue was full for too long", "network"),
        Failure(30002, "failed", "the account was suspended meanwhile", "account"),
        Failure(30003, "undelivered", "handset unreachable", "recipient"),
        Failure(30004, "undelivered", "blocked by the recipient or their carrier", "recipient"),
        Failure(30005, "undelivered", "unknown handset", "recipient"),
        Failure(30006, "undelivered", "landline or unreachable carrier", "recipient"),
        Failure(30007, "undelivered", "filtered by the carrier", "account"),
        Failure(30008, "undelivered", "unknown reason", "network"),
        Failure(30009, "failed", "a part of the message is missing", "network"),
        Failure(30010, "failed", "dearer than the most that may be paid", "account"),
        Failure(30017, "undelivered", "the carrier's network is congested", "network"),
        Failure(30022, "undelivered", "more a second than the registered campaign may send", "account"),
        Failure(30023, "undelivered", "the campaign's daily limit is reached", "account"),
        Failure(30032, "failed", "the toll-free number is not verified", "account"),
        Failure(30034, "failed", "the sending number is not registered", "account"),
        Failure(30036, "failed", "waited longer than its validity period", "network"),
        Failure(30410, "failed", "the downstream provider did not answer in time", "network"),
        Failure(30500, "failed", "something went wrong inside", "network"),
    )
}
"""Why an accepted text was not delivered."""
DELIVERY: dict[int, str] = {code: failure.text for code, failure in FAILURES.items()}
