"""What can lawfully go wrong with seals."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class SealNotFound(NotFound):
    code = "seal_not_found"
    message = _("没有找到这枚印章。请核对单位和印章名称。")


class NoSealInForce(Refusal):
    """The agency has no active seal of this kind: none was made, or it is suspended, lost or destroyed."""

    code = "no_seal_in_force"
    kind = Kind.CONFLICT
    message = _("这个单位现在没有可用的“{seal}”,不能盖章。请先启用印章,再重做文书。")


class NoWarrant(Refusal):
    """No decision record, no seal."""

    code = "no_warrant"
    kind = Kind.FORBIDDEN
    message = _("账本上没有允许盖这个章的决定,不能盖章。请先完成受理或决定。")


class WarrantSpent(Refusal):
    """The decision has already sealed another document of this kind."""

    code = "warrant_spent"
    kind = Kind.CONFLICT
    message = _("这个决定已经盖过同样的文书,不能再盖第二份。")


class SealMoveNotLawful(Refusal):
    """The seal's life does not allow this move from where it is."""

    code = "seal_move_not_lawful"
    kind = Kind.CONFLICT
    message = _("印章现在是“{state}”,不能做这一步。请刷新后再看。")


class SecondPersonNeeded(Refusal):
    """Who applied for a seal may not approve it."""

    code = "second_person_needed"
    kind = Kind.FORBIDDEN
    message = _("申请印章的人不能自己批准。请换一位负责人来批。")


class AgencyNameNotDrawable(Refusal):
    """A character of the agency's name has no glyph; a seal must show the whole name."""

    code = "agency_name_not_drawable"
    message = _("单位名称里的“{characters}”没有字形,印章上写不出来。请改用通用的字。")


class KeyNotThere(Refusal):
    """The key store does not hold this key: the keys were not brought back after a restore?"""

    code = "seal_key_not_there"
    kind = Kind.UNAVAILABLE
    message = _("密钥库里没有密钥{key},不能签名。请把密钥备份放回密钥库。")


class NoAuthority(Refusal):
    code = "no_seal_authority"
    kind = Kind.CONFLICT
    message = _("这座城市还没有印章证书机构。请先装载城市数据。")


class TimestampUnavailable(Refusal):
    code = "timestamp_unavailable"
    kind = Kind.UNAVAILABLE
    message = _("时间戳服务没有回应,文书还没盖章,稍后会自动再试。")


class NotSealed(Refusal):
    """Not a PDF, or one without a readable signature."""

    code = "not_sealed"
    message = _("这份文件上没有电子印章,或文件已经损坏。请用从平台下载的原文件来验。")
