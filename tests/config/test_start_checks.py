"""Production says everything that is wrong, at once, and then does not start."""

import pytest

from leyiban.config.environment import BadEnvironment, read_environment
from leyiban.config.start_checks import refuse_unsafe_start

_GOOD = {
    "LEYIBAN_ENV": "production",
    "DATABASE_URL": "postgresql://db/leyiban?sslmode=verify-full",
    "LEYIBAN_PUBLIC_URL": "https://zwfw.example.cn",
    "LEYIBAN_IDENTITY_PROVIDER_URL": "https://id.example.cn",
}


def test_a_city_that_is_configured_starts() -> None:
    refuse_unsafe_start(read_environment(_GOOD))
    refuse_unsafe_start(
        read_environment({**_GOOD, "DATABASE_URL": "postgresql:///leyiban?host=/run/postgresql"})
    )
    refuse_unsafe_start(read_environment({}))  # a laptop may do as it likes


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"LEYIBAN_TIME_SHIFT": "1d"}, "LEYIBAN_TIME_SHIFT"),
        ({"LEYIBAN_PUBLIC_URL": "http://zwfw.example.cn"}, "LEYIBAN_PUBLIC_URL"),
        ({"LEYIBAN_IDENTITY_PROVIDER_URL": "http://127.0.0.1:8010/oidc"}, "IDENTITY_PROVIDER_URL"),
        ({"DATABASE_URL": "postgresql://db/leyiban"}, "DATABASE_URL would cross the network"),
        ({"DATABASE_URL": "postgresql://db/leyiban?sslmode=require"}, "DATABASE_URL would cross"),
        ({"LEYIBAN_OWNER_DATABASE_URL": "host=10.0.0.7 dbname=leyiban"}, "LEYIBAN_OWNER_DATABASE_URL"),
        ({"LEYIBAN_OUTBOUND_SMS_URL": "http://sms.example.cn"}, "LEYIBAN_OUTBOUND_SMS_URL"),
        ({"LEYIBAN_WITNESS_URL": "http://witness.example.cn/v1"}, "LEYIBAN_WITNESS_URL"),
        ({"LEYIBAN_HOSTS": "*"}, "LEYIBAN_HOSTS"),
        ({"LEYIBAN_LOG_LEVEL": "debug"}, "LEYIBAN_LOG_LEVEL"),
    ],
)
def test_each_danger_is_named(change: dict[str, str], named: str) -> None:
    with pytest.raises(BadEnvironment, match=named):
        refuse_unsafe_start(read_environment({**_GOOD, **change}))


def test_all_dangers_are_named_together() -> None:
    with pytest.raises(BadEnvironment) as refusal:
        refuse_unsafe_start(read_environment({"LEYIBAN_ENV": "production", "LEYIBAN_TIME_SHIFT": "1d"}))
    assert str(refusal.value).count("\n  - ") == 4
