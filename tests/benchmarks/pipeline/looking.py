"""Somebody who looks at a console while a service works: the tail is open, and now and then a page is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

PAGE_EVERY_S = 2.0


@asynccontextmanager
async def somebody_looks(address: str) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_reads_tail(address)), asyncio.create_task(_opens_pages(address))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _reads_tail(address: str) -> None:
    async with httpx.AsyncClient(timeout=None) as client, client.stream("GET", f"{address}/stream/records") as answer:
        async for _ in answer.aiter_bytes():
            pass


async def _opens_pages(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        while True:
            for path in ("/", "/cases"):
                with contextlib.suppress(httpx.HTTPError):
                    await client.get(path)
                await asyncio.sleep(PAGE_EVERY_S)
