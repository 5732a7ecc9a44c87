"""Several programs share one embedded server; the last to leave stops it, unless it is to stay up."""

import contextlib
from collections.abc import Iterator

from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.locks import opened, share, try_alone


@contextlib.contextmanager
def lease(cluster: Cluster) -> Iterator[None]:
    """Have the server running for the length of the block.

    Raises:
        ClusterFailure: it does not start.
    """
    cluster.places.control.mkdir(parents=True, exist_ok=True)
    with opened(cluster.places.users_lock) as users:
        share(users)
        cluster.ensure_running()
        try:
            yield
        finally:
            if try_alone(users) and not cluster.places.pinned.exists():
                cluster.stop()


def pin(cluster: Cluster) -> bool:
    """Start the server and keep it up with nobody using it; returns whether it had to be started.

    Raises:
        ClusterFailure: it does not start.
    """
    started = cluster.ensure_running()
    cluster.places.pinned.touch()
    return started


def unpin(cluster: Cluster) -> bool:
    """Let the server go; it stops now unless programs still use it. Returns whether it is stopped.

    Raises:
        ClusterFailure: it does not stop.
    """
    cluster.places.pinned.unlink(missing_ok=True)
    if not cluster.places.control.exists():
        return True
    with opened(cluster.places.users_lock) as users:
        if not try_alone(users):
            return False
        cluster.stop()
    return True
