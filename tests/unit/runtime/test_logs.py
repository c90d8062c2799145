"""Logs can't hold personal data, whoever writes them."""

import json
import logging
import subprocess
import sys

import pytest

from deploy.local.quiet_logger import quiet_logger
from shared.runtime.logs import configure, logger

PHONE = "+351912345678"


@pytest.fixture(autouse=True)
def _put_logging_back() -> object:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before[0], before[1]
    return None


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_key_that_is_not_known_is_left_out_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    logger("notifier").info("text-posted", case="c-1", phone=PHONE)
    (line,) = lines(capsys)
    assert line["case"] == "c-1"
    assert line["refused_keys"] == 1
    assert PHONE not in json.dumps(line)


def test_the_format_that_a_process_stores_in_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    logger("notifier").info("beside-former", format=3)
    (line,) = lines(capsys)
    assert (line.get("format"), "refused_keys" in line) == (3, False)


def test_a_number_to_call_is_cut_out_of_any_value(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    logger("notifier").info("odd", error=f"could not reach {PHONE}", case=PHONE)
    assert "912345678" not in json.dumps(lines(capsys))


def test_what_libraries_say_is_reduced_to_who_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    logging.getLogger("httpx").warning("POST to %s failed", PHONE)
    (line,) = lines(capsys)
    assert line["kind"] == "httpx"
    assert "912345678" not in json.dumps(line)


def test_a_library_that_repeats_itself_is_quoted_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    for _ in range(500):
        logging.getLogger("a-library-that-repeats-itself").warning("no broker")
    assert len(lines(capsys)) == 1


def test_a_library_hushed_for_a_while_speaks_again_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    configure("notifier")
    library = logging.getLogger("a-library-that-is-kept-quiet")
    with quiet_logger(library.name):
        library.warning("no broker")
    assert lines(capsys) == []
    library.warning("no broker")
    assert len(lines(capsys)) == 1


def test_a_process_that_says_nothing_of_its_logs_keeps_them_off_its_answers() -> None:
    """A command's `--json` had a line of a log in it."""
    said = "from shared.runtime.logs import logger; logger('console').info('came'); print('{}')"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "{}\n"
    assert "came" in done.stderr
