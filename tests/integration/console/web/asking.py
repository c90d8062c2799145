"""What tests of the pages send and read."""

from __future__ import annotations

import asyncio
import json
import re
from html import unescape
from typing import Any

import httpx

from ..console_stack import ConsoleStack

SHOWN = ("cause",)
"""What an address may say: by what a list was chosen."""
BANNER = re.compile(r'<div class="banner (good|bad) outcome"[^>]*>(.*?)</div>', re.DOTALL)


def text_of(answer: httpx.Response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


async def press(client: httpx.AsyncClient, path: str, **fields: str) -> tuple[str, str]:
    """Sends a form, and gives the tone and the sentence of the page that follows."""
    answer = await client.post(path, data=fields)
    assert answer.status_code == 303, (answer.status_code, answer.text)
    typed = [value for name, value in fields.items() if name not in SHOWN and len(value) > 3]
    assert all(value not in answer.headers["location"] for value in typed)
    page = await client.get(answer.headers["location"])
    assert page.status_code == 200, page.text
    (found,) = BANNER.findall(page.text)
    return found[0], unescape(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split()))


async def told(stack: ConsoleStack, topic: str) -> list[Any]:
    """The documents in a topic."""
    return [json.loads(record.value) for record in await asyncio.to_thread(stack.records, topic)]


async def commanded(stack: ConsoleStack, command: str, *arguments: str) -> Any:
    """What a command prints with `--json`."""
    return await asyncio.to_thread(stack.json, command, *arguments)


async def kinds_asked(stack: ConsoleStack) -> list[str]:
    """What ana and ben asked of services."""
    said = await told(stack, "operations")
    return [each["type"].removeprefix("doorstep.") for each in said if each["data"]["by"] in ("ana", "ben")]


async def given(stack: ConsoleStack) -> list[Any]:
    """What was given back."""
    return await told(stack, "loans")


async def states(stack: ConsoleStack) -> list[str]:
    """Of all letters."""
    return [letter["state"] for letter in (await commanded(stack, "dlq", "ls", "--settled"))["dead_letters"]]
