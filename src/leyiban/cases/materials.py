"""Which materials a set of answers calls for, and which of them are there."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.vocabulary import Necessity
from leyiban.kernel.errors import FieldProblem


def called_for(rules: RuleFile, answers: Mapping[str, Value], *, today: dt.date) -> list[Material]:
    """The materials that these answers call for, in the order of the guide."""
    return [material for material in rules.materials if _fits(material, answers, today)]


def _fits(material: Material, answers: Mapping[str, Value], today: dt.date) -> bool:
    by_situation = all(
        answers.get(condition.situation) in condition.options for condition in material.situations
    )
    return by_situation and (material.when is None or material.when.holds(answers, today=today))


def missing(
    rules: RuleFile, answers: Mapping[str, Value], *, slots: Iterable[str], today: dt.date
) -> tuple[FieldProblem, ...]:
    """One problem per required material whose slot is empty."""
    filled = set(slots)
    return tuple(
        FieldProblem(
            f"materials.{material.key}",
            "material_missing",
            format_lazy(_("还差“{name}”。请拍照或上传。"), name=material.name.lazily()),
        )
        for material in called_for(rules, answers, today=today)
        if _is_required(material) and material.key not in filled
    )


def _is_required(material: Material) -> bool:
    """Always required, or required in just the situation that called for it."""
    is_conditional = bool(material.situations) or material.when is not None
    return material.necessity is Necessity.REQUIRED or (
        material.necessity is Necessity.CONDITIONAL and is_conditional
    )
