"""Where an embedded cluster keeps its things. Pure: looks at nothing, creates nothing."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

DATABASE = "leyiban"
PORT = 5432  # names the socket file; nothing listens on TCP


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of the cluster that belongs to ``var_dir``."""

    var_dir: Path

    @property
    def control(self) -> Path:
        """Locks and marks that several processes share; on our side, never the server's."""
        return self.var_dir / "database"

    @property
    def preferred_data(self) -> Path:
        """The data directory, if the server's user can reach it there (see ``cluster.data_directory``)."""
        return self.control / "data"

    @property
    def pointer(self) -> Path:
        """Names the data directory when it had to go elsewhere."""
        return self.control / "data.location"

    @property
    def start_lock(self) -> Path:
        return self.control / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the cluster; whoever is last stops it."""
        return self.control / "users.lock"

    @property
    def prepared(self) -> Path:
        """The process id of the server whose roles and rights were last set to the end."""
        return self.control / "prepared"

    @property
    def pinned(self) -> Path:
        """Present while an operator wants the cluster to stay up with nobody using it."""
        return self.control / "pinned"

    @property
    def log(self) -> Path:
        return self.var_dir / "log" / "database.log"

    @property
    def socket_directory(self) -> Path:
        """Short, because a socket's path may hold 107 bytes and a checkout may lie deep."""
        digest = hashlib.blake2b(str(self.var_dir).encode(), digest_size=6).hexdigest()
        return Path(tempfile.gettempdir()) / f"leyiban-{digest}"
