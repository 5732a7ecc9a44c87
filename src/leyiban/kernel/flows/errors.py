"""Why a move cannot be made."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class WrongState(Refusal):
    """The matter is not in a state from which this move is lawful."""

    code = "wrong_state"
    kind = Kind.CONFLICT
    message = _("这件事现在是“{state}”,不能“{move}”。请刷新,看看现在能办什么。")


class MoveNotAllowed(Refusal):
    """The actor has no right to this move on this matter."""

    code = "move_not_allowed"
    kind = Kind.FORBIDDEN
    message = _("“{move}”要由{who}来做。请换账号,或请他们办理。")
