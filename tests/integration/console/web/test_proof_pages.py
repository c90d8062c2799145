"""What campaigns proved, seeds run from the page, and the trace of one: on the real simulation, in its own process."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.local.proof_folder import kept_records
from tests.own_processes import started_with
from tests.polling import until

from .asking import press, text_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this console keeps its records."""
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    return tmp_path / "proof"


async def shown(browser: httpx.AsyncClient, path: str = "/proof") -> str:
    return text_of(await browser.get(path))


def simulations() -> list[psutil.Process]:
    """Of this process, running."""
    return started_with("tests.simulation")


async def test_without_a_campaign_the_page_says_how_to_run_one(browser: httpx.AsyncClient, folder: Path) -> None:
    page = await shown(browser)
    assert "not run here yet" in page
    assert "./doorstep test chaos --kills 60" in page


async def test_seeds_run_from_the_page_and_what_they_proved_is_listed(browser: httpx.AsyncClient, folder: Path) -> None:
    assert await press(browser, "/proof/runs", first="5", count="2") == (
        "good", "done Seeds 5 to 6 run, at the lowest priority.",
    )  # fmt: skip

    async def over() -> bool:
        return "done seeds 5 to 6" in await shown(browser)

    await until(over, seconds=120)
    (kept,) = kept_records(folder).records
    assert (kept.record.seeds, kept.record.count, kept.record.kind) == ("5 to 6", 2, "simulation")
    page = await browser.get("/proof")
    (path,) = set(re.findall(r'/proof/campaigns/[^"]+', page.text))
    detail = await shown(browser, path)
    assert "Simulation, 2 seeds (5 to 6)" in detail
    assert "never" in detail


async def test_one_run_at_a_time_at_the_lowest_priority_and_it_can_be_stopped(
    browser: httpx.AsyncClient, folder: Path
) -> None:
    await press(browser, "/proof/runs", first="0", count="300")
    tone, said = await press(browser, "/proof/runs", first="9", count="1")
    assert (tone, said) == ("bad", "not done sandbox-visitor runs seeds 0 to 299: one run at a time.")

    async def low() -> bool:
        return [each.nice() for each in simulations()] == [19]

    await until(low)
    assert (await press(browser, "/proof/runs/stop"))[0] == "good"
    assert simulations() == []
    assert "stopped seeds 0 to 299" in await shown(browser)
    assert (await press(browser, "/proof/runs/stop")) == ("bad", "not done It does not run any more.")


@pytest.mark.parametrize(("first", "count"), [("0", "301"), ("0", "0"), ("-1", "5"), ("x", "5"), ("1000000000", "5")])
async def test_more_than_may_be_run_is_refused_and_stays_to_be_mended(
    browser: httpx.AsyncClient, folder: Path, first: str, count: str
) -> None:
    tone, said = await press(browser, "/proof/runs", first=first, count=count)
    assert tone == "bad"
    assert "is a whole number from" in said
    assert simulations() == []


async def test_the_trace_of_a_seed_is_made_and_shown(browser: httpx.AsyncClient, folder: Path) -> None:
    found = await browser.get("/proof/seeds", params={"seed": "47"})
    assert found.headers["location"] == "/proof/seeds/47"
    assert "There is no trace of seed 47 here" in await shown(browser, "/proof/seeds/47")
    await press(browser, "/proof/seeds/47")

    async def there() -> bool:
        return "every promise held" in await shown(browser, "/proof/seeds/47")

    await until(there)
    page = await shown(browser, "/proof/seeds/47")
    assert "case-15-0 v1 overdue" in page
    assert " fault " in page
    assert "consume: log.poll" in await shown(browser, "/proof/seeds/47?show=all")


@pytest.mark.parametrize(
    "path",
    [
        "/proof/seeds/x",
        "/proof/seeds/-1",
        "/proof/campaigns/x",
        "/proof/campaigns/..%2F..%2Fetc%2Fpasswd",
    ],
)
async def test_an_address_of_nothing_is_no_page(browser: httpx.AsyncClient, folder: Path, path: str) -> None:
    assert (await browser.get(path)).status_code == 404
