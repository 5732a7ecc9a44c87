"""What can lawfully go wrong with a bar (R14)."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class ApplicationBarred(Refusal):
    """R14 [law: ALL art. 78, 79]: says why, from what, and until when."""

    code = "application_barred"
    kind = Kind.CONFLICT
    message = _(
        "{party}到{until}为止不能再申请“{licence}”。原因:{ground}(办件{source})。不服的,登录后在“申请限制”里提异议。"
    )


class BarGone(Refusal):
    code = "bar_gone"
    kind = Kind.NOT_FOUND
    message = _("没有这条申请限制,或您不能看。")


class ObjectionNeedsWords(Refusal):
    code = "bar_objection_needs_words"
    message = _("请写哪里不对,为什么。")


class ObjectedBefore(Refusal):
    """One objection; after its answer the ways of the law are open."""

    code = "bar_objected_before"
    kind = Kind.CONFLICT
    message = _("异议已提过一次。对答复还不服,可以申请复议或起诉。")
