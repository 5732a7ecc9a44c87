"""What can lawfully go wrong with the question after a withdrawal."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class VoiceGone(Refusal):
    code = "voice_gone"
    kind = Kind.NOT_FOUND
    message = _("没有这个问题,或不是问您的。请回“我的办件”看。")


class VoiceGiven(Refusal):
    """It was answered before, and otherwise."""

    code = "voice_given"
    kind = Kind.CONFLICT
    message = _("您已经回答过了,不能再改。有新情况请打投诉电话。")


class VoiceOver(Refusal):
    code = "voice_over"
    kind = Kind.CONFLICT
    message = _("回答的日子过了。有情况请打投诉电话。")
