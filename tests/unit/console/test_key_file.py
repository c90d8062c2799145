"""A new key goes into a file of its own."""

from pathlib import Path

import pytest

from deploy.local.key_file import make_key
from deploy.local.user_error import UserError


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(UserError, match="never overwritten"):
        make_key(tmp_path / "key")


@pytest.mark.parametrize("folder", ["", "."])
def test_a_folder_is_no_file_for_a_key(folder: str) -> None:
    with pytest.raises(UserError, match="is a folder"):
        make_key(Path(folder))


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\rb", "a\nb", "a\u202eb"])
def test_a_name_that_would_move_a_terminal_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="can't be seen") as refused:
        make_key(tmp_path / name)
    assert name not in f"{refused.value.what} {refused.value.todo}"
    assert not list(tmp_path.iterdir())
