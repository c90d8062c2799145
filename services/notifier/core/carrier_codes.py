"""Whose an error code of the carrier is: the one table of what a code says about a borrower, and about us.

| party | the code is about | what follows |
|---|---|---|
| recipient | the number texted | the only kind that counts against a borrower |
| text | what was said | not sent; counts for nobody |
| sender | the number or name it is sent from | ours to mend: tried again later, counts for nobody |
| account | our account, credentials, limits | the same |
| network | the way there, for now | counts for nobody; `AWAY` does when it goes on for longer than a week |

A code that is not here is nobody's. Twilio makes new codes out of old ones and moves causes between them, and asks not
to build on them (changelog of 10 July 2024, "Updates to the error code dictionary to clarify number validation
errors"), so whatever is not plainly the recipient's is not theirs.

Source: Twilio's error and warning dictionary, https://www.twilio.com/docs/api/errors/CODE, read in November 2026.
"""

from __future__ import annotations

from typing import Literal

FaultParty = Literal["recipient", "text", "sender", "account", "network"]

OPTED_OUT = 21610
"""The recipient texted STOP to the sender, and the carrier keeps to it. Never doubted, however many say it at once."""
AWAY = frozenset({30003})
"""A handset that is switched off or out of reach. The dictionary calls it temporary and says to try again, and people
report so (SaraAlert PR 708, remote-office-hours-queue issue 491); but a number that is no mobile ends here too.
"""

RECIPIENT: dict[int, str] = {
    21211: "the number is not valid",
    21214: "the number can't be reached",
    21217: "the number does not look valid",
    21265: "the number is a short code",
    21266: "the number is the sender's own",
    21268: "the number is at a premium rate",
    OPTED_OUT: "the recipient opted out with the carrier",
    21614: "the number is no mobile number",
    21635: "the number is a landline",
    30004: "the number is blocked from receiving it",
    30005: "nobody has the number",
    30006: "a landline, or a network that can't be reached",
}
TEXT: dict[int, str] = {
    21602: "the body is missing",
    21604: "the recipient is missing",
    21605: "the body is longer than 160 characters",
    21617: "the body is longer than 1,600 characters",
    21618: "the body can't be sent",
    21619: "there is nothing to send",
    21658: "a parameter is too long",
    30007: "filtered as unwanted",
    30019: "larger than the network takes",
    30038: "filtered, taken for a one-time password",
    30039: "filtered, taken for a loop",
}
SENDER: dict[int, str] = {
    21210: "the sender is not verified",
    21212: "the sender is not valid",
    21264: "the sender is not verified",
    21401: "the sender is no number that sends texts",
    21407: "the sender's kind of number sends no texts",
    21601: "the sender is not ours",
    21603: "the sender is missing",
    21606: "the sender is no number of this account that sends texts",
    21607: "the sender must be the trial's",
    21612: "this sender can't reach this recipient",
    21616: "the sender matches several numbers",
    21657: "the sender's name is not valid",
    21659: "the sender is not the carrier's, or of another country",
    21660: "the sender is another account's",
    21661: "the sender sends no texts",
    21662: "this sender can't be used in this region",
    21663: "the sender's routing is not set up",
    21701: "the messaging service does not exist",
    21702: "the messaging service takes no messages",
    21703: "the messaging service has no sender for it",
    21704: "the messaging service has no numbers",
    21705: "the messaging service is not valid",
    21709: "the sender's name is not allowed here",
    21711: "the sender is not of this messaging service",
    30018: "the network wants the sender registered",
    30024: "the network does not know the sender",
    30032: "the toll-free sender is not verified",
    30033: "the sender's campaign is suspended",
    30034: "the sender is not registered",
    30035: "the sender is still being set up",
    30040: "the network wants the sender registered",
    30041: "the sender is not registered in this country",
    30042: "the sender's name is not allowed",
}
ACCOUNT: dict[int, str] = {
    10001: "the account is not active",
    20003: "the account or its token is refused",
    20005: "the account is not active",
    20006: "access is denied",
    20008: "these are test credentials",
    20010: "the account may not do this",
    20403: "the account may not do this",
    21219: "a trial account, and the recipient is not verified",
    21267: "a trial account can't send under a name",
    21408: "the account has no permission for the recipient's region",
    21470: "the account's id is not valid",
    21471: "the account does not exist",
    21472: "the account is not active",
    21608: "a trial account, and the recipient is not verified",
    21609: "the address for status reports is not valid",
    30002: "the account was suspended",
    30010: "dearer than the account's limit",
    30023: "the account's messages for today are used up",
    30027: "the account's messages for today are used up",
    30037: "sending is disabled for the account",
    30044: "longer than a trial account may send",
    30454: "the account's messages are used up",
}
NETWORK: dict[int, str] = {
    20429: "too many requests",
    20500: "the carrier failed",
    20503: "the carrier is not available",
    20504: "the carrier failed",
    21611: "the sender's queue is full",
    21730: "the carrier is being maintained",
    30001: "the sender's queue ran over",
    30003: "the handset could not be reached",
    30008: "the network gave no reason",
    30009: "a part was lost on the way",
    30017: "the network is congested",
    30020: "the carrier failed",
    30021: "the carrier failed",
    30022: "faster than the network takes it",
    30036: "the network did not get to it in time",
    30046: "the network did not confirm it",
    30410: "the network did not answer in time",
}
PARTIES: dict[FaultParty, dict[int, str]] = {
    "recipient": RECIPIENT, "text": TEXT, "sender": SENDER, "account": ACCOUNT, "network": NETWORK,
}  # fmt: skip
_PARTY: dict[int, FaultParty] = {code: party for party, codes in PARTIES.items() for code in codes}
OURS: frozenset[FaultParty] = frozenset({"sender", "account"})


def party_of(code: int | None) -> FaultParty | None:
    """Whose the code is; None for no code and for one that nobody wrote down."""
    return _PARTY.get(code) if code is not None else None


def is_known(code: int | None) -> bool:
    return code in _PARTY


def is_ours(code: int | None) -> bool:
    """Is it for us to mend? What failed so never left the carrier's house."""
    return party_of(code) in OURS


def meaning(code: int | None) -> str:
    """The code and what it says, for people: `30003: the handset could not be reached (network)`."""
    party = party_of(code)
    if code is None or party is None:
        return "no code" if code is None else f"{code}: a code we don't know"
    return f"{code}: {PARTIES[party][code]} ({party})"
