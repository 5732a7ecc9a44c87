"""Fewer papers and steps than before, in sentences (M3.3, M3.4)."""

from leyiban.catalogue.rulefile.reduction import Count, Reduction
from leyiban.web.portal.guide_shown import Pair, Saving
from leyiban.web.wording import as_written, gettext


def savings_of(found: Reduction | None) -> tuple[Saving, ...]:
    """Papers, then steps; nothing where the city says nothing of before."""
    if found is None:
        return ()
    return (_saving(_papers_told(found.papers), found.papers), _saving(_steps_told(found.steps), found.steps))


def _saving(told: str, count: Count) -> Saving:
    return Saving(
        told=told,
        gone=tuple(Pair(name=gone.name, value=gone.how.words) for gone in count.gone),
        source=as_written(count.source),
    )


def _papers_told(count: Count) -> str:
    parts = {"before": count.before, "now": count.now, "saved": abs(count.saved)}
    if count.saved > 0:
        return gettext("材料以前最多%(before)s样,现在最多交%(now)s样,少%(saved)s样。") % parts
    if count.saved < 0:
        return gettext("材料以前最多%(before)s样,现在最多交%(now)s样,多%(saved)s样。") % parts
    return gettext("材料以前最多%(before)s样,现在也是。") % parts


def _steps_told(count: Count) -> str:
    parts = {"before": count.before, "now": count.now, "saved": abs(count.saved)}
    if count.saved > 0:
        return gettext("以前走%(before)s步,现在走%(now)s步,少%(saved)s步。") % parts
    if count.saved < 0:
        return gettext("以前走%(before)s步,现在走%(now)s步,多%(saved)s步。") % parts
    return gettext("以前走%(before)s步,现在也是。") % parts
