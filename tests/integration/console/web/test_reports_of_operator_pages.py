"""What users of other operators' pages reported: tried on ours, and the right values kept."""

from __future__ import annotations

import asyncio
import re

import pytest

from services.console.may import Right
from services.console.web.access.required import declared
from services.console.web.pages import ROUTES

from ..console_stack import ConsoleStack
from ..test_dead_letters import BAD, GOOD, refused
from ..test_held import SINCE, brake, case
from ..test_replies import waits
from .asking import press, states, text_of
from .conftest import Desks
from .test_account_pages import LINK, add, with_passwords

WHY = "a test of the bank's"


@pytest.mark.parametrize("act", ["roles", "disable"])
async def test_the_only_admin_can_not_be_locked_out(table_desks: Desks, tables: ConsoleStack, act: str) -> None:
    """keycloak/keycloak#20662, #20415; Mintplex-Labs/anything-llm#367."""
    with_passwords(tables, "ben")
    tone, said = await press(table_desks.ana, f"/accounts/{act}", name="ben", viewer="yes", sure="yes")
    assert (tone, "last supervisor" in said) == ("bad", True)
    (row,) = tables.execute("SELECT roles, disabled_at FROM console.accounts WHERE name = 'ben'")
    assert (row["roles"], row["disabled_at"]) == (["supervisor"], None)


async def test_one_click_bricks_nothing(table_desks: Desks, tables: ConsoleStack) -> None:
    """keycloak/keycloak#30267."""
    with_passwords(tables, "ana", "ben")
    assert (await press(table_desks.ana, "/accounts/disable", name="ben"))[0] == "bad"


