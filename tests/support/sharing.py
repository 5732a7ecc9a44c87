"""Which worker a test goes to: a file stays together, and so do all files that look at the running city.

Every worker that meets such a file would start a city of its own: four programs that go on until its end.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

_LIVE = "live"


class FilesAndTheLivingCity(LoadGroupScheduling):
    """Like ``--dist loadfile``, but what is marked as one group is one unit of work across files."""

    def _split_scope(self, nodeid: str) -> str:
        group: str = super()._split_scope(nodeid)
        return group.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndTheLivingCity | None:
    """Only ``--dist loadgroup`` is asked to keep groups."""
    return FilesAndTheLivingCity(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(tryfirst=True)  # before xdist writes the group into a test's name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whole files, so that none is torn apart."""
    live = {item.path for item in items if "live_city" in getattr(item, "fixturenames", ())}
    for item in items:
        if item.path in live:
            item.add_marker(pytest.mark.xdist_group(_LIVE))
