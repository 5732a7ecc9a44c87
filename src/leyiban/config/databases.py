"""Django's ``DATABASES``: one alias per role, from the embedded cluster or from the given addresses."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from leyiban.config.embedded.places import DATABASE, PORT, Places
from leyiban.config.environment import Environment
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import SecretStore

_POOL_PATIENCE = 10.0  # seconds a request waits for a connection before it answers "busy"
_NAMED_SEPARATELY = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

# A forgotten transaction must not hold back vacuum, and a migration must not queue everyone behind it.
_SESSION = {
    DatabaseRole.APP: "-c statement_timeout=60s -c idle_in_transaction_session_timeout=300s",
    DatabaseRole.SEQUENCER: "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s",
    DatabaseRole.OWNER: "-c lock_timeout=5s",
}
# The same few statements come thousands of times: their plans are kept by the server from the fifth time on.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def databases(environment: Environment, store: SecretStore) -> dict[str, dict[str, Any]]:
    """The aliases this process may use: ``default`` always, ``owner`` and ``sequencer`` when it has them."""
    return {
        role.alias: _alias(role, found, environment.pool_size)
        for role in (DatabaseRole.APP, DatabaseRole.OWNER, DatabaseRole.SEQUENCER)
        if (found := address(role, environment, store)) is not None
    }


def address(role: DatabaseRole, environment: Environment, store: SecretStore) -> dict[str, str] | None:
    """Connection parameters as libpq names them, or None when this process was not given the role."""
    if environment.embedded:
        return {
            "dbname": DATABASE,
            "user": role.value,
            "password": store.read(role.secret),
            "host": str(Places(environment.var_dir).socket_directory),
            "port": str(PORT),
        }
    url = {
        DatabaseRole.APP: environment.database_url,
        DatabaseRole.OWNER: environment.owner_url,
        DatabaseRole.SEQUENCER: environment.sequencer_url,
    }[role]
    return None if url is None else {key: str(value) for key, value in conninfo_to_dict(url).items()}


def _alias(role: DatabaseRole, found: dict[str, str], pool_size: int) -> dict[str, Any]:
    separate = {theirs: found[ours] for ours, theirs in _NAMED_SEPARATELY.items() if ours in found}
    options: dict[str, Any] = {key: value for key, value in found.items() if key not in _NAMED_SEPARATELY}
    options["options"] = " ".join(filter(None, [_SESSION[role], found.get("options")]))
    options.setdefault("application_name", f"leyiban {role.alias}")
    if role is DatabaseRole.APP:
        options |= _PREPARED
    if role is DatabaseRole.APP and pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": _POOL_PATIENCE}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **separate,
    }
