"""What is said aloud of a PostgreSQL URL, and what can't be one."""

import pytest

from shared.runtime.pg.target import NotAUrlError, target


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://u:p@db.bank/doorstep", "db.bank:5432/doorstep"),
        ("postgresql://u:p@db.bank:65535/doorstep", "db.bank:65535/doorstep"),
        ("postgresql://u:p@a:1,b:2/doorstep", "a,b:1,2/doorstep"),
    ],
)
def test_it_says_host_port_and_database(url: str, said: str) -> None:
    assert target(url) == said


@pytest.mark.parametrize("port", ["65536", "70000", "999999", "5432,other:70000"])
def test_a_port_that_there_can_not_be_is_no_url(port: str) -> None:
    with pytest.raises(NotAUrlError):
        target(f"postgresql://u:p@db.bank:{port}/doorstep")
