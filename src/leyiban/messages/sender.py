"""In whose name a message goes out: the city's sign, phone, quiet hours and own words, by dated rules.

Rules (city pack): ``message.sign`` 乐山政务 · ``message.phone`` the city's service phone ·
``message.quiet_from``, ``message.quiet_until`` ``HH:MM`` · optionally ``message.wording.<template>``, a
city's own words.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.lawbook.models import RuleLine
from leyiban.kernel.lawbook.queries import Region, book, region_chain
from leyiban.messages.quiet import QuietHours
from leyiban.messages.templates import all_templates

SIGN, PHONE = "message.sign", "message.phone"
QUIET_FROM, QUIET_UNTIL = "message.quiet_from", "message.quiet_until"
WORDING = "message.wording."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """``wording`` holds the city's own words for templates, where it has any."""

    sign: str
    phone: str
    quiet: QuietHours
    wording: Mapping[str, str] = field(default_factory=dict)


def home_region() -> str:
    """Where somebody is told who has no matter in any place yet: the first region whose pack says who signs.

    Raises:
        RuleUnknown: no pack does.
    """
    found = (
        RuleLine.objects.filter(key=SIGN, item="").order_by("region").values_list("region", flat=True).first()
    )
    if found is None:
        raise RuleUnknown(key=SIGN, on="", region="")
    return found


def sender_of(region: Region, *, on: dt.date) -> Sender:
    """The sender for a region on a day.

    Raises:
        RuleUnknown: the city's pack does not say who signs.
    """
    rules, regions = book(), region_chain(region)

    def word(key: str) -> str:
        return str(rules.rule(key, on=on, regions=regions).value)

    wording = {}
    for template in all_templates():
        try:
            wording[template.key] = word(WORDING + template.key)
        except RuleUnknown:
            continue
    return Sender(
        sign=word(SIGN),
        phone=word(PHONE),
        quiet=QuietHours.of(word(QUIET_FROM), word(QUIET_UNTIL)),
        wording=wording,
    )
