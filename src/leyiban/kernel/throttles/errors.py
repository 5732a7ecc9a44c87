from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class TriedTooOften(Refusal):
    """``seconds`` says when to try again; an edge also tells it to programs."""

    code = "tried_too_often"
    kind = Kind.TOO_MANY
    message = _("试得太快了,先停{minutes}分钟。已经交的都在。急事请打电话。")
