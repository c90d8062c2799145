"""An event that breaks its decision sets its case aside, and only its case."""

from .service_runner import ServiceRunner, overdue
from .toy import BREAKS


async def test_the_case_is_parked_with_later_events_behind_it_and_replayed_when_mended(toy: ServiceRunner) -> None:
    broken = toy.folder / "broken"
    broken.touch()
    toy.start()
    await toy.send([overdue("bad", "e-1"), overdue("bad", "e-2", minor=BREAKS), overdue("bad", "e-3")])
    await toy.send([overdue(f"good-{number}") for number in range(10)])

    async def parked() -> bool:
        return await toy.count("SELECT count(*) FROM parked_events") == 2

    async def others_went_on() -> bool:
        return await toy.count("SELECT count(*) FROM states") == 11

    await toy.until(parked)
    await toy.until(others_went_on)
    assert await toy.rows("SELECT aggregate, code, detail FROM parked") == [
        ("bad", "decision-failed", "RuntimeError on doorstep.loan.overdue.v1")
    ]
    assert await toy.rows("SELECT version FROM states WHERE aggregate = 'bad'") == [(1,)]

    await toy.send([overdue("bad", "e-4")])

    async def queued() -> bool:
        return await toy.count("SELECT count(*) FROM parked_events") == 3

    await toy.until(queued)
    await toy.rows("UPDATE parked SET replay = true RETURNING 1")  # asked for too early: it breaks again

    async def tried_again() -> bool:
        return await toy.count("SELECT count(*) FROM parked WHERE attempts = 2") == 1

    await toy.until(tried_again)
    assert await toy.count("SELECT count(*) FROM parked_events") == 3

    broken.unlink()
    await toy.rows("UPDATE parked SET replay = true RETURNING 1")

    async def whole() -> bool:
        return await toy.count("SELECT count(*) FROM parked") == 0

    await toy.until(whole)
    assert await toy.count("SELECT count(*) FROM parked_events") == 0
    causes = [row[0] for row in await toy.rows("SELECT cause FROM history WHERE aggregate = 'bad' ORDER BY version")]
    assert causes == ["e-1", "e-2", "e-3", "e-4"]


async def test_whose_state_was_taken_out_of_the_table_is_parked_in_words(toy: ServiceRunner) -> None:
    toy.start()
    await toy.send([overdue("cut", "e-1"), overdue("cut", "e-2")])

    async def decided() -> bool:
        return await toy.count("SELECT count(*) FROM history WHERE aggregate = 'cut'") == 2

    await toy.until(decided)
    await toy.rows("DELETE FROM states WHERE aggregate = 'cut' RETURNING 1")
    await toy.send([overdue("cut", "e-3")])

    async def parked() -> bool:
        return await toy.count("SELECT count(*) FROM parked") == 1

    await toy.until(parked)
    ((code, detail),) = await toy.rows("SELECT code, detail FROM parked")
    assert code == "state-behind-history"
    assert detail.startswith("its row in `states` is older than its history, or gone: ")
    assert await toy.count("SELECT count(*) FROM history WHERE aggregate = 'cut'") == 2
