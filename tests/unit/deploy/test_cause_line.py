"""Of all that a tool printed the line is told that says why it failed."""

from __future__ import annotations

import pytest

from deploy.local.cause_line import LONGEST, UNKNOWN, cause_line

INITDB = """2026-11-30 16:46:54 UTC [13606] FATAL:  could not write to file "base/4/3602_vm": No space left on device
2026-11-30 16:46:54.205 UTC [13606] STATEMENT:  CREATE DATABASE template0 IS_TEMPLATE = true;
\t
child process exited with exit code 1
initdb: removing contents of data directory "/data/postgres/fresh"
"""
"""What it printed on a disk of 24 MB."""
KAFKA = """Exception in thread "main" java.nio.file.FileSystemException: /data/kafka/data: No space left on device
\tat java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:100)
\tat kafka.tools.StorageTool.main(StorageTool.scala)
\t... 3 more
"""
WRAPPED = """Exception in thread "main" java.lang.RuntimeException: the format failed
\tat kafka.tools.StorageTool.main(StorageTool.scala)
Caused by: java.nio.file.AccessDeniedException: /data/kafka: Permission denied
\t... 1 more
"""


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (INITDB, 'could not write to file "base/4/3602_vm": No space left on device'),
        (KAFKA, "/data/kafka/data: No space left on device"),
        (WRAPPED, "Caused by: java.nio.file.AccessDeniedException: /data/kafka: Permission denied"),
        ("begins\ninitdb: error: locale is unknown\nends\n", "initdb: error: locale is unknown"),
        ("useradd: group exists.\n", "useradd: group exists"),
    ],
)
def test_the_cause_is_told_wherever_it_stands(printed: str, told: str) -> None:
    assert cause_line(printed).endswith(told)
    assert "\n" not in cause_line(printed)


@pytest.mark.parametrize("printed", ["", "\n \n", "\tat a.B.c(B.java:1)\n"])
def test_where_no_cause_was_printed_that_is_told(printed: str) -> None:
    assert cause_line(printed) == UNKNOWN


def test_no_line_is_longer_than_somebody_reads() -> None:
    assert len(cause_line("error: " + "x" * 9_999)) == LONGEST
