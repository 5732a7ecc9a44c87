"""All joins that run by the day, imported here so that autodiscovery finds them."""

from leyiban.joins import closed_day_binds_access_log, ending_licence_is_told

__all__ = ["closed_day_binds_access_log", "ending_licence_is_told"]
