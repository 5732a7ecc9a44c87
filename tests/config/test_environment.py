"""What the outside says is read once, typed, and refused with a useful sentence when it makes no sense."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.config.environment import BadEnvironment, Mode, parse_shift, read_environment


def test_a_laptop_needs_no_variable() -> None:
    environment = read_environment({})
    assert environment.mode is Mode.DEMO
    assert environment.embedded
    assert environment.time_shift == dt.timedelta(0)


def test_whoever_points_us_at_a_database_means_it() -> None:
    assert read_environment({"DATABASE_URL": "postgresql://db/leyiban"}).mode is Mode.PRODUCTION
    environment = read_environment({"DATABASE_URL": "postgresql://db/leyiban", "LEYIBAN_ENV": "demo"})
    assert environment.mode is Mode.DEMO


def test_a_secret_address_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://db/leyiban\n")
    assert read_environment({"DATABASE_URL_FILE": str(file)}).database_url == "postgresql://db/leyiban"


def test_the_portal_answers_to_its_public_name() -> None:
    environment = read_environment(
        {
            "LEYIBAN_PUBLIC_URL": "https://zwfw.example.cn/",
            "LEYIBAN_HOSTS": "intern.example.cn, zwfw.example.cn",
        }
    )
    assert environment.public_url == "https://zwfw.example.cn"
    assert environment.hosts == ("intern.example.cn", "zwfw.example.cn")


def test_neighbours_follow_the_sandbox_unless_named() -> None:
    environment = read_environment({"LEYIBAN_SANDBOX_URL": "http://127.0.0.1:9000/"})
    assert environment.sandbox_url == "http://127.0.0.1:9000"
    assert environment.identity_provider_url.startswith("http://127.0.0.1:9000/")
    named = read_environment({"LEYIBAN_IDENTITY_PROVIDER_URL": "https://id.example.cn"})
    assert named.identity_provider_url == "https://id.example.cn"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"LEYIBAN_ENV": "staging"}, "production, demo, test"),
        ({"LEYIBAN_DATABASE_POOL": "many"}, "whole number"),
        ({"LEYIBAN_TIME_SHIFT": "soon"}, "3d or -2h30m"),
        ({"DATABASE_URL_FILE": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_nonsense_is_refused_with_what_to_write(variables: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadEnvironment, match=sentence):
        read_environment(variables)


@given(days=st.integers(0, 5000), hours=st.integers(0, 99), minutes=st.integers(0, 99), back=st.booleans())
def test_a_shift_is_the_sum_of_its_parts(days: int, hours: int, minutes: int, back: bool) -> None:
    span = dt.timedelta(days=days, hours=hours, minutes=minutes)
    assert parse_shift(f"{'-' if back else ''}{days}d{hours}h{minutes}m") == (-span if back else span)


@given(st.text(max_size=12))
def test_any_other_shift_is_refused(text: str) -> None:
    try:
        span = parse_shift(text)
    except BadEnvironment:
        return
    assert span == dt.timedelta(0) or any(unit in text for unit in "dhm")
