"""The master key is changed: everything opens under the new one, STOPs are found, and the old one is refused."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from services.notifier.bootstrap import MIGRATIONS
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable
from shared.privacy.fit import BRING, UNFINISHED, WRONG
from shared.privacy.keys import KeyRing, unwrapped
from shared.privacy.master import MasterKeys
from shared.runtime.pg import rewrap as rewrapping
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.master_key import fitting_master
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.rewrap import ANOTHER, IN_USE, NOT_YET, THE_SAME, Rewrapped, rewrap
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused
from tests.apart import share
from tests.unit.notifier.notifier_process import KEYS, PHONE, PUBLIC_URL, notifier_process
from tests.unit.notifier.twilio_webhooks import TOKEN, post, reply_form

OLD, NEW, THIRD = KEYS, MasterKeys.of(b"new".ljust(32)), MasterKeys.of(b"third".ljust(32))
PEOPLE = [f"b-{number}" for number in range(7)]


class Killed(BaseException):
    """As by SIGKILL: nothing of ours runs any more, and the connection is gone."""


@pytest.fixture(autouse=True)
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrapping, "AT_ONCE", 3)


async def opened(url: str, keys: MasterKeys) -> tuple[MasterKeys, KeyRing, PgStore]:
    """As a service starts. To be closed."""
    store = PgStore(url, "notifier")
    try:
        fit = await fitting_master(keys, store)
    except BaseException:
        await store.close()
        raise
    return fit, KeyRing(PgKeys(store), fit.wrap), store


@pytest.fixture
async def sealed(database_url: str) -> dict[str, str]:
    """What was sealed under the old key: a value of each person, and a record that was set aside."""
    await migrate(database_url, "notifier", MIGRATIONS)
    keys, ring, store = await opened(database_url, OLD)
    boxes = {kid: (await ring.seal(f"secret of {kid}", kid=kid, of="e", field="name")) for kid in PEOPLE}
    letter = keys.set_aside(b"a record", "letter-1")
    await store.close()
    return {"letter": letter, **{kid: box.model_dump_json() for kid, box in boxes.items()}}


async def opens(url: str, keys: MasterKeys, sealed: dict[str, str]) -> None:
    fit, ring, store = await opened(url, keys)
    try:
        assert fit.look_at(sealed["letter"], "letter-1") == b"a record"
        assert fit.phone_hash(PHONE) == OLD.phone_hash(PHONE)
        for kid in PEOPLE:
            assert await ring.open(Sealed.model_validate_json(sealed[kid]), "name") == f"secret of {kid}"
    finally:
        await store.close()


async def refused(url: str, old: MasterKeys, new: MasterKeys) -> StartRefused:
    with pytest.raises(StartRefused) as caught:
        await rewrap(url, old, new)
    return caught.value


async def test_everything_opens_under_the_new_key_and_the_old_one_is_refused(
    database_url: str, sealed: dict[str, str]
) -> None:
    assert await rewrap(database_url, OLD, NEW) == Rewrapped(len(PEOPLE), 0)
    await opens(database_url, NEW, sealed)
    with pytest.raises(StartRefused) as wrong:
        await opened(database_url, OLD)
    assert (wrong.value.what, wrong.value.todo) == (WRONG, BRING)
    with psycopg.connect(database_url) as admin:
        rows = admin.execute("SELECT kid, wrapped FROM privacy.data_keys").fetchall()
    for kid, row in rows:
        with pytest.raises(Unreadable):
            unwrapped(kid, row, OLD.wrap)
    assert await rewrap(database_url, OLD, NEW) == Rewrapped(len(PEOPLE), 0), "once more is the same as once"
    assert await rewrap(database_url, NEW, THIRD) == Rewrapped(len(PEOPLE), 0)
    await opens(database_url, THIRD, sealed)


STEPS = ["begun", *["wrapped", "kept"] * 3, "wrapped", "proven", "ended"]
"""Of seven data keys in threes; `wrapped` and `ended` are heard before their transaction ends, the others after it."""


@pytest.mark.parametrize("at", share(range(len(STEPS)), every=4))
async def test_killed_at_any_step_it_goes_on_when_it_is_run_again(
    database_url: str, sealed: dict[str, str], at: int
) -> None:
    heard: list[str] = []

    def told(step: str, count: int) -> None:
        heard.append(step)
        if len(heard) == at + 1:
            raise Killed

    with pytest.raises(Killed):
        await rewrap(database_url, OLD, NEW, told=told)
    assert heard == STEPS[: at + 1]
    for keys in (OLD, NEW):
        with pytest.raises(Unavailable, match=UNFINISHED):
            await opened(database_url, keys)
    refusal = await refused(database_url, OLD, THIRD)
    assert refusal is ANOTHER
    assert await rewrap(database_url, OLD, NEW) == Rewrapped(len(PEOPLE), 0)
    await opens(database_url, NEW, sealed)


async def test_while_somebody_uses_the_key_nothing_is_changed_and_meanwhile_nobody_comes_in(
    database_url: str, sealed: dict[str, str]
) -> None:
    _, _, store = await opened(database_url, OLD)
    try:
        assert await refused(database_url, OLD, NEW) is IN_USE
    finally:
        await store.close()
    async with rewrapping._alone(database_url):
        late = PgStore(database_url, "notifier")
        with pytest.raises(Unavailable, match=UNFINISHED):
            await late.start()
        await late.close()
    await opens(database_url, OLD, sealed)


async def test_a_process_that_lost_its_connection_meanwhile_does_not_go_on_with_the_old_key(
    database_url: str, sealed: dict[str, str]
) -> None:
    _, ring, store = await opened(database_url, OLD)
    try:
        with psycopg.connect(database_url, autocommit=True) as admin:
            # Of this database only: tests beside this one have notifiers of their own.
            admin.execute(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                " WHERE application_name = %s AND datname = current_database()",
                ("doorstep-notifier",),
            )
        assert await rewrap(database_url, OLD, NEW) == Rewrapped(len(PEOPLE), 0)
        with pytest.raises(Unavailable):  # finds out that the connection is gone
            await ring.make([f"b-{uuid4()}"])
        with pytest.raises(Unavailable, match=WRONG):
            await ring.make([f"b-{uuid4()}"])
    finally:
        await store.close()
    assert await rewrap(database_url, NEW, THIRD) == Rewrapped(len(PEOPLE), 0), "nothing was added under the old one"


async def test_what_can_not_be_begun_is_refused_before_anything_changes(
    database_url: str, sealed: dict[str, str]
) -> None:
    assert await refused(database_url, OLD, OLD) is THE_SAME
    assert (await refused(database_url, THIRD, NEW)).what == WRONG
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("INSERT INTO privacy.data_keys (kid, wrapped) VALUES ('b-lost', %s)", (b"?" * 60,))
        assert "1 of 8 data keys open under neither key" in (await refused(database_url, OLD, NEW)).what
        await opens(database_url, OLD, sealed)
        assert await rewrap(database_url, OLD, NEW, leave_lost=True) == Rewrapped(len(PEOPLE), 1)
        await opens(database_url, NEW, sealed)
        admin.execute("DELETE FROM privacy.master_key")
    assert await refused(database_url, NEW, THIRD) is NOT_YET


async def test_a_stop_from_a_known_phone_is_found_after_the_change(database_url: str, sealed: dict[str, str]) -> None:
    async with notifier_process(database_url) as notifier:
        await notifier.hear(await notifier.known())
        await notifier.settle()
    await rewrap(database_url, OLD, NEW)
    fit, _, store = await opened(database_url, NEW)
    await store.close()
    async with notifier_process(database_url, keys=fit) as notifier:
        hook = Hook(notifier.store, notifier.ring, fit, notifier.clock, fixed(TOKEN), PUBLIC_URL)
        assert await post(hook, reply_form("STOP", PHONE)) == 200
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()
