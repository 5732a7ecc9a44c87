"""What every page of the workbench has: a right, the channel it writes under, and its menu."""

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.kernel.actors import Actor, Channel, Role
from leyiban.kernel.rights import Right, post
from leyiban.web.edge import View, Visit, page
from leyiban.web.parts.workbench import MenuEntry
from leyiban.web.wording import gettext

P = ParamSpec("P")

HANDLING: Final = (Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER)
HANDLES: Final = post(*HANDLING)
SUPERVISES: Final = post(Role.SUPERVISOR, Role.LEADER)
LOOKS: Final = post(*HANDLING, Role.SUPERVISOR, Role.LEADER)
ADMINISTERS: Final = post(Role.ADMINISTRATOR)
AT_WINDOW: Final = post(Role.WINDOW_CLERK)
READS_CASES: Final = post(*HANDLING, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
PUBLISHES: Final = post(Role.DECIDER, Role.SUPERVISOR, Role.AUDITOR)
AUDITS: Final = post(Role.AUDITOR)
ANSWERS: Final = post(Role.DECIDER)


def at_desk(
    right: Right, *methods: str, channel: Channel = Channel.WORKBENCH
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page of the workbench; what it writes carries its channel on the ledger and on papers."""
    return page(right, *methods, channel=channel)


def show(
    visit: Visit, template: str, context: Mapping[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Draw a page with the menu; ``here`` names the entry that it belongs to."""
    return visit.show(
        template, {"menu": menu_of(visit.actor, here), **context}, status=status, search_box=False
    )


def menu_of(actor: Actor, here: str) -> tuple[MenuEntry, ...]:
    """One level, and only what the actor's posts open."""
    entries = (
        ("list", gettext("待办"), "web:workbench", HANDLES),
        ("counter", gettext("窗口收件"), "web:counter", AT_WINDOW),
        ("notes", gettext("查备注"), "web:workbench_note_search", HANDLES),
        ("messages", gettext("没送到的短信"), "web:workbench_messages", HANDLES),
        ("publicity", gettext("双公示"), "web:workbench_publicity", PUBLISHES),
        ("ending", gettext("快到期的证照"), "web:workbench_ending", HANDLES),
        ("receipts", gettext("收到时间"), "web:workbench_receipts", ANSWERS),
        ("bars", gettext("申请限制"), "web:workbench_bars", ANSWERS),
        ("hearings", gettext("听证"), "web:workbench_hearings", HANDLES),
        ("green", gettext("绿色通道"), "web:workbench_green", ANSWERS),
        ("samples", gettext("审计抽查"), "web:workbench_samples", AUDITS),
        ("looks", gettext("查看记录"), "web:workbench_looks", AUDITS),
        ("watch", gettext("临期超期"), "web:workbench_watch", SUPERVISES),
        ("supervision", gettext("监察督办"), "web:workbench_supervision", LOOKS),
        ("report", gettext("日报"), "web:workbench_report", SUPERVISES),
        ("admin", gettext("城市包和事项"), "web:admin", ADMINISTERS),
        ("province", gettext("省级平台"), "web:admin_province", ADMINISTERS),
    )
    return tuple(
        MenuEntry(name=name, link=reverse(address), here=key == here)
        for key, name, address, right in entries
        if right.held_by(actor)
    )
