"""What a form of the workbench refuses before it asks the domain."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class TickedAndAccepted(Refusal):
    """Somebody ticked what must be put right, and then pressed the other button."""

    code = "ticked_and_accepted"
    kind = Kind.CONFLICT
    message = _("您勾了问题,又按了受理。要受理请先取消勾选。")
