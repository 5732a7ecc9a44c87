"""All joins that run by the day, imported here so that autodiscovery finds them."""

from leyiban.joins import (
    closed_day_binds_access_log,
    director_gets_daily_report,
    ending_licence_is_told,
    late_cases_are_foreseen,
)

__all__ = [
    "closed_day_binds_access_log",
    "director_gets_daily_report",
    "ending_licence_is_told",
    "late_cases_are_foreseen",
]
