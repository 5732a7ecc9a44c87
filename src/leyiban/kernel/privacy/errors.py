"""What can lawfully go wrong with keys."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class RotateBoth(Refusal):
    code = "rotate_both"
    kind = Kind.CONFLICT
    message = _("digest_keys 换了新钥匙,field_keys 也要换一把,再重新开始。")


class KeyStillNeeded(Refusal):
    code = "key_still_needed"
    kind = Kind.CONFLICT
    message = _("钥匙“{key}”还有用,不能销毁。请先看 leyiban people keys。")
