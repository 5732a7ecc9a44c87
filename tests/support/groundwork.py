"""A story that is told once for a file: each of its tests begins at the story's end, in a clone of its own.

A file whose tests all need, say, a granted case with its sealed papers defines the fixture ``groundwork``::

    @pytest.fixture(scope="module")
    def groundwork(lay_ground: LayGround) -> Iterator[Groundwork]:
        with lay_ground(granted) as ground:
            yield ground

What the story gives back are keys of rows and no rows, so that a test that changes one changes nobody else's.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tests.support import database


@dataclass(frozen=True, slots=True)
class Groundwork:
    """``database`` is cloned for each test; ``heads`` is the story's file of signed heads, ``told`` what it gave back."""

    database: str
    heads: Path
    told: Any

    def bring_heads(self, file: Path) -> None:
        """Copy the story's heads, if it published any, to where a test's are."""
        if self.heads.exists():
            shutil.copy(self.heads, file)


LayGround = Callable[[Callable[[], Any]], AbstractContextManager[Groundwork]]


@pytest.fixture(scope="module")
def lay_ground(
    database_server: database.Server,
    database_template: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> LayGround:
    """``lay_ground(story)`` runs the story in a database of its own and keeps that for the block."""

    @contextlib.contextmanager
    def laid(story: Callable[[], Any]) -> Iterator[Groundwork]:
        heads = tmp_path_factory.mktemp("groundwork") / "heads.jsonl"
        with database_server.clone_of(database_template) as name:
            with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
                patch.setattr(settings, "LEDGER_HEADS_FILE", heads)
                database.point_at(name)
                told = story()
                connections.close_all()  # nobody may be in a database that is cloned
            yield Groundwork(name, heads, told)

    return laid
