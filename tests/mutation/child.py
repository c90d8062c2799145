"""One mutant, one process: forked from one that has everything loaded, and limited in time and memory."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from typing import Literal

Verdict = Literal["killed", "survived", "timeout", "in-doubt"]

SURVIVED, KILLED, IN_DOUBT = 0, 1, 2
WALL_S_MAX = 120
"""For a mutant that sleeps or waits; one that loops runs into its limit of processor time much earlier."""
MEMORY_MAX = 8 << 30


def judge(trial: Callable[[Callable[[str], None]], int], cpu_s: int) -> tuple[Verdict, str]:
    """What `trial` says in a process of its own with `cpu_s` seconds of processor time, and the word it left behind."""
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        _limit(cpu_s)
        code = IN_DOUBT
        try:
            _hush()
            code = trial(lambda word: _tell(writes, word))
        except BaseException as error:
            _tell(writes, repr(error)[:200])
        finally:
            os._exit(code)
    os.close(writes)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(reads, encoding="utf-8") as told:
        word = told.read()
    if os.WIFSIGNALED(status):
        return "timeout", signal.Signals(os.WTERMSIG(status)).name
    verdicts: dict[int, Verdict] = {SURVIVED: "survived", KILLED: "killed"}
    return verdicts.get(os.WEXITSTATUS(status), "in-doubt"), word


def _tell(pipe: int, word: str) -> None:
    os.write(pipe, word.encode())


def _limit(cpu_s: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    for name in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(name, signal.SIG_DFL)
    signal.alarm(WALL_S_MAX)


def _hush() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
