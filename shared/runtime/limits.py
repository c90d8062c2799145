"""What a process may do on its machine: open as many files as it is let, and leave no image of its memory behind.

In that image would be the master key, and what people wrote.
"""

from __future__ import annotations

import contextlib
import ctypes
import resource
import sys

FILES = 65_536
"""As many as anybody here could use; some systems have no bound, and none of them needs to be asked for more."""
OWN_FILES = 192
"""So many are for the service itself: its database, Kafka, files of time zones. No stranger's connection takes one."""
CONNECTIONS_MIN = 16
_PR_SET_DUMPABLE = 4


def raise_files(wanted: int = FILES) -> int:
    """The limit of open files, raised to `wanted` as far as it may be: a soft limit is often 1,024 or less."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):  # macOS has a bound besides the one that it tells
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return wanted if soft == resource.RLIM_INFINITY else soft


def connections_within(wanted: int) -> int:
    """As many of the `wanted` connections from outside as the limit of open files leaves room for."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else max(CONNECTIONS_MIN, min(wanted, soft - OWN_FILES))


def no_core_dumps() -> None:
    """Neither to a file nor to a program that collects them; on Linux none but root looks into our memory either."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        # A collector of dumps gets them whatever that limit is, but not of a process that can't be dumped.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def set_limits() -> None:
    """First of all in a process that reads a secret."""
    raise_files()
    no_core_dumps()
