"""The numbers by which people are handled, read from the dated rules of the city (law has dates).

Each field is the rule ``people.<field>``; a city changes it by a row with a date, not by a program.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from leyiban.kernel.lawbook.queries import book, region_chain

Policy = TypeVar("Policy", "SignInPolicy", "MandatePolicy", "PostPolicy", "RecoveryPolicy", "SystemPolicy")
PREFIX = "people."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPolicy:
    """``identity-and-codes`` §4 for the codes; the rest is a design decision of this platform.

    Units are in the names; ``codes_per_origin_per_hour`` counts the codes asked for from one address.
    """

    code_digits: int
    code_minutes: int
    code_pause_seconds: int
    codes_per_day: int
    code_wrong_tries: int
    codes_per_origin_per_hour: int
    idle_minutes_citizen: int
    idle_minutes_staff: int
    longest_session_hours: int
    token_days: int
    start_password_hours: int
    parked_form_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatePolicy:
    mandate_longest_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPolicy:
    post_unused_days: int
    break_glass_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPolicy:
    """``phone_change_wait_hours``: how long a new phone waits that nothing but the old one or a password asks for.
    ``face_check_minutes``: how long a passed face check counts in the session that ordered it."""

    phone_change_wait_hours: int
    face_check_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPolicy:
    """How long what other systems hold of a sign-in is good for."""

    system_code_seconds: int
    system_id_token_minutes: int
    system_access_minutes: int
    system_longest_days: int
    system_former_secret_days: int


def sign_in_policy(*, on: dt.date, region: str) -> SignInPolicy:
    return _read(SignInPolicy, on, region)


def mandate_policy(*, on: dt.date, region: str) -> MandatePolicy:
    return _read(MandatePolicy, on, region)


def post_policy(*, on: dt.date, region: str) -> PostPolicy:
    return _read(PostPolicy, on, region)


def recovery_policy(*, on: dt.date, region: str) -> RecoveryPolicy:
    return _read(RecoveryPolicy, on, region)


def system_policy(*, on: dt.date, region: str) -> SystemPolicy:
    return _read(SystemPolicy, on, region)


def _read(policy: type[Policy], on: dt.date, region: str) -> Policy:
    """Two queries at most.

    Raises:
        RuleUnknown: neither the city nor the nation states one of the rules for this day.
    """
    rules, regions = book(), region_chain(region)
    values = {
        field.name: int(rules.rule(PREFIX + field.name, on=on, regions=regions).value)
        for field in dataclasses.fields(policy)
    }
    return policy(**values)
