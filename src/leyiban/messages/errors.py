"""What can lawfully go wrong with messages."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class MessageNotFound(NotFound):
    """No such message, or not one that the actor may know of."""

    code = "message_not_found"
    message = _("没有找到这条消息。请回到列表再看。")


class MessageNotResendable(Refusal):
    """Only a text message that did not arrive can be sent again."""

    code = "message_not_resendable"
    kind = Kind.CONFLICT
    message = _("这条短信现在不用重发:它已送达,或还在发。")


class NoPhoneToSendTo(Refusal):
    """The person left no mobile number."""

    code = "no_phone_to_send_to"
    kind = Kind.CONFLICT
    message = _("没有留手机号,发不了短信。请打电话或当面告诉本人。")
