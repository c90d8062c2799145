"""Services that answer questions, each on a port of its own, with what golden samples say."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette

from deploy.local.ports import free_port
from docs.generate.samples import GOLDEN
from shared.contracts.why_not import WhyNot
from shared.runtime.questions import AnswerQuestion, NothingKnown, Questions, WhyNotQuestion
from shared.runtime.web import Web

CASE = "case-1042"
SAMPLES = tuple(sorted((GOLDEN / "why-not").glob("*.json")))


def sample(name: str) -> WhyNot:
    return WhyNot.model_validate_json((GOLDEN / "why-not" / f"{name}.json").read_text("utf-8"))


def _answering(service: str, paths: tuple[Path, ...]) -> Questions:
    said = [WhyNot.model_validate_json(path.read_text("utf-8")) for path in paths]
    mine = {each.of: each for each in said if each.service == service}

    async def answer(question: WhyNotQuestion) -> WhyNot:
        if question.case != CASE or question.of not in mine:
            raise NothingKnown
        return mine[question.of]

    questions = Questions(service)
    questions.answer = answer
    return questions


@contextmanager
def answering(*services: str, more: Mapping[str, WhyNot] | None = None) -> Iterator[str]:
    """Their addresses as `DOORSTEP_CONSOLE_READY` has them, while they answer. `more` are other answers, by service."""
    ports = {service: free_port() for service in services}
    started, stopping = threading.Event(), threading.Event()

    async def serve() -> None:
        webs = []
        for service, port in ports.items():
            questions = _answering(service, SAMPLES)
            if more is not None and service in more:
                questions.answer = _always(more[service])
            webs.append(Web(Starlette(routes=list(questions.routes())), port, setting="DOORSTEP_HEALTH_PORT"))
        for web in webs:
            await web.start()
        started.set()
        await asyncio.to_thread(stopping.wait)
        for web in webs:
            await web.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert started.wait(30)
        yield ",".join(f"{service}=127.0.0.1:{port}" for service, port in ports.items())
    finally:
        stopping.set()
        thread.join(30)


def _always(said: WhyNot) -> AnswerQuestion:
    async def answer(question: WhyNotQuestion) -> WhyNot:
        return said

    return answer
