"""Which worker a test goes to: a file stays together, and so do all files that look at the running city.

Every worker that meets such a file would start a city of its own: programs that go on until its end.
"""

from functools import cache

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.support.environment import REPOSITORY

_LIVE = "files that look at the running city"


class FilesAndTheLivingCity(LoadFileScheduling):
    """``--dist loadfile``, in which the files of the running city are one unit of work."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return _LIVE if _names_the_city(file) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndTheLivingCity | None:
    """For ``--dist loadfile`` only; xdist knows the others itself."""
    return FilesAndTheLivingCity(config, log) if config.getvalue("dist") == "loadfile" else None


@cache
def _names_the_city(file: str) -> bool:
    # The one who hands out work collects no tests, only their names: it reads the file for the fixture's.
    return "live_city" in (REPOSITORY / file).read_text("utf-8")
