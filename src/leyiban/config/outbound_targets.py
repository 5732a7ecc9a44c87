"""Where the services are that the house calls. Outside production the sandbox answers for all of them."""

from leyiban.config.environment import Environment, Mode, variable_or_file
from leyiban.kernel.outbound.targets import Target

SERVICES = ("sms", "identity", "province")
_SANDBOX_KEY = "sandbox-key"  # known to everybody: nothing real stands behind it


def outbound_targets(environment: Environment) -> dict[str, Target]:
    """By service: ``LEYIBAN_OUTBOUND_SMS_URL`` and ``LEYIBAN_OUTBOUND_SMS_TOKEN`` (or ``…_TOKEN_FILE``).

    A service without an address is left out in production: its calls wait, and ``doctor`` says so.
    Citizens' numbers never go to a sandbox by default.
    """
    found = {name: _target(name, environment) for name in SERVICES}
    return {name: target for name, target in found.items() if target is not None}


def _target(name: str, environment: Environment) -> Target | None:
    variable = f"LEYIBAN_OUTBOUND_{name.upper()}"
    url = environment.variables.get(f"{variable}_URL")
    if url:
        return Target(url.rstrip("/"), variable_or_file(environment.variables, f"{variable}_TOKEN") or "")
    if environment.mode is Mode.PRODUCTION:
        return None
    return Target(f"{environment.sandbox_url}/{name}", _SANDBOX_KEY)
