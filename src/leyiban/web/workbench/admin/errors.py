"""What can be wrong with an uploaded pack before anyone reads it."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class NoPackChosen(Refusal):
    code = "no_pack_chosen"
    message = _("请选一个文件夹,或上传一个压缩包。")


class NotAZip(Refusal):
    code = "pack_not_a_zip"
    message = _("这不是zip压缩包,或没有传完。请重新打包再传。")


class PackTooLarge(Refusal):
    """Too many files, too many bytes, packed or unpacked."""

    code = "pack_too_large"
    kind = Kind.TOO_LARGE
    message = _("压缩包太大,没有收下。最多{most}个文件、{megabytes}MB。")


class UnsafeName(Refusal):
    """A name that would be written outside the pack's own folder, or that is no plain file."""

    code = "pack_unsafe_name"
    message = _("压缩包里的“{name}”不能放。只能放普通文件和文件夹。")


class PackGone(Refusal):
    """The folder was checked on another machine, or long ago."""

    code = "pack_gone"
    kind = Kind.CONFLICT
    message = _("检查过的包已经清理了。请再选一次、再检查一次。")


class OtherCity(Refusal):
    """FX.3: an administrator's right ends where his area ends."""

    code = "pack_of_other_city"
    kind = Kind.CONFLICT
    message = _("这是{region}的包,不归您的岗位管。请由那里的管理员载入。")


class TextTooLong(Refusal):
    code = "rule_file_too_long"
    kind = Kind.TOO_LARGE
    message = _("规则文件太长,没有收下。最多{most}个字。")


class NothingChanged(Refusal):
    """The very text that is in force."""

    code = "rule_file_unchanged"
    kind = Kind.CONFLICT
    message = _("和现在这一版一模一样,不用发布。")
