"""Wrong settings refuse the start, naming the setting and what it should be."""

from pathlib import Path

import pytest

from shared.policy import names
from shared.runtime.settings import Settings, SettingsError, load, overridden


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "master"
    key.write_text("x", encoding="ascii")
    return {
        "DATABASE_URL": "postgresql://user@localhost/doorstep",
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092",
        "DOORSTEP_MASTER_KEY_FILE": str(key),
    }


def refusal(env: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(Settings, env)
    return str(caught.value)


def test_good_settings_are_read(good: dict[str, str]) -> None:
    assert load(Settings, good).kafka_bootstrap == "127.0.0.1:9092"


def test_a_missing_setting_is_named_with_what_it_should_be(good: dict[str, str]) -> None:
    del good["DATABASE_URL"]
    assert refusal(good) == "DATABASE_URL is missing: it should be a PostgreSQL URL, postgresql://user@host/db"


def test_an_empty_setting_counts_as_missing(good: dict[str, str]) -> None:
    assert "KAFKA_BOOTSTRAP_SERVERS is missing" in refusal(good | {"KAFKA_BOOTSTRAP_SERVERS": ""})


def test_every_wrong_setting_gets_a_line_and_no_value_is_shown(good: dict[str, str]) -> None:
    told = refusal(good | {"DATABASE_URL": "mysql://secret@host", "DOORSTEP_HEALTH_PORT": "99999"})
    assert {line.split()[0] for line in told.splitlines()} == {"DATABASE_URL", "DOORSTEP_HEALTH_PORT"}
    assert "secret" not in told


def test_servers_listen_on_loopback_unless_an_address_is_set(good: dict[str, str]) -> None:
    assert load(Settings, good).bind == "127.0.0.1"
    assert load(Settings, good | {"DOORSTEP_BIND": "::"}).bind == "::"


@pytest.mark.parametrize("no_address", ["localhost", "127.0.0", "0.0.0.0:80", "everywhere"])
def test_what_is_no_address_is_refused_with_a_sentence(good: dict[str, str], no_address: str) -> None:
    told = refusal(good | {"DOORSTEP_BIND": no_address})
    assert told.startswith("DOORSTEP_BIND is not usable: it should be the IP address to listen on: 127.0.0.1")


def test_a_key_file_that_is_not_there_is_named(good: dict[str, str]) -> None:
    assert refusal(good | {"DOORSTEP_MASTER_KEY_FILE": "/nowhere"}) == "DOORSTEP_MASTER_KEY_FILE: no such file"


def test_a_policy_pack_that_is_none_is_told_which_there_are_and_not_repeated(good: dict[str, str]) -> None:
    told = refusal(good | {"DOORSTEP_POLICY": "hush"})
    assert told.startswith("DOORSTEP_POLICY is not usable: it should be one of ")
    assert all(name in told for name in names())
    assert "hush" not in told


def test_a_folder_of_evidence_that_is_none_is_told_what_to_make_of_it(good: dict[str, str], tmp_path: Path) -> None:
    for no_folder in (tmp_path / "nowhere", Path(good["DOORSTEP_MASTER_KEY_FILE"])):
        told = refusal(good | {"DOORSTEP_RETENTION_FOLDER": str(no_folder)})
        assert "DOORSTEP_RETENTION_FOLDER: no folder that we may write to. Make one" in told


def test_sasl_needs_a_user_and_a_password(good: dict[str, str]) -> None:
    assert "KAFKA_SASL_PASSWORD" in refusal(good | {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"})


def test_a_secret_may_come_from_a_file(good: dict[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("hush\n", encoding="utf-8")
    env = good | {
        "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "KAFKA_SASL_USERNAME": "doorstep",
        "KAFKA_SASL_PASSWORD_FILE": str(secret),
    }
    settings = load(Settings, env)
    assert settings.kafka_password == "hush"
    assert "hush" not in repr(settings)


def test_a_virtual_clock_is_refused_with_a_kafka_of_another_machine(good: dict[str, str], tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_bytes(bytes(8))
    env = good | {"DOORSTEP_CLOCK_FILE": str(clock)}
    assert load(Settings, env).clock_file == clock
    assert "virtual clock is refused" in refusal(env | {"KAFKA_BOOTSTRAP_SERVERS": "kafka.bank:9092"})


def test_a_file_that_kills_is_refused_where_the_clock_is_real(good: dict[str, str], tmp_path: Path) -> None:
    armed, clock = tmp_path / "armed", tmp_path / "clock"
    armed.write_bytes(bytes(3))
    clock.write_bytes(bytes(8))
    assert refusal(good | {"DOORSTEP_FAILPOINTS": str(armed)}) == "DOORSTEP_FAILPOINTS: refused where the clock is real"
    assert "DOORSTEP_FAILPOINTS: no such file" in refusal(good | {"DOORSTEP_FAILPOINTS": str(tmp_path / "nowhere")})
    sandboxed = load(Settings, good | {"DOORSTEP_FAILPOINTS": str(armed), "DOORSTEP_CLOCK_FILE": str(clock)})
    assert sandboxed.failpoints == armed


def test_both_forms_of_a_setting_at_once_refuse_the_start(good: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "bind"
    file.write_text("::1", encoding="utf-8")
    env = good | {"DOORSTEP_BIND": "127.0.0.1", "DOORSTEP_BIND_FILE": str(file)}
    assert refusal(env) == "DOORSTEP_BIND and DOORSTEP_BIND_FILE are both set: keep one of them"


def test_files_that_can_not_be_read_are_all_named_beside_what_else_is_wrong(good: dict[str, str]) -> None:
    gone = {"DOORSTEP_BIND_FILE": "/nowhere/a", "DOORSTEP_POLICY_FILE": "/nowhere/b", "DOORSTEP_LOG_LEVEL": "LOUD"}
    assert [line.split()[0].rstrip(":") for line in refusal(good | gone).splitlines()] == [
        "DOORSTEP_BIND_FILE", "DOORSTEP_POLICY_FILE", "DOORSTEP_LOG_LEVEL",
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["::1", "::1\n", "::1\r\n", "\ufeff::1\n", "  ::1  \n\n"])
def test_how_an_editor_ends_a_file_is_no_part_of_the_value(good: dict[str, str], tmp_path: Path, written: str) -> None:
    file = tmp_path / "bind"
    file.write_bytes(written.encode())
    assert load(Settings, good | {"DOORSTEP_BIND_FILE": str(file)}).bind == "::1"


def test_a_name_that_ends_in_file_has_no_second_form(good: dict[str, str]) -> None:
    del good["DOORSTEP_MASTER_KEY_FILE"]
    assert "DOORSTEP_MASTER_KEY_FILE is missing" in refusal(good | {"DOORSTEP_MASTER_KEY_FILE_FILE": __file__})


def test_what_is_set_over_an_environment_hides_both_forms_of_it() -> None:
    env = {"DOORSTEP_BIND_FILE": "/a", "DOORSTEP_POLICY": "b", "HOME": "c"}
    over = {"DOORSTEP_BIND": "::1", "DOORSTEP_POLICY_FILE": "/d"}
    assert overridden(env, over) == {"HOME": "c", **over}


def test_a_url_with_a_password_is_not_shown_with_the_settings(good: dict[str, str]) -> None:
    assert "hush" not in repr(load(Settings, good | {"DATABASE_URL": "postgresql://u:hush@127.0.0.1/x"}))
