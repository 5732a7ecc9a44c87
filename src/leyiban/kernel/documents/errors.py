"""What can lawfully go wrong with a document."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class DocumentNotFound(NotFound):
    code = "document_not_found"
    message = _("没有找到这份文书。请核对文号。")


class DocumentNotReady(Refusal):
    """It was requested and is not made yet, or making it failed; the office sees why."""

    code = "document_not_ready"
    kind = Kind.UNAVAILABLE
    message = _("这份文书正在制作,一般几秒钟就好。请稍后再看,您不用做什么。")


class DocumentAlreadyMade(Refusal):
    code = "document_already_made"
    kind = Kind.CONFLICT
    message = _("这份文书已经做好了,不需要再做。")


class NoSealing(Refusal):
    """No program fills the port ``Sealing``."""

    code = "no_sealing"
    kind = Kind.UNAVAILABLE
    message = _("盖章服务没有启动,文书还没有盖章。请联系平台管理员。")
