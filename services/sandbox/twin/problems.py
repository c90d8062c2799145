"""Refusals of the API and failures of delivery, by Twilio's documented codes, in words of our own.

Codes, statuses and who has to do something are facts of Twilio's error dictionary (twilio.com/docs/api/errors, each
code a page of its own) and of "Message status values". Nothing here is shared with the product: what it makes of a code
is its own business, and held against this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProblemParty = Literal["recipient", "text", "account", "network"]
"""Whose affair it is. `account` is the sender's own: credentials, money, numbers, registrations, limits."""


@dataclass(frozen=True, slots=True)
class CarrierProblem:
    """A request that is not answered well. `http` is the response's status."""

    code: int
    http: int
    text: str
    party: ProblemParty = "text"

    @property
    def document(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http,
        }


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """An accepted text that does not arrive. `failed` never left the carrier; `undelivered` did."""

    code: int
    status: Literal["failed", "undelivered"]
    text: str
    party: ProblemParty


UNAUTHORISED = CarrierProblem(20003, 401, "The credentials are not those of this account.", "account")
NOT_ACTIVE = CarrierProblem(20005, 401, "The account is not active.", "account")
NOT_FOUND = CarrierProblem(20404, 404, "There is nothing here.")
TOO_MANY = CarrierProblem(20429, 429, "Too many requests at once.", "network")
NO_TO = CarrierProblem(21604, 400, "The parameter To is missing.")
NO_FROM = CarrierProblem(21603, 400, "The parameter From is missing.", "account")
NO_BODY = CarrierProblem(21602, 400, "The parameter Body is missing.")
TOO_LONG = CarrierProblem(21617, 400, "Body is longer than 1600 characters.")
BAD_TO = CarrierProblem(21211, 400, "To is not a phone number that can be reached.", "recipient")
BAD_FROM = CarrierProblem(21212, 400, "From is not a phone number that can send.", "account")
NOT_OURS = CarrierProblem(21606, 400, "From is not a number of this account.", "account")
SAME_NUMBER = CarrierProblem(21266, 400, "To and From are the same number.")
BAD_CALLBACK = CarrierProblem(21609, 400, "StatusCallback is not a URL.", "account")
UNSUBSCRIBED = CarrierProblem(21610, 400, "The recipient has opted out of texts from this sender.", "recipient")
NOT_MOBILE = CarrierProblem(21614, 400, "To is not a mobile number.", "recipient")
NO_REGION = CarrierProblem(21408, 400, "The account may not send to the region of To.", "account")
UNVERIFIED = CarrierProblem(21608, 400, "A trial account sends to verified numbers only.", "account")
NO_ROUTE = CarrierProblem(21612, 400, "From can't reach To.", "account")
QUEUE_FULL = CarrierProblem(21611, 400, "Too much waits to be sent from this number.", "network")
NO_SERVICE = CarrierProblem(21705, 400, "There is no such messaging service.", "account")
NO_SENDERS = CarrierProblem(21703, 400, "The messaging service has no numbers.", "account")
SUSPENDED = CarrierProblem(30002, 403, "The account is suspended.", "account")
BROKEN = CarrierProblem(20500, 500, "Something went wrong on our side.", "network")
UNAVAILABLE = CarrierProblem(20503, 503, "Not available at the moment.", "network")

REFUSALS: dict[int, CarrierProblem] = {
    problem.code: problem
    for problem in (
        UNAUTHORISED, NOT_ACTIVE, NOT_FOUND, TOO_MANY, NO_TO, NO_FROM, NO_BODY, TOO_LONG, BAD_TO, BAD_FROM, NOT_OURS,
        SAME_NUMBER, BAD_CALLBACK, UNSUBSCRIBED, NOT_MOBILE, NO_REGION, UNVERIFIED, NO_ROUTE, QUEUE_FULL, NO_SERVICE,
        NO_SENDERS, SUSPENDED, BROKEN, UNAVAILABLE,
    )
}  # fmt: skip
"""Every refusal that the twin can be made to give."""

FAILURES: dict[int, DeliveryFailure] = {
    failure.code: failure
    for failure in (
        DeliveryFailure(30001, "failed", "the sender's queue was full for too long", "network"),
        DeliveryFailure(30002, "failed", "the account was suspended meanwhile", "account"),
        DeliveryFailure(30003, "undelivered", "handset unreachable", "recipient"),
        DeliveryFailure(30004, "undelivered", "blocked by the recipient or their carrier", "recipient"),
        DeliveryFailure(30005, "undelivered", "unknown handset", "recipient"),
        DeliveryFailure(30006, "undelivered", "landline or unreachable carrier", "recipient"),
        DeliveryFailure(30007, "undelivered", "filtered by the carrier", "account"),
        DeliveryFailure(30008, "undelivered", "unknown reason", "network"),
        DeliveryFailure(30009, "failed", "a part of the message is missing", "network"),
        DeliveryFailure(30010, "failed", "dearer than the most that may be paid", "account"),
        DeliveryFailure(30017, "undelivered", "the carrier's network is congested", "network"),
        DeliveryFailure(30022, "undelivered", "more a second than the registered campaign may send", "account"),
        DeliveryFailure(30023, "undelivered", "the campaign's daily limit is reached", "account"),
        DeliveryFailure(30032, "failed", "the toll-free number is not verified", "account"),
        DeliveryFailure(30034, "failed", "the sending number is not registered", "account"),
        DeliveryFailure(30036, "failed", "waited longer than its validity period", "network"),
        DeliveryFailure(30410, "failed", "the downstream provider did not answer in time", "network"),
        DeliveryFailure(30500, "failed", "something went wrong inside", "network"),
    )
}
"""Why an accepted text was not delivered."""
DELIVERY: dict[int, str] = {code: failure.text for code, failure in FAILURES.items()}
