"""One row being carried out: what was sent, when the outage was, and what must be true before it is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from .accounting import Accountant
from .bank import Debtor
from .outage_system import OutageSystem
from .row import ALONE, Row, Seen

LOOK_EVERY_S = 0.25
BEFORE_S_MAX, SETTLES_S_MAX, COMMAND_S_MAX = 60.0, 45.0, 120.0


class Trial:
    """`due` says how many texts each case must have had in the end. `also` are conditions besides the usual ones.

    `told` are codes of the verifier, which knows of no outage, for what is said to be so on purpose."""

    def __init__(self, row: Row, system: OutageSystem, accountant: Accountant, say: Callable[[str], None]) -> None:
        self.row, self.system, self.say = row, system, say
        self.due: dict[str, int] = {}
        self.replies: dict[str, str] = {}
        self.also: list[Callable[[], Awaitable[str]]] = []
        self.by = ALONE
        self.told: set[str] = set()
        self.wrong: list[str] = []
        self._accountant = accountant
        self._over_s: float | None = None
        self._recovered_s: float | None = None

    async def debtors(self, number: int, **more: Any) -> list[Debtor]:
        """`more` as `CampaignBank.debtors` has it."""
        return await self.system.bank.debtors(self.row.name, number, **more)

    def report(self, debtors: Sequence[Debtor], *, texts: int = 1) -> None:
        """The bank says that they owe; each has to get so many texts."""
        self.due |= {debtor.case: texts for debtor in debtors}
        self.system.bank.report(debtors)

    async def texted(self, number: int = 4) -> list[Debtor]:
        """Cases from before the outage, which have their text."""
        debtors = await self.debtors(number)
        self.report(debtors)
        await self.texts_are_posted()
        return debtors

    async def texts_are_posted(self) -> None:
        """All that are due by now."""
        await self.until(self._posted, BEFORE_S_MAX, "texts from before the outage")

    async def until_heard(self, saying: str, seconds: float, *, again: bool = False) -> None:
        """Raises `TimeoutError` where nobody says it; `again`: from now on."""
        known = len(self.system.listener.notices) if again else 0

        async def problem() -> str:
            said = any(notice.saying == saying for notice in self.system.listener.notices[known:])
            return "" if said else f"heard: {self.heard()}"

        await self.until(problem, seconds, f"nobody said {saying}")

    def replies_of(self, debtors: Sequence[Debtor], words: str = "I will pay on Friday") -> None:
        """They text us; each must be taken in, by the webhook or from the carrier's list."""
        for debtor in debtors:
            self.replies[self.system.carrier.writes(debtor.who.phone, words)] = debtor.case

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """It begins here and ends here; what is said from its beginning on counts."""
        self.system.listener.begin()
        yield
        self.over()

    def over(self) -> None:
        """Recovery counts from now on."""
        self._over_s = time.monotonic()
        self.say(f"{self.row.name}: the outage is over; heard: {self.heard() or 'nothing'}")

    def heard(self) -> str:
        return ", ".join(dict.fromkeys(notice.saying for notice in self.system.listener.notices))

    async def wait(self, seconds: float) -> None:
        """The outage lasts."""
        await asyncio.sleep(seconds)

    async def recovered_by(self, command: str, *more: str, why: str) -> None:
        """An operator does what the message says."""
        words = (*command.split()[1:], *more, "--by", "campaign", "--reason", why)
        code, said = await self.system.command(*words, at_most_s=COMMAND_S_MAX)
        if code:
            self.wrong.append(f"{command} ended with {code}: {' '.join(said[-500:].split())}")
        self.by = command

    async def until(self, problem: Callable[[], Awaitable[str]], seconds: float, what: str) -> None:
        """Until `problem` is empty. Raises `TimeoutError` with what is still wrong."""
        end, left = time.monotonic() + seconds, "not looked yet"
        while left := await problem():
            if time.monotonic() > end:
                raise TimeoutError(f"{what}: {left}")
            await asyncio.sleep(LOOK_EVERY_S)

    async def recover(self) -> None:
        """Waits until all is done, for as long as the row allows; how long it took the first time is kept."""
        assert self._over_s is not None, "the row never began an outage"
        await self.until(self.unfinished, self.row.recovers_within_s, "not over")
        if self._recovered_s is None:
            self._recovered_s = time.monotonic() - self._over_s

    async def unfinished(self) -> str:
        """What is not done yet, in words; empty when all is."""
        if left := await self.not_ready():
            return f"not ready: {left}"
        if self.system.bank.in_flight:
            return f"{self.system.bank.in_flight} events are not in Kafka yet"
        for asked in (self._posted, self._answered, *self.also):
            if left := await asked():
                return left
        return await self._accountant.at_rest()

    async def not_ready(self) -> str:
        """Empty when all services are."""
        return "" if self.system.listener.all_ready() else self.system.listener.not_ready()

    async def _posted(self) -> str:
        counts = self._accountant.posts(self.due)
        left = [case for case, wanted in self.due.items() if counts[case] < wanted]
        return f"{len(left)} of {len(self.due)} cases wait for a text" if left else ""

    async def _answered(self) -> str:
        left = set(self.replies) - await self._accountant.taken(self.replies)
        return f"{len(left)} of {len(self.replies)} replies are not taken" if left else ""

    async def settle(self) -> None:
        """Until the carrier has said all that it has to say and nothing lies in the tables: then the books are read."""
        async with asyncio.timeout(SETTLES_S_MAX):
            while self._carrier_moves() or await self.unfinished():
                await asyncio.sleep(LOOK_EVERY_S)

    def _carrier_moves(self) -> bool:
        return bool(len(self.system.clock.agenda) or self.system.carrier.courier.in_flight)

    async def seen(self, seconds: float, trouble: str) -> Seen:
        """The account, whatever became of the row."""
        account = await self._accountant.account(self.due, self.told)
        return Seen(
            notices=tuple(self.system.listener.notices), recovered_s=self._recovered_s, recovered_by=self.by,
            lost=account.lost, doubled=account.doubled, wrong=[*self.wrong, *account.wrong], trouble=trouble,
            seconds=seconds,
        )  # fmt: skip
