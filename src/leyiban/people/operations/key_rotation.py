"""After a key was rotated: everything sealed is sealed again, and people are found under the new digests."""

from collections.abc import Callable

from leyiban.kernel.privacy.resealing import Digests, reseal
from leyiban.people.models import Account, Party, PhoneCode
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN
from leyiban.people.operations.second_factor import reseal_second_factors

_DIGESTS: Digests = {
    (Account, "phone"): ("phone_digest", PHONE_DOMAIN),
    (Party, "phone"): ("phone_digest", PHONE_DOMAIN),
    (Party, "id_number"): ("id_digest", ID_NUMBER_DOMAIN),
    (PhoneCode, "phone"): ("phone_digest", PHONE_DOMAIN),
}


def reseal_numbers(*, batch: int = 500, progress: Callable[[int], None] | None = None) -> int:
    """Bring every sealed value of every domain, every digest of people and every second factor under the
    current keys, each bound to its own row. Returns how many rows changed.

    Runs while the platform serves; it can be stopped and started again at any point.
    """
    return reseal(digests=_DIGESTS, batch=batch, progress=progress) + reseal_second_factors()
