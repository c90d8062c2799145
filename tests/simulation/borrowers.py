"""The people: borrowers with their profiles, the bank that reports on them, crews that act on permits alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from services.notifier.shell.sms import Arrived
from services.sandbox.phones.machines import AUTOMATIC
from services.sandbox.phones.phone import Does, Phone, PhoneReply
from services.sandbox.phones.profiles import Profile
from services.sandbox.phones.text_recognition import hear
from services.sandbox.visit_outcomes import outcome
from shared.contracts import loans
from shared.contracts.outcomes import OutcomeKind
from shared.contracts.texts import ClosedTime
from shared.contracts.values import Amount, Balance, Money
from shared.ids import derive

from . import second_thoughts
from .answers_beside import asks_about, asks_back, by_itself, makes_up_their_mind
from .closed_times import hears_why, wished_in_vain
from .debts import Debt
from .deeds import DEEDS, EVENTS
from .later_loans import OWED, later_loan
from .operators import give_up_letter
from .people import BEGINS, BORROWERS, Who, who
from .profiles import drawn_days_past_due, drawn_profile, is_to_the_door
from .rates import A_BORROWER, A_CLAIM, A_DOOR
from .visit_refusers import VisitRefusers

if TYPE_CHECKING:
    from .world import World

SATURDAY_EVENINGS = tuple(BEGINS + timedelta(days=5 + 7 * n, hours=13) for n in range(3))
"""When texts can no longer go out, until Monday."""
CORRECTIONS = ("reopened", "reopened", "backdated", "overpaid", "reversed", "old-snapshot", "unreadable", "unreadable")


@dataclass(slots=True)
class SimulatedBorrower:
    """A borrower with a phone. `debts` are one case or two.

    `receipts` is whether their network gives any; `automatic` what the phone says to every text by itself, and with
    `quotes` it now and then says the text itself. `hedged` is the window that they half chose: "2?"; `wished` what is
    closed of the time that they asked for first.
    """

    who: Who
    profile: Profile
    phone: Phone
    debts: list[Debt] = field(default_factory=list)
    receipts: bool = True
    automatic: str | None = None
    quotes: bool = False
    hedged: int = 0
    wished: ClosedTime | None = None
    has_wished: bool = False


class Borrowers:
    def __init__(self, world: World, size: int) -> None:
        self._world, random = world, world.random
        self.by_phone: dict[str, SimulatedBorrower] = {}
        self.debts: dict[str, Debt] = {}
        self.unread: dict[tuple[int, int], str] = {}
        self.refusers = VisitRefusers(world)
        for number in random.sample(range(BORROWERS), size):
            person = who(number, random.random() < A_BORROWER["far-region"])
            profile = drawn_profile(world)
            phone = Phone(profile, person.person.language, random)
            one = self.by_phone[person.phone] = SimulatedBorrower(person, profile, phone)
            for n in range(2 if random.random() < A_BORROWER["second-case"] else 1):
                enters = world.moment.at + timedelta(hours=72 * random.random() ** 2)
                dpd = drawn_days_past_due(world)
                debt = Debt(
                    f"case-{number:02d}-{n}", person, 5_000 + random.randrange(500_000), enters - timedelta(dpd)
                )
                one.debts.append(debt)
                self.debts[debt.case] = debt
                world.later(enters, partial(self._overdue, debt))
            if world.profile is None and not is_to_the_door(world):
                self._surprises(one)
            self.refusers.enters(one)
            self._owes_later(one)
        self.cases = list(self.debts)

    def _owes_later(self, one: SimulatedBorrower) -> None:
        loan, world = later_loan(self._world, one), self._world
        if loan is None:
            return
        debt = self.debts[loan.case] = Debt(loan.case, one.who, OWED, loan.since)
        one.debts.append(debt)
        if loan.named_at is not None:
            world.later(loan.named_at, partial(self.does, debt, "details"))
        self.refusers.refuses(one, loan.refuses_at)
        world.later(loan.enters, partial(self._overdue, debt))

    def reachable(self, number: str) -> bool:
        one = self.by_phone.get(number)
        return one is not None and one.profile != "unreachable"

    def gives_receipts(self, number: str) -> bool:
        one = self.by_phone.get(number)
        return one is None or one.receipts

    def _habits(self, one: SimulatedBorrower) -> None:
        random, rates = self._world.random, A_BORROWER
        one.receipts = random.random() >= rates["no-receipts"]
        if random.random() < rates["answers-by-itself"]:
            one.automatic = random.choice(AUTOMATIC[one.who.person.language])
        one.quotes = random.random() < rates["quotes"]
        if random.random() < rates["stop-before-known"]:
            self._world.count("STOP of a stranger")
            self._world.later(self._world.moment.at + timedelta(minutes=10), partial(self.says, one, "STOP"))
        if random.random() < rates["stop-on-a-saturday-evening"]:
            evening = random.choice(SATURDAY_EVENINGS) + timedelta(hours=4 * random.random())
            self._world.later(evening, partial(self.says, one, "STOP"))

    def _surprises(self, one: SimulatedBorrower) -> None:
        world, random = self._world, self._world.random
        self._habits(one)
        if random.random() < A_BORROWER["bank-corrects"]:
            at = world.moment.at + world.days * random.random() * timedelta(days=1)
            correction = random.choice(CORRECTIONS)
            world.later(at, partial(self._corrects, random.choice(one.debts), correction))
        if random.random() < A_BORROWER["stop-at-random"]:
            world.later(
                world.moment.at + world.days * random.random() * timedelta(days=1), partial(self.says, one, "STOP")
            )
        if random.random() < A_BORROWER["bank-interferes"]:
            for _ in range(1 + int(random.random() * 3)):
                at = world.moment.at + world.days * random.random() * timedelta(days=1)
                what = random.choice(DEEDS)
                world.later(at, partial(self.does, random.choice(one.debts), what))

    def interrupts(self, case: str) -> None:
        """A text is about to leave; just now the borrower says stop, or pays."""
        fate = self._world.drawn(A_CLAIM) if self._world.profile is None else None
        debt = self.debts.get(case)
        if fate is None or debt is None:
            return
        self._world.count(f"race: {fate}")
        deed = (
            partial(self.says, self.by_phone[debt.who.phone], "STOP")
            if fate == "stop-as-it-waits"
            else partial(self.does, debt, "pay")
        )
        self._world.later(self._world.moment.at, deed)

    def received(self, number: str, body: str) -> None:
        one = self.by_phone[number]
        now = self._world.moment.at
        by_itself(self._world, one, body)
        heard = hear(body)
        if heard.check_code is not None:
            asks_about(self._world, one, heard.check_code)
        if heard.slots:
            hears_why(self._world, one, body)
            self.refusers.hears_of(one, "offer", now + timedelta(days=1))
        if one.hedged and not heard.slots and asks_back(body):
            makes_up_their_mind(self._world, one)
            return
        for act in one.phone.hears(heard):
            match act:
                case PhoneReply(after, words, meant):
                    if (
                        meant == "slot"
                        and self._world.profile is None
                        and self._world.random.random() < A_BORROWER["hedges"]
                    ):
                        one.hedged = 1 + int(heard.slots * self._world.random.random())
                        words = f"{one.hedged}?"
                    elif meant == "slot" and self._world.profile is None:
                        words = wished_in_vain(self._world, one) or words
                    self._world.later(now + after, partial(self.says, one, words, meant=meant))
                case Does(after, deed):
                    for debt in one.debts:
                        self._world.later(now + after, partial(self.does, debt, deed))

    def _corrects(self, debt: Debt, what: str) -> None:
        """The bank was wrong, late, out of order, or can't be read."""
        world = self._world
        world.count(f"bank corrects: {what}")
        match what:
            case "reopened":
                self.does(debt, "closed")
                world.later(world.moment.at + timedelta(days=4), partial(self._overdue, debt))
            case "backdated":
                self._says_paid(debt, world.moment.at - timedelta(days=3), booked_at=world.moment.at)
            case "overpaid":
                self._says_paid(debt, left=-15_750)
            case "reversed":
                owed = debt.owed
                self._says_paid(debt)
                world.later(world.moment.at + timedelta(days=2), partial(self._bounces, debt, owed))
            case "old-snapshot":
                before = world.moment.at - timedelta(hours=1)
                self.does(debt, "pay")
                self._overdue(debt, before, owed=100_000)
            case "unreadable":
                self._unreadable(debt)

    def _unreadable(self, debt: Debt) -> None:
        """A record of the case that nobody can read; some time later an operator settles its letter."""
        world = self._world
        part = world.broker.partition_of("loans", debt.case)
        self.unread[part, len(world.broker.records.get(("loans", part), ()))] = debt.case
        world.broker.append("loans", debt.case.encode(), b'{"type":"doorstep.loan.hold-set.v1"}', part)
        world.later(
            world.moment.at + timedelta(days=6 * world.random.random()), partial(give_up_letter, world, debt.case)
        )

    def says(self, one: SimulatedBorrower, words: str, *, meant: str = "", by_itself: bool = False) -> None:
        world = self._world
        sid = world.carrier.new_sid()
        if by_itself:
            world.watch.ours.machines.add(sid)
        form = {"MessageSid": sid, "From": one.who.phone, "Body": words}
        if words.upper() == "STOP" or meant == "stop-words":
            world.watch.posts.words.meant_stop.add(sid)
            if (after := second_thoughts.on_stop(world)) is not None:
                world.later(world.moment.at + after, partial(self.says, one, "START"))
        if words == "START" and (after := second_thoughts.on_start(world)) is not None:
            world.later(world.moment.at + after, partial(self.says, one, "STOP"))
        world.carrier.hears(Arrived(sid, one.who.phone, words, world.moment.at))
        if world.random.random() < A_BORROWER["reply-untold"]:
            world.carrier.keeps_quiet()
            return
        twice = world.random.random() < A_BORROWER["reply-doubled"]
        world.count("reply doubled", twice)
        for _ in range(1 + twice):
            world.carrier.tell("reply", "/twilio/replies", form, {}, world.moment.at)

    def _overdue(self, debt: Debt, at: datetime | None = None, owed: int = 0) -> None:
        data = loans.Overdue(
            amount=Money(minor=max(1, owed or debt.owed), currency="EUR"), due_since=debt.since.date(),
            person=debt.who.person,
        )  # fmt: skip
        self._say(loans.LoanOverdue, debt, data, at)

    def _says_paid(
        self, debt: Debt, at: datetime | None = None, *, left: int = 0, booked_at: datetime | None = None
    ) -> None:
        """All of it, or more; perhaps with a value date before."""
        paid = Amount(minor=max(1, debt.owed - left), currency="EUR")
        data = loans.Payment(amount=paid, outstanding=Balance(minor=left, currency="EUR"), booked_at=booked_at)
        debt.owed = 0
        self._say(loans.PaymentReceived, debt, data, at)

    def _bounces(self, debt: Debt, owed: int) -> None:
        debt.owed += owed
        taken, left = Money(minor=max(1, owed), currency="EUR"), Balance(minor=debt.owed, currency="EUR")
        self._say(loans.PaymentReversed, debt, loans.Reversal(amount=taken, outstanding=left))

    def does(self, debt: Debt, what: str) -> None:
        """Something happens at the bank, whatever notifier knows of the case."""
        match what:
            case "pay" | "pay-part":
                minor = debt.owed if what == "pay" else debt.owed // 2
                debt.owed -= minor
                paid = Amount(minor=max(1, minor), currency="EUR")
                left = Balance(minor=debt.owed, currency="EUR")
                self._say(loans.PaymentReceived, debt, loans.Payment(amount=paid, outstanding=left))
            case "overdue":
                self._overdue(debt)
            case "hold-set":
                until = self._world.moment.at + timedelta(days=10 * self._world.random.random())
                self._say(loans.HoldSet, debt, loans.Hold(cause="bereavement", until=until))
            case "details":
                self._say(loans.DetailsCorrected, debt, loans.Details(person=debt.who.person))
            case "bounces":
                self._bounces(debt, max(1, debt.owed))
            case "sign-plan":
                self._say(loans.PlanSigned, debt, loans.Cause(cause="instalments"))
            case "dispute":
                self._say(loans.DisputeOpened, debt, loans.Cause(cause="amount"))
            case _:
                self._say(EVENTS[what], debt, loans.Cause(cause="bank"))

    def _say(self, event: Any, debt: Debt, data: Any, at: datetime | None = None) -> None:
        debt.said += 1
        made = event(
            id=f"{debt.case}-{debt.said}", type=event.model_fields["type"].default, source="bank",
            subject=debt.case, time=at or self._world.moment.at, data=data,
        )  # fmt: skip
        self._world.say(made)

    def at_the_door(self, case: str, booking: str) -> Any:
        """What the crew finds there."""
        one = self.by_phone[self.debts[case].who.phone]
        random = self._world.random
        anything = random.random() < A_DOOR["anything"]
        return random.choice(get_args(OutcomeKind)) if anything else outcome(one.profile, random)

    def outcome_id(self, booking: str, what: str) -> str:
        return str(derive("crew-app", booking, what))
