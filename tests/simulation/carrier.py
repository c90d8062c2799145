"""The carrier's side of the wire: what was really accepted and delivered, and what it tells us of that.

`Carrier` is the truth of the world and outlives every process; a `Line` is one process's connection to it. A text is
taken between two points, so a process can die with the text on the wire, taken but unanswered, or answered but unread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import Headers
from twilio.request_validator import RequestValidator

from services.notifier.core.text_status import CARRIER
from services.notifier.shell.listening import EVERY
from services.notifier.shell.sms import (
    Accepted,
    Arrived,
    Busy,
    Doubt,
    Found,
    InboxPage,
    Listing,
    PostingOutcome,
    Ready,
    Rejected,
    Report,
    Unreached,
    Unsent,
)  # fmt: skip
from tests.memory.runtime import Process
from tests.memory.runtime.process import Point

from .rates import A_CODE, A_DELIVERY, A_POST, A_REFUSAL, A_REPORT, A_SPELL

if TYPE_CHECKING:
    from .world import World

PUBLIC_URL, TOKEN = "https://doorstep.example", "a-token-of-the-simulation"
_VALIDATOR = RequestValidator(TOKEN)
CONNECT, POST, ANSWER, FIND, LIST = (
    Point(name) for name in ("sms.connect", "sms.post", "sms.answer", "sms.find", "sms.inbox")
)
TRIES_MAX = 2
SPELL_H_MAX = {"account-refused": 500, "unavailable": 12, "no-receipts": 72}
TAKEN_THOUGH_UNAVAILABLE = 0.2
LOOKS = (2, 4, 20, 200)
PAGE_SIZE = 4


@dataclass(slots=True)
class Message:
    """A text that the carrier took. `delivered_at` is when it really reached the phone, `code` why it did not."""

    sid: str
    intent: UUID
    to: str
    body: str
    at: datetime
    delivered_at: datetime | None = None
    code: int | None = None
    report: Report = field(default_factory=lambda: Report("accepted"))


class Where(NamedTuple):
    path: str
    query: str = ""


class Request:
    """As much of a request as a webhook looks at."""

    def __init__(self, path: str, form: dict[str, str], params: dict[str, str]) -> None:
        self.url, self.path_params, self._body = Where(path), params, urlencode(form).encode()
        self.headers = Headers({"X-Twilio-Signature": _VALIDATOR.compute_signature(PUBLIC_URL + path, form)})

    async def stream(self) -> AsyncIterator[bytes]:
        yield self._body


class Carrier:
    def __init__(self, world: World) -> None:
        self._world = world
        self.messages: dict[str, Message] = {}
        self.written: list[Arrived] = []
        self.untold_at: datetime | None = None
        self.numbers = 0
        self.refusal = 0
        self._spells: dict[str, tuple[datetime, datetime]] = {}
        for what, share in A_SPELL.items() if world.profile is None else ():
            if world.random.random() < share:
                # From an hour on at which texts leave: at night nobody would notice.
                begins = world.moment.at + timedelta(days=int(world.days * world.random.random()), hours=2)
                hours = SPELL_H_MAX[what] * world.random.random()
                self._spells[what] = begins, begins + timedelta(hours=hours)
                self.refusal = A_REFUSAL[int(world.random.random() * len(A_REFUSAL))]

    def during(self, what: str) -> bool:
        """Has the carrier such a bad time just now?"""
        spell = self._spells.get(what)
        return spell is not None and spell[0] <= self._world.moment.at < spell[1]

    def new_sid(self) -> str:
        self.numbers += 1
        return f"SM{self.numbers:032x}"

    def take(self, text: Ready) -> str:
        """The carrier has it: from here on it will be delivered, whatever the other side learns."""
        world, random = self._world, self._world.random
        sid = self.new_sid()
        intent = UUID(text.callback.rpartition("/")[2])
        message = self.messages[sid] = Message(sid, intent, text.to, text.body, world.moment.at)
        sent_at = world.moment.at + timedelta(seconds=random.random() * 3)
        arrives = sent_at + timedelta(seconds=2 + random.random() * 38)
        fate = world.drawn(A_DELIVERY)
        if fate is not None:
            world.count(f"delivery: {fate}")
        if fate == "slow":
            arrives += timedelta(hours=40 * random.random())
        reachable = world.borrowers.reachable(text.to)
        if not reachable or fate == "lost":
            code = 30005 if not reachable else random.choices(*zip(*A_CODE.items(), strict=True))[0]
            world.count("delivery: a code of ours", code not in (30003, 30005))
            world.later(arrives, lambda: self._undelivered(message, code))
        else:
            world.later(arrives, lambda: self._delivered(message))
        early = random.random() < A_REPORT["early"]
        world.count("report: early", early)
        self._report(message, "sent", arrives + timedelta(seconds=30) if early else sent_at)
        return sid

    def _delivered(self, message: Message) -> None:
        message.delivered_at = self._world.moment.at
        if self._world.borrowers.gives_receipts(message.to):
            self._report(message, "delivered", self._world.moment.at)
        self._world.borrowers.received(message.to, message.body)

    def _undelivered(self, message: Message, code: int) -> None:
        message.code = code
        self._report(message, "undelivered", self._world.moment.at, code)

    def _report(self, message: Message, status: str, at: datetime, code: int | None = None) -> None:
        world, random = self._world, self._world.random
        if status != "sent":
            message.report = Report(CARRIER[status], code)
        if random.random() < A_REPORT["never"] or self.during("no-receipts"):
            world.count("report: never")
            world.count("spell: no-receipts", self.during("no-receipts"))
            return
        if random.random() < A_REPORT["late"]:
            world.count("report: late")
            at += timedelta(hours=30 * random.random())
        form = {"MessageSid": message.sid, "MessageStatus": status, "To": message.to}
        if code is not None:
            form["ErrorCode"] = str(code)
        doubled = random.random() < A_REPORT["doubled"]
        world.count("report: doubled", doubled)
        for _ in range(1 + doubled):
            self.tell("status", f"/twilio/status/{message.intent}", form, {"intent": str(message.intent)}, at)

    def hears(self, message: Arrived) -> None:
        """Somebody wrote to us: it is in the list, whether a webhook tells of it or not."""
        self.written.append(message)

    def keeps_quiet(self) -> None:
        """No webhook comes of what was written just now; a while later somebody looks at the list."""
        world = self._world
        world.count("reply untold")
        self.untold_at = world.moment.at
        for times in LOOKS:
            world.later(world.moment.at + times * EVERY, lambda: None)

    def tell(self, what: str, path: str, form: dict[str, str], params: dict[str, str], at: datetime) -> None:
        """Post to the webhook of any living process: once, and once more where nobody was there, as Twilio does. What
        people wrote is in the list all the same; a receipt has to be asked for.
        """
        request = Request(path, form, params)
        tries = [0]

        def attempt() -> None:
            tries[0] += 1
            self._world.request(what, request, answered)

        def answered(status: int | None) -> None:
            if status == 200:
                self._world.watch.posts.strangers.answered(form["MessageSid"])
            if status is None and tries[0] < TRIES_MAX:
                attempt()
            elif status in (None, 500, 503):
                self._world.count(f"told in vain: {what}")
                if what == "reply":
                    self.keeps_quiet()

        self._world.later(at, attempt)


class Line:
    """The `Sms` port of one process."""

    def __init__(self, world: World, process: Process) -> None:
        self._world, self._process = world, process

    async def send(self, texts: Sequence[Ready]) -> list[PostingOutcome]:
        return [await self._post(text) for text in texts]

    async def _post(self, text: Ready) -> PostingOutcome:
        world = self._world
        self._process.enter("sms.connect")
        fate = world.drawn(A_POST) if not world.calm else None
        if world.carrier.during("unavailable"):
            fate = "5xx-taken" if world.random.random() < TAKEN_THOUGH_UNAVAILABLE else "5xx-not-taken"
            world.count("spell: unavailable")
        if fate is not None:
            world.count(f"post: {fate}")
        await CONNECT
        if world.carrier.during("account-refused"):
            world.count("spell: account-refused")
            return Unsent("account-refused") if world.carrier.refusal == 20003 else Rejected(world.carrier.refusal)
        if fate == "unreached":
            return Unsent("ConnectError")
        self._process.enter("sms.post")
        taken = fate in (None, "5xx-taken", "timeout-taken")
        if fate != "busy":
            world.watch.posted(UUID(text.callback.rpartition("/")[2]), text.to)
        sid = world.carrier.take(text) if taken else ""
        await POST
        self._process.enter("sms.answer")
        await ANSWER
        match fate:
            case None:
                return Accepted(sid)
            case "busy":
                return Busy(2.0)
            case "rejected":
                world.watch.ours.refused(text.to)
                return Rejected(21211)
            case "timeout-taken":
                return Doubt("ReadTimeout")
            case _:
                return Doubt("http-503")

    async def find(self, to: str, since: datetime) -> Listing:
        await self._ask()
        return self._list(lambda one: one.to == to and one.at >= since)

    async def listed(self, since: datetime, until: datetime) -> Listing:
        await self._ask()
        return self._list(lambda one: since <= one.at <= until)

    async def report(self, sid: str) -> Report | None:
        await self._ask()
        one = self._world.carrier.messages.get(sid)
        return one.report if one is not None else None

    async def reach(self) -> None:
        await self._ask()

    async def _ask(self) -> None:
        self._process.enter("sms.find")
        gone = not self._world.calm and self._world.random.random() < A_POST["unreached"]
        if gone or self._world.carrier.during("unavailable"):
            raise Unreached("ConnectError")
        await FIND

    def _list(self, wanted: Callable[[Message], bool]) -> Listing:
        messages = self._world.carrier.messages.values()
        return Listing([Found(one.sid, one.body, one.at, one.to, one.report) for one in messages if wanted(one)], True)

    async def inbox(self, since: datetime, page: str | None) -> InboxPage:
        self._process.enter("sms.inbox")
        if not self._world.calm and self._world.random.random() < A_POST["unreached"]:
            raise Unreached("ConnectError")
        await LIST
        there = sorted((one for one in self._world.carrier.written if one.at >= since), key=_at, reverse=True)
        first = int(page or 0)
        more = first + PAGE_SIZE
        return InboxPage(tuple(there[first:more]), str(more) if more < len(there) else None)

    async def close(self) -> None:
        return None


def _at(message: Arrived) -> datetime:
    return message.at
