"""What can be wrong with a file that someone hands in. Every sentence says what to do instead."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class PaperTooLarge(Refusal):
    """More bytes than this place takes; found while the bytes come in, nothing is kept."""

    code = "paper_too_large"
    kind = Kind.TOO_LARGE
    message = _("这个文件超过{most},没有收下。拍照时选小一点的尺寸,或分成几个文件再传。")


class EmptyPaper(Refusal):
    code = "paper_empty"
    message = _("这个文件是空的,没有内容。请重新选一个文件。")


class KindNotTaken(Refusal):
    """The content is of a kind that this place does not take, whatever the name says."""

    code = "paper_kind_not_taken"
    message = _("这是{found},这里收{taken}。请换成其中一种再传,也可以直接拍照。")


class NotWhatItsNameSays(Refusal):
    code = "paper_not_what_its_name_says"
    message = _("文件名写的是{named},打开却是{found}。请确认选对了文件,改好名字再传。")


class PaperBroken(Refusal):
    code = "paper_broken"
    message = _("这个文件打不开,可能没有传完整。请在您的设备上打开看一下,再传一次。")


class PaperLocked(Refusal):
    code = "paper_locked"
    message = _("这份文件设了密码,我们打不开。请去掉密码再传,或打印后拍照。")


class PaperActs(Refusal):
    """A document with scripts, launch actions, macros, or embedded programs."""

    code = "paper_acts"
    message = _("这份文件里带有会自动运行的内容,为了安全没有收。请“打印”成一份新的PDF再传,或拍照。")


class PaperDoubleNatured(Refusal):
    """A file that reads as two kinds at once (polyglot)."""

    code = "paper_double_natured"
    message = _("这个文件里还藏着另一个文件,为了安全没有收。请重新扫描或拍照再传。")


class PaperExpands(Refusal):
    """Small on the outside, huge inside: a decompression, archive or pixel bomb."""

    code = "paper_expands"
    kind = Kind.TOO_LARGE
    message = _("这个文件打开后太大,没有收下。请把图片改小,或只传需要的几页。")


class TooManyPages(Refusal):
    code = "paper_too_many_pages"
    kind = Kind.TOO_LARGE
    message = _("这份文件有{pages}页,这里最多收{most}页。请只传需要的几页。")


class PaperInfected(Refusal):
    code = "paper_infected"
    message = _("安全检查说这个文件带有病毒,没有收下。请先给您的设备杀毒,再换一个文件。")


class ScannerUnavailable(Refusal):
    code = "paper_scanner_unavailable"
    kind = Kind.UNAVAILABLE
    message = _("现在没法做安全检查,这个文件还没收下,前面填的都在。请过几分钟再传。")


class StorageFull(Refusal):
    """No room left on the disk; nothing half written stays."""

    code = "paper_storage_full"
    kind = Kind.UNAVAILABLE
    message = _("我们这边存文件的地方满了,这个文件没存上,前面填的都在。请过一会儿再传,或打电话告诉我们。")


class StorageUnavailable(Refusal):
    code = "paper_storage_unavailable"
    kind = Kind.UNAVAILABLE
    message = _("现在取不到文件,您的文件还在。请过几分钟再试。")


class PaperNotFound(NotFound):
    code = "paper_not_found"
    message = _("没有找到这份文件。它可能已经按期限清理了。")


class NoPageImage(Refusal):
    """The kind has no pictures of its pages (OFD), or the page does not exist."""

    code = "paper_no_page_image"
    kind = Kind.NOT_FOUND
    message = _("这份文件不能在网页里直接看。请下载后打开。")
