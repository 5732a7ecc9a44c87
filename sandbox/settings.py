"""What one run of the sandbox is told."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
INVENTED = HERE / "data" / "register.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``state`` is the only directory written to. ``public_url`` has no slash at its end."""

    state: Path
    public_url: str
    api_key: str = "sandbox-key"
    register: Path = INVENTED
    oidc_client_id: str = "leyiban"
    oidc_client_secret: str = "sandbox-secret"  # noqa: S105 (known to everybody: every person here is invented)
    oidc_algorithm: str = "RS256"
    delivery: timedelta = timedelta(milliseconds=300)