async def test_who_saves_their_own_account_does_not_lose_roles_that_the_form_did_not_show(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    """datalust/seq-tickets#839; eclipse-tractusx/portal-frontend#987."""
    with_passwords(tables, "ana", "ben")
    assert (await press(table_desks.ana, "/accounts/roles", name="ana"))[0] == "bad"
    (row,) = tables.execute("SELECT roles FROM console.accounts WHERE name = 'ana'")
    assert row["roles"] == ["supervisor"]


async def test_an_older_link_is_worth_nothing_once_there_is_a_newer(table_desks: Desks) -> None:
    """appsmithorg/appsmith#635; synapsestudios/oidc-platform#105."""
    links = []
    for answer in (
        await add(table_desks.ana, "olga", "viewer"),
        await table_desks.ana.post("/accounts/link", data={"name": "olga"}),
    ):
        found = LINK.search((await table_desks.ana.get(answer.headers["location"])).text)
        assert found is not None
        links.append(found[1].removeprefix("http://127.0.0.1"))
    assert [(await table_desks.ana.get(link)).status_code for link in links] == [404, 200]


async def test_acting_on_many_spares_what_came_after_the_page_was_made_and_what_the_filter_left_out(
    desks: Desks, served: ConsoleStack
) -> None:
    """sidekiq/sidekiq#5997, #3243; payloadcms/payload#9374; netbox-community/netbox#12184."""
    refused(served, BAD)
    path = "/letters/groups/" + (await desks.ana.get("/letters?said=x")).text.partition("/letters/groups/")[2][:12]
    page = await desks.ana.get(path)
    (newest,) = re.findall(r'name="newest" value="([^"]+)"', page.text)
    assert "Give up 1 letter<" in page.text
    refused(served, BAD, "router")
    later = refused(served, BAD)
    form = {"newest": newest, "count": "1", "reason": WHY}
    assert (await press(desks.ana, f"{path}/discard", **form))[0] == "good"
    left = served.execute("SELECT id FROM notifier.dead_letters WHERE discarded_at IS NULL")
    assert [row["id"] for row in left] == [later]
    assert sorted(await states(served)) == ["given up", "open", "open"]


async def test_nothing_chosen_is_not_everything(desks: Desks, served: ConsoleStack) -> None:
    """railsadminteam/rails_admin#1109."""
    refused(served, BAD)
    form = {"newest": "2999-01-01T00:00:00+00:00", "count": "1", "reason": WHY}
    for group in ("000000000000", "%20", "all", "x" * 64):
        answer = await desks.ana.post(f"/letters/groups/{group}/discard", data=form)
        assert answer.status_code == 303, group
        assert await states(served) == ["open"]


async def test_a_form_with_nothing_in_it_is_answered_by_a_sentence(table_desks: Desks, tables: ConsoleStack) -> None:
    """sidekiq/sidekiq#2429: a white page."""
    reply = await asyncio.to_thread(waits, tables)
    letter = refused(tables, BAD)
    acts = (f"/replies/{reply}/settle", "/holds/end", "/accounts/add", "/accounts/roles", "/accounts/link",
            "/accounts/disable", f"/letters/{letter}/discard", f"/letters/{letter}/mend", "/switches/confirm",
            "/switches/withdraw", "/letters/groups/000000000000/discard")  # fmt: skip
    for path in acts:
        tone, said = await press(table_desks.ana, path)
        assert (tone, len(said) > 20) == ("bad", True), path


async def test_the_filter_stays_and_the_list_is_new_after_an_act(desks: Desks, served: ConsoleStack) -> None:
    """provectus/kafka-ui#2336, #1889, #1884."""
    case(served, "c-1", brake("unreachable"))
    case(served, "c-2", brake("unreachable"))
    await desks.ana.get("/holds?cause=unreachable")
    served.execute("DELETE FROM notifier.states WHERE aggregate = 'c-1'")
    form = {"case": "c-2", "cause": "unreachable", "seen": SINCE.isoformat(), "reason": WHY}
    answer = await desks.ana.post("/holds/end", data=form)
    page = await desks.ana.get(answer.headers["location"])
    assert page.url.params["cause"] == "unreachable"
    assert "c-1" not in text_of(page)


async def test_when_all_that_was_shown_is_settled_what_is_behind_it_comes_up(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    """sidekiq/sidekiq#6037; mhfs/sidekiq-failures#105: a page behind the last that says there is nothing."""
    first = [await asyncio.to_thread(waits, tables) for _ in range(50)]
    last = await asyncio.to_thread(waits, tables)
    tables.execute("UPDATE notifier.replies_to_read SET received_at = now() WHERE id = %(id)s", id=last)
    page = await table_desks.ana.get("/replies?said=x")
    assert "more than 50" in text_of(page)
    assert f"r-{last}" not in page.text
    tables.execute(
        "UPDATE notifier.replies_to_read SET settled_at = now(), settled_by = 'ana', verdict = 'nothing'"
        " WHERE id = ANY(%(ids)s)", ids=first,
    )  # fmt: skip
    assert f"r-{last}" in (await table_desks.ana.get("/replies?said=x")).text


async def test_what_could_not_be_given_back_is_not_lost(table_desks: Desks, tables: ConsoleStack) -> None:
    """sidekiq/sidekiq#4703: a job that is gone because its retry failed."""
    item = refused(tables, GOOD)
    tone, said = await press(table_desks.ana, f"/letters/{item}/replay", reason=WHY)
    assert (tone, "Kafka" in said) == ("bad", True), said
    assert await states(tables) == ["open"]
    assert "It was" not in text_of(await table_desks.ana.get(f"/letters/{item}")).partition("Give it back")[2]


async def test_two_presses_of_one_person_are_one_act(desks: Desks, served: ConsoleStack) -> None:
    """civiform/civiform#2469; pallets-eco/flask-admin#2923; inventree/InvenTree#191."""
    case(served, "c-1", brake("unreachable"))
    form = {"case": "c-1", "cause": "unreachable", "seen": SINCE.isoformat(), "reason": WHY}
    came = await asyncio.gather(*(press(desks.ana, "/holds/end", **form) for _ in range(2)))
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    assert len(served.execute("SELECT 1 FROM notifier.intake")) == 1


def test_what_changes_something_needs_more_than_to_look() -> None:
    """rabbitmq/rabbitmq-server#670: who may only look had the button."""
    changing = [route for route in declared(ROUTES) if "POST" in route.methods]
    assert changing
    assert [route.path for route in changing if route.needed is Right.LOOK] == []
