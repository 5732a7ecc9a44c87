"""What can be wrong with a call before any domain is asked. Each knows the status that HTTP has for it."""

from http import HTTPStatus
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class OwnStatus:
    """A refusal of the edge itself: ``status`` goes before what its kind would say."""

    status: ClassVar[HTTPStatus]


class CsrfFailed(OwnStatus, Refusal):
    """A session's cookie came without the token that only our own pages know."""

    code = "csrf_failed"
    kind = Kind.FORBIDDEN
    status = HTTPStatus.FORBIDDEN
    message = _("这次请求没带页面的安全标记(X-CSRFToken)。请刷新页面再试;程序请改用访问凭证。")


class NoSuchAddress(OwnStatus, Refusal):
    code = "no_such_address"
    kind = Kind.NOT_FOUND
    status = HTTPStatus.NOT_FOUND
    message = _("没有这个地址。请核对网址,全部地址在 /api/v1/openapi.json。")


class MethodNotAllowed(OwnStatus, Refusal):
    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    message = _("这个地址不能用{method}。可以用:{allowed}。")


class WrongMediaType(OwnStatus, Refusal):
    code = "wrong_media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    message = _("内容的格式不对。这里只收{expected}。")


class BodyUnreadable(OwnStatus, Refusal):
    code = "body_unreadable"
    status = HTTPStatus.BAD_REQUEST
    message = _("发来的内容看不懂,什么都没有存。请核对它是不是完整的{expected}。")


class BodyTooLarge(OwnStatus, Refusal):
    code = "body_too_large"
    kind = Kind.TOO_LARGE
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = _("发来的内容太大,没有收下。请分几次发。")


class TlsRequired(OwnStatus, Refusal):
    """A call in the clear: whatever secret it carried is not one any more."""

    code = "tls_required"
    kind = Kind.FORBIDDEN
    status = HTTPStatus.FORBIDDEN
    message = _("接口只收HTTPS的请求。这次带来的访问凭证可能已被别人看到,请换一个。")


class KeyMissing(OwnStatus, Refusal):
    code = "idempotency_key_missing"
    status = HTTPStatus.BAD_REQUEST
    message = _("请带上请求编号(Idempotency-Key):每件事一个新编号,重发时用同一个,就只办一次。")


class VersionMissing(OwnStatus, Refusal):
    code = "version_missing"
    status = HTTPStatus.PRECONDITION_REQUIRED
    message = _("请带上您看到的版本(If-Match),值就是读取时回应里的ETag。")


class Unavailable(OwnStatus, Refusal):
    """The database does not answer, or two acts wait for each other."""

    code = "unavailable"
    kind = Kind.UNAVAILABLE
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("现在办不了,已经收到的都在。请过一会儿用同一个请求编号再发。")


class OurFault(OwnStatus, Refusal):
    """A defect of ours; what it was stands in the log, never in the answer."""

    code = "our_fault"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    message = _("我们这边出了错,已经记下。已经收到的都在。请过几分钟用同一个请求编号再发。")
