"""Where no line can be written, lines are lost, and nothing else is."""

import asyncio
import errno
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.local.progress import ProgressOutput
from shared.runtime.health import Health
from shared.runtime.logs import _Library, logger
from shared.runtime.loops import Step, forever


class OnAFullDisk(io.TextIOBase):
    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def full_disk() -> Iterator[None]:
    """Standard error has no room left inside."""
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(sys, "stderr", OnAFullDisk())
        yield


def test_a_line_that_can_not_be_written_is_lost_and_raises_nothing() -> None:
    with full_disk():
        logger("notifier").error("step-failed", step="timers")


def test_nor_where_standard_error_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    logger("notifier").error("step-failed", step="timers")


def test_lines_are_written_again_when_there_is_room(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with full_disk():
        logger("notifier").error("lost")
    logger("notifier").error("kept")
    said = capsys.readouterr().err
    assert ("lost" in said, "kept" in said) == (False, True)


async def test_a_step_that_fails_while_no_line_can_be_written_is_tried_again() -> None:
    stopping, tries = asyncio.Event(), 0

    async def fails_twice() -> int:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise RuntimeError
        stopping.set()
        return 1

    health = Health("notifier")
    with full_disk():
        await forever(Step("timers", fails_twice), health, stopping)
    assert (tries, health.problems) == (3, {})


def test_what_a_library_says_then_does_not_reach_the_library() -> None:
    with full_disk():
        _Library("notifier").emit(logging.LogRecord("aiokafka", logging.WARNING, __file__, 1, "gone", None, None))


def test_a_sentence_of_progress_that_can_not_be_written_is_lost() -> None:
    with full_disk():
        ProgressOutput().say("one was ended by SIGKILL; it is started again in 0.2 s")


def test_sentences_of_progress_that_are_lost_do_not_come_back_with_the_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = ProgressOutput()
    with full_disk():
        progress.say("one was ended by SIGKILL")
    progress.say("starting [kafka]")
    assert capsys.readouterr().err == "starting [kafka]\n"


async def test_how_many_lines_were_lost_is_said_by_ready() -> None:
    """Who looks at `/ready` must not take an empty log for a quiet one."""
    health = Health("notifier")
    before = health.ready()[1].get("log_lines_lost", 0)
    with full_disk():
        logger("notifier").error("step-failed", step="timers")
        logger("notifier").error("step-failed", step="timers")
    assert health.ready()[1]["log_lines_lost"] == before + 2
