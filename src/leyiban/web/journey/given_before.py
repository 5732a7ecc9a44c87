"""What was given before, in words: what it is, where and when it was given, and how far it was checked."""

import datetime as dt
from collections.abc import Mapping, Sequence

from leyiban.cases.queries import ReusablePaper
from leyiban.credentials.models import Licence
from leyiban.kernel.papers.models import Trust
from leyiban.web import formats
from leyiban.web.wording import gettext

Offer = tuple[str, str]
"""The value that a button sends, and what it says."""


def offers(
    *,
    licences: Mapping[str, Sequence[Licence]],
    papers: Mapping[str, Sequence[ReusablePaper]],
    now: dt.datetime,
) -> dict[str, tuple[Offer, ...]]:
    """Per slot: the licences first, because nobody needs to hold them against an original; then the newest."""
    return {
        slot: (
            *((f"licence:{each.identifier}", _licence(each, now)) for each in licences.get(slot, ())),
            *((f"paper:{each.link.pk}", _paper(each, now)) for each in papers.get(slot, ())),
        )
        for slot in {*licences, *papers}
    }


def _licence(licence: Licence, now: dt.datetime) -> str:
    told = {"name": f"{licence.name}{licence.number}", "day": formats.day(licence.issued_on, now)}
    return gettext("您的%(name)s,%(day)s发的,现在有效") % told


def _paper(paper: ReusablePaper, now: dt.datetime) -> str:
    told = {"day": formats.day(paper.link.given_at, now), "case": paper.title}
    if paper.link.trust == Trust.B:
        return gettext("%(day)s办%(case)s时交的,窗口核对过原件") % told
    return gettext("%(day)s办%(case)s时交的") % told
