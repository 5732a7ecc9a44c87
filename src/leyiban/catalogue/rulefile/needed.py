"""Which materials this applicant must hand in, by his answers."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.terms import Fee
from leyiban.catalogue.vocabulary import Necessity
from leyiban.kernel.errors import FieldProblem


@dataclass(frozen=True, slots=True)
class NeededMaterial:
    """``now``: without it the application is not complete. Otherwise it may follow later (容缺)."""

    material: Material
    now: bool


def needed_materials(
    rulefile: RuleFile, values: Mapping[str, Value], *, today: dt.date
) -> tuple[NeededMaterial, ...]:
    """In the order of the guide. ``values`` are clean answers; a question not answered selects nothing."""
    return tuple(
        NeededMaterial(material=material, now=material.necessity is not Necessity.MAY_BE_LATE)
        for material in rulefile.materials
        if is_needed(material, values, today=today)
    )


def is_needed(material: Material, values: Mapping[str, Value], *, today: dt.date) -> bool:
    fits = all(values.get(answer.situation) in answer.options for answer in material.situations)
    return fits and (material.when is None or material.when.holds(values, today=today))


def fees_due(rulefile: RuleFile, values: Mapping[str, Value], *, today: dt.date) -> tuple[Fee, ...]:
    """The fees that an applicant with these clean answers pays, in the order of the file."""
    return tuple(
        fee for fee in rulefile.fees.items if fee.when is None or fee.when.holds(values, today=today)
    )


def missing_materials(
    rulefile: RuleFile, values: Mapping[str, Value], given: Collection[str], *, today: dt.date
) -> tuple[FieldProblem, ...]:
    """One problem (``materials.<key>``) for each material that must be there now and is not in ``given``."""
    return tuple(
        FieldProblem(
            f"materials.{needed.material.key}",
            "required",
            format_lazy(_("还差:{name}"), name=needed.material.name.lazily()),
        )
        for needed in needed_materials(rulefile, values, today=today)
        if needed.now and needed.material.key not in given
    )
