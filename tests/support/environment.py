"""The suite's own surroundings: nothing of the developer's shell or laptop reaches a test."""

import datetime as dt
import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
VAR_DIR = REPOSITORY / "var" / "test"

# A Monday morning in a year whose calendar is known: 2026-03-09 09:30 in China. Tests live then, whatever
# the machine's clock says, so that they still pass in a year whose holidays nobody has announced.
NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
CITY_LOADED_AT = NOW - dt.timedelta(days=7)  # so that its certificates are valid in the tests


def shift_to(moment: dt.datetime) -> str:
    """The ``LEYIBAN_TIME_SHIFT`` with which a process that starts now believes that it is ``moment``."""
    minutes = round((moment - dt.datetime.now(dt.UTC)).total_seconds() / 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes)}m"


def isolate() -> None:
    """Replace whatever Leyiban would read from the environment. Called before Django is configured."""
    for name in list(os.environ):
        if name.startswith(("LEYIBAN_", "DATABASE_URL")):
            del os.environ[name]
    # The suite starts many processes of ours; compiled modules load in a third of the time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["LEYIBAN_ENV"] = "test"
    os.environ["LEYIBAN_VAR_DIR"] = str(VAR_DIR)
    # One connection for one test, so that a test's clone of the database can be swapped under it.
    os.environ["LEYIBAN_DATABASE_POOL"] = "0"
    os.environ["LEYIBAN_LOG_LEVEL"] = "WARNING"
    # Nobody answers there: a test that wants the sandbox starts its own (tests.support.street, live_city).
    os.environ["LEYIBAN_SANDBOX_URL"] = "http://127.0.0.1:9"
    os.environ["DJANGO_SETTINGS_MODULE"] = "leyiban.config.settings"
