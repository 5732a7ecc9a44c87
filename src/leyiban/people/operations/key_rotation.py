"""After a key was rotated: seal again what an older key sealed, and digest again for searching."""

from collections.abc import Callable, Iterator

from django.db import models, transaction

from leyiban.kernel.crypto import digest_of, key_id_of
from leyiban.kernel.crypto.keys import field_keys
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, ParkedForm, Party, PhoneCode
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN

# The digest that stands beside each sealed number, and its domain.
_DIGESTS = {
    (Account, "phone"): ("phone_digest", PHONE_DOMAIN),
    (Party, "phone"): ("phone_digest", PHONE_DOMAIN),
    (Party, "id_number"): ("id_digest", ID_NUMBER_DOMAIN),
    (PhoneCode, "phone"): ("phone_digest", PHONE_DOMAIN),
}
_MODELS: tuple[type[models.Model], ...] = (Account, Party, PhoneCode, ParkedForm)


def reseal_numbers(*, batch: int = 500, progress: Callable[[int], None] | None = None) -> int:
    """Bring every sealed value and digest of people under the current keys. Returns how many rows changed.

    Runs while the platform serves; it can be stopped and started again at any point.
    """
    changed = 0
    for model in _MODELS:
        for pks in _batches(model, batch):
            changed += _reseal(model, pks)
            if progress is not None:
                progress(changed)
    return changed


def _batches(model: type[models.Model], size: int) -> Iterator[list[int]]:
    last = 0
    while True:
        rows = model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]
        pks = list(rows)
        if not pks:
            return
        yield pks
        last = pks[-1]


def _reseal(model: type[models.Model], pks: list[int]) -> int:
    sealed = [field for field in model._meta.get_fields() if isinstance(field, EncryptedText)]
    changed = 0
    with transaction.atomic():
        for row in model._default_manager.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"):
            updates = [name for field in sealed for name in _refresh(row, field)]
            if updates:
                row.save(update_fields=updates)
                changed += 1
    return changed


def _refresh(row: models.Model, field: "EncryptedText[str, str]") -> list[str]:
    """Refresh one value of a row in place; the names of the attributes that changed."""
    hidden = getattr(row, field.attname)
    if hidden is None:
        return []
    updates = []
    text = hidden.reveal()
    if key_id_of(hidden.sealed) != field_keys().current.id:
        setattr(row, field.attname, text)
        updates.append(field.attname)
    digest = _DIGESTS.get((type(row), field.name))
    if digest and getattr(row, digest[0]) != digest_of(text, domain=digest[1]):
        setattr(row, digest[0], digest_of(text, domain=digest[1]))
        updates.append(digest[0])
    return updates
