"""The three roles the program has in the database, and nothing more than each needs.

``owner`` creates and changes tables and is used by ``leyiban db`` only; ``app`` runs the program and cannot
change a table's shape; ``sequencer`` alone gives ledger entries their positions. Which tables each may
touch is written in the migrations of the app that owns the table.
"""

from enum import StrEnum


class DatabaseRole(StrEnum):
    """The value is the role's name in PostgreSQL."""

    OWNER = "leyiban_owner"
    APP = "leyiban_app"
    SEQUENCER = "leyiban_sequencer"

    @property
    def secret(self) -> str:
        """The name of its password in the secret store."""
        return f"database_{self.name.lower()}"

    @property
    def alias(self) -> str:
        """Its name in Django's ``DATABASES``."""
        return "default" if self is DatabaseRole.APP else self.name.lower()
