from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class TriedTooOften(Refusal):
    """``until`` says when to try again, ``seconds`` the same for programs."""

    code = "tried_too_often"
    kind = Kind.TOO_MANY
    message = _("试得太快了,先停{minutes}分钟,{until}以后再试。已经交的都在。急事请打电话。")
