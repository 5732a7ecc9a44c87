"""What ``leyiban doctor`` asks about seals."""

import datetime as dt
from typing import Final

from leyiban.kernel.upkeep import Finding, fail, health_check, ok, warn
from leyiban.seals.authority.certificates import from_pem
from leyiban.seals.keystore import configured_key_store
from leyiban.seals.life import State
from leyiban.seals.models import Authority, ESeal

_SOON: Final = dt.timedelta(days=60)


@health_check("seals.keys")
def keys_are_in_their_store(*, now: dt.datetime) -> Finding:
    store = configured_key_store()
    needed = [*Authority.objects.values_list("key_id", flat=True)]
    for pair in ESeal.objects.filter(state=State.ACTIVE).values_list("key_id", "sm2_key_id"):
        needed.extend(pair)
    missing = [key_id for key_id in needed if not store.has(key_id)]
    if missing:
        return fail(
            f"{len(missing)} of {len(needed)} keys are not in the key store, first {missing[0]}.",
            "Bring the key folder back from its own backup; a database backup never holds keys.",
        )
    return ok(f"{len(needed)} keys are in the key store")


@health_check("seals.certificates")
def certificates_are_valid(*, now: dt.datetime) -> Finding:
    active = ESeal.objects.filter(state=State.ACTIVE).order_by("pk")
    ends = {seal: from_pem(seal.certificate).not_valid_after_utc for seal in active}
    if over := [seal for seal, end in ends.items() if end <= now]:
        return fail(f"The certificate of {over[0]} has ended.", "Make a new seal and replace this one.")
    if soon := [seal for seal, end in ends.items() if end <= now + _SOON]:
        return warn(
            f"The certificate of {soon[0]} ends on {ends[soon[0]]:%Y-%m-%d}.", "Apply for its successor now."
        )
    return ok(f"{len(ends)} active seals have valid certificates")
