"""Numbers that are no amounts of money, and numbers that are no numbers."""

from __future__ import annotations

from .record import BadRecord, bad, raw, spoilt, typed
from .unreadable import extra

GBP = {"minor": 100, "currency": "GBP"}
MINOR = b'"minor": 250000'


def amount(name: str, written: str, what: str) -> BadRecord:
    return bad(name, "schema", raw(b'"minor": ' + written.encode(), instead_of=MINOR), what)


AMOUNTS = (
    amount("an amount with cents", "120.5", "money is whole minor units: a float rounds"),
    amount("an amount that is a whole float", "120.0", "a float all the same"),
    amount("an amount with an exponent", "1e2", "the same, in other words"),
    amount("an amount as text", '"250000"', "no number"),
    amount("an amount that is true", "true", "Python would take it for 1"),
    amount("a negative debt", "-250000", "the bank owes the borrower: nobody is texted for that"),
    amount("a debt of nothing", "0", "nothing owed is no overdue loan"),
    amount("an amount of two to the 63rd", str(2**63), "no column holds it"),
    amount("an amount of two to the 64th and one", str(2**64 + 1), "would be 1 where it wraps around"),
    amount("an amount of 400 digits", "9" * 400, "no machine word holds it"),
    amount("an amount one too large", str(10**15 + 1), "more than any loan"),
    amount("an amount of infinity", "1e400", "larger than any double"),
    amount("an amount called Infinity", "Infinity", "not even JSON"),
    amount("an amount called NaN", "NaN", "compares false with every limit"),
    bad("an amount of 5,000 digits", "undecodable", raw(b'"minor": ' + b"9" * 5000, instead_of=MINOR),
        "reading it would take quadratic time"),
    bad("the largest amount", "handled", raw(b'"minor": 1000000000000000', instead_of=MINOR), "10^15 minor units"),
)  # fmt: skip

CURRENCIES = (
    bad("an amount without a currency", "schema", spoilt("data", "amount", by={"minor": 100}), "of what?"),
    bad("a currency in lower case", "schema", spoilt("data", "amount", "currency", by="gbp"), "ISO 4217 has capitals"),
    bad("a currency for tests", "schema", spoilt("data", "amount", "currency", by="XTS"), "nobody owes it"),
)

PAYMENTS = (
    bad("a negative balance", "handled",
        typed("loan.payment-received.v1", {"amount": GBP, "outstanding": {"minor": -1, "currency": "GBP"}}),
        "overpaid: nothing is owed", reason="paid-before-overdue"),
    bad("a negative payment", "handled",
        typed("loan.payment-received.v1",
              {"amount": {"minor": -100, "currency": "GBP"}, "outstanding": {"minor": 0, "currency": "GBP"}}),
        "one taken back; what is outstanding counts", reason="paid-before-overdue"),
    bad("a payment of nothing", "handled",
        typed("loan.payment-received.v1",
              {"amount": {"minor": 0, "currency": "GBP"}, "outstanding": {"minor": 0, "currency": "GBP"}}),
        "a waiver: the bank says that nothing is owed", reason="paid-before-overdue"),
    bad("a balance below any loan", "schema",
        typed("loan.payment-received.v1", {"amount": GBP, "outstanding": {"minor": -(10**15) - 1, "currency": "GBP"}}),
        "no amount of money"),
)  # fmt: skip

OTHER_NUMBERS = (
    bad("a risk that is NaN", "schema", raw(b'"risk": NaN, "amount"', instead_of=b'"amount"'), "no number"),
    bad("a risk of 1e400", "schema", raw(b'"risk": 1e400, "amount"', instead_of=b'"amount"'), "beyond 1"),
    bad("a risk below nothing", "schema", raw(b'"risk": -0.001, "amount"', instead_of=b'"amount"'), "below 0"),
    bad("NaN where nobody looks", "undecodable", extra(b"NaN"), "JSON has no such word, wherever it stands"),
    bad("minus Infinity where nobody looks", "undecodable", extra(b"[1, -Infinity]"), "the same, deeper"),
    bad("1e400 where nobody looks", "handled", extra(b"1e400"), "JSON, and in no field we read"),
    bad("100,000 digits where nobody looks", "undecodable", extra(b"9" * 100_000), "must cost nothing to refuse"),
)

MONEY: tuple[BadRecord, ...] = AMOUNTS + CURRENCIES + PAYMENTS + OTHER_NUMBERS
