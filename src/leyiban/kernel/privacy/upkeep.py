"""After a restore, what was erased is erased again; and whether everything sealed is sealed as it should be."""

import datetime as dt

from django.db import models

from leyiban.kernel.privacy.erasure import erase_again
from leyiban.kernel.privacy.parts import sealed_fields, sealed_models
from leyiban.kernel.upkeep import Finding, after_restore, health_check, ok, warn

_OLDEST_SAMPLE = 200  # rows of each table whose seals the doctor looks at


@after_restore("privacy.erasures")
def erasures(*, now: dt.datetime) -> str:
    """Carry out the journal that lies outside the database."""
    return f"{erase_again(now=now)} erasures applied again"


@health_check("privacy.seals")
def seals(*, now: dt.datetime) -> Finding:
    """Whether sealed values are bound to their rows and to the current key, table by table."""
    behind = [
        model._meta.label_lower
        for model in sealed_models()
        for field in sealed_fields(model)
        if not _is_current(model, field.attname)
    ]
    if behind:
        return warn(
            f"values of {', '.join(sorted(set(behind)))} are sealed by an older key, or not for their row alone",
            "Run leyiban people reseal; then leyiban people keys says which keys may go.",
        )
    return ok("sealed values are bound to their rows and the current key")


def _is_current(model: type[models.Model], name: str) -> bool:
    oldest = (
        model._default_manager.only(name).filter(**{f"{name}__isnull": False}).order_by("pk")[:_OLDEST_SAMPLE]
    )
    return all(getattr(row, name).is_current for row in oldest)
