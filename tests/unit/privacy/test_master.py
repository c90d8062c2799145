"""The master key: read from a file, never shown, and never used for two things."""

import base64
from pathlib import Path

import pytest

from shared.privacy.cipher import Unreadable
from shared.privacy.master import MasterKeys

MASTER = bytes(range(32))


def written(tmp_path: Path, text: bytes) -> Path:
    path = tmp_path / "master.key"
    path.write_bytes(text)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o440, 0o640])
def test_a_file_that_its_owner_and_a_group_may_read_is_taken(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, base64.urlsafe_b64encode(MASTER))
    path.chmod(mode)
    assert MasterKeys.read(path) == MasterKeys.of(MASTER)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o601, 0o602, 0o660])
def test_a_file_that_others_may_read_or_change_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, mode: int
) -> None:
    path = written(tmp_path, base64.urlsafe_b64encode(MASTER))
    path.chmod(mode)
    with pytest.raises(ValueError, match=f"others may read or change .* chmod 600 {path}"):
        MasterKeys.read(path)


def test_what_counts_is_the_file_and_not_the_link_that_leads_to_it(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(written(tmp_path, base64.urlsafe_b64encode(MASTER)))
    assert MasterKeys.read(link) == MasterKeys.of(MASTER)


def test_a_master_key_is_read_from_a_file_with_or_without_a_line_end(tmp_path: Path) -> None:
    for end in (b"", b"\n", b"\r\n"):
        assert MasterKeys.read(written(tmp_path, base64.urlsafe_b64encode(MASTER) + end)) == MasterKeys.of(MASTER)


@pytest.mark.parametrize("text", [b"", b"secret-but-short", b"=", b"\xff\xfe", base64.urlsafe_b64encode(bytes(31))])
def test_a_file_that_holds_no_master_key_is_refused_without_being_shown(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(ValueError, match="must be 32 bytes") as refused:
        MasterKeys.read(written(tmp_path, text))
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_missing_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        MasterKeys.read(tmp_path / "nowhere.key")


def test_no_purpose_shares_its_key_with_another() -> None:
    keys = MasterKeys.of(MASTER)
    assert len({keys.wrap, keys.quarantine, keys.phones, keys.check_codes}) == 4


def test_a_record_set_aside_opens_under_its_own_name_only() -> None:
    keys = MasterKeys.of(MASTER)
    box = keys.set_aside(b"\xff\x00 as it came", "dead-1")
    assert keys.look_at(box, "dead-1") == b"\xff\x00 as it came"
    with pytest.raises(Unreadable):
        keys.look_at(box, "dead-2")
    with pytest.raises(Unreadable):
        MasterKeys.of(bytes(32)).look_at(box, "dead-1")
