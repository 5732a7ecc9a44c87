"""After a key was rotated: seal again what an older key sealed, and digest again for searching."""

from collections.abc import Callable, Iterator, Mapping

from django.apps import apps
from django.db import models, transaction

from leyiban.kernel.crypto import digest_of
from leyiban.kernel.privacy.fields import EncryptedText

# (model, name of a sealed field) → the digest that stands beside it, and the digest's domain.
Digests = Mapping[tuple[type[models.Model], str], tuple[str, str]]


def sealed_models() -> list[type[models.Model]]:
    """Every installed model with a sealed field, in a fixed order."""
    found = (model for model in apps.get_models() if sealed_fields(model))
    return sorted(found, key=lambda model: model._meta.label_lower)


def sealed_fields(model: type[models.Model]) -> "list[EncryptedText[str, str]]":
    return [field for field in model._meta.get_fields() if isinstance(field, EncryptedText)]


def reseal(*, digests: Digests, batch: int = 500, progress: Callable[[int], None] | None = None) -> int:
    """Bring every sealed value under the current key and into its own row, and every digest beside one under
    its current key. Returns how many rows changed.

    Runs while the platform serves; it can be stopped and started again at any point.
    """
    changed = 0
    for model in sealed_models():
        for pks in _batches(model, batch):
            changed += _reseal(model, pks, digests)
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


def _reseal(model: type[models.Model], pks: list[int], digests: Digests) -> int:
    sealed = sealed_fields(model)
    changed = 0
    with transaction.atomic():
        for row in model._default_manager.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"):
            updates = [name for field in sealed for name in _refresh(row, field, digests)]
            if updates:
                row.save(update_fields=updates)
                changed += 1
    return changed


def _refresh(row: models.Model, field: "EncryptedText[str, str]", digests: Digests) -> list[str]:
    """Refresh one value of a row in place; the names of the attributes that changed."""
    hidden = getattr(row, field.attname)
    if hidden is None:
        return []
    updates = []
    if not hidden.is_current:
        setattr(row, field.attname, hidden.reveal())
        updates.append(field.attname)
    digest = digests.get((type(row), field.name))
    if digest:
        name, domain = digest
        fresh = digest_of(hidden.reveal(), domain=domain)
        if getattr(row, name) != fresh:
            setattr(row, name, fresh)
            updates.append(name)
    return updates
