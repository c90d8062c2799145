"""Refusals of the API and failures of delivery, by Twilio's documented codes, in words of our own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A POST that is not accepted. `http` is the response's status."""

    code: int
    http: int
    text: str

    @property
    def document(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http,
        }


UNAUTHORISED = Problem(20003, 401, "The credentials are not those of this account.")
NOT_FOUND = Problem(20404, 404, "There is nothing here.")
TOO_MANY = Problem(20429, 429, "Too many requests at once.")
NO_TO = Problem(21604, 400, "The parameter To is missing.")
NO_FROM = Problem(21603, 400, "The parameter From is missing.")
NO_BODY = Problem(21602, 400, "The parameter Body is missing.")
TOO_LONG = Problem(21617, 400, "Body is longer than 1600 characters.")
BAD_TO = Problem(21211, 400, "To is not a phone number that can be reached.")
BAD_FROM = Problem(21212, 400, "From is not a phone number that can send.")
NOT_OURS = Problem(21606, 400, "From is not a number of this account.")
SAME_NUMBER = Problem(21266, 400, "To and From are the same number.")
BAD_CALLBACK = Problem(21609, 400, "StatusCallback is not a URL.")
UNSUBSCRIBED = Problem(21610, 400, "The recipient has opted out of texts from this sender.")
BROKEN = Problem(20500, 500, "Something went wrong on our side.")

DELIVERY: dict[int, str] = {
    30003: "handset unreachable",
    30005: "unknown handset",
    30006: "landline or unreachable carrier",
    30007: "filtered by the carrier",
    30008: "unknown reason",
}
"""Why an accepted text was not delivered."""
