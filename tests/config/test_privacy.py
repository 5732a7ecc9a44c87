"""Every field of every table says whether it is personal, how long it is kept and how it goes."""

import csv
from pathlib import Path

from django.apps import apps

from leyiban.kernel.privacy.classification import Erase, personal_fields

RULES = Path(__file__).parents[2] / "cities" / "leshan" / "rules.csv"


def test_no_model_is_unclassified() -> None:
    models = apps.get_models(include_auto_created=True)
    assert [model._meta.label for model in models if personal_fields(model) is None] == []
    assert len(models) > 60


def test_every_retention_is_a_dated_rule_of_the_city() -> None:
    with RULES.open(encoding="utf-8") as handle:
        rows = csv.DictReader(line for line in handle if not line.startswith("#"))
        known = {row["key"] for row in rows}
    named = {
        f"retention.{personal.retention}"
        for model in apps.get_models()
        for personal in (personal_fields(model) or {}).values()
        if personal.erase is not Erase.KEEP
    }
    assert named <= known, sorted(named - known)
