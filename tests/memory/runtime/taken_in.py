"""Direct inputs that were stored, in memory: which of them a unit gives out, and whose it holds."""

from __future__ import annotations

from shared.runtime.ports import IntakeRow

from .carried_out import CarriesOut


class TakesIn(CarriesOut):
    """The part of a unit that gives out intake rows. `intake` are the aggregates whose rows it has."""

    __slots__ = ("intake",)

    intake: dict[str, None]

    async def taken_in(self, limit: int) -> list[IntakeRow]:
        process, database = self._store.process, self.database
        fault = self.enter("store.taken_in")
        if database.held_tables:
            await self.until_free("store.taken_in")
        found = self._taken_in(limit) if database.intake else []
        await process.points["store.taken_in"]
        if fault is not None:
            raise fault.error
        return found

    def _taken_in(self, limit: int) -> list[IntakeRow]:
        database, mine = self.database, self.intake
        again = [row.id for row in database.intake.values() if database.inbox.get(row.id, self) is None]
        for twice in again:  # stored once more just while it was being handled
            del database.intake[twice]
        format = self._store.format
        newer = {row.aggregate for row in database.intake.values() if row.format > format}
        for row in database.intake.values():
            if len(mine) >= limit:
                break
            aggregate = row.aggregate
            if aggregate in newer or not database.is_for(format, aggregate):
                continue
            if database.intake_holders.setdefault(aggregate, self) is self:
                mine[aggregate] = None
        return [row for row in database.intake.values() if row.aggregate in mine][:limit]
