"""Who reads the page: in which language and at which size. Two cookies, no account needed.

Chinese comes first: a browser set to English still gets Chinese until its reader presses the switch, because
the people of the city must never have to look for their own language. The API has no switch and therefore
follows ``Accept-Language``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

SIZE_COOKIE: Final = "size"
A_YEAR: Final = 365 * 24 * 3600  # seconds
API_PREFIX: Final = "/api/"

Wish = TypeVar("Wish", bound=StrEnum)


class Language(StrEnum):
    """A language of the screens; the value is Django's code."""

    CHINESE = "zh-hans"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """The BCP 47 tag for a ``lang`` attribute."""
        return "zh-Hans" if self is Language.CHINESE else "en"

    @property
    def own_name(self) -> str:
        """What its own readers call it, so that they recognise it on a page they cannot read."""
        return "中文" if self is Language.CHINESE else "English"

    @property
    def short_name(self) -> str:
        return "中文" if self is Language.CHINESE else "EN"

    @property
    def other(self) -> "Language":
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


class Size(StrEnum):
    """How large the page is drawn; ``LARGE`` is the large-print version (长辈版)."""

    NORMAL = "normal"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    language: Language = Language.CHINESE
    size: Size = Size.NORMAL

    @property
    def large(self) -> bool:
        return self.size is Size.LARGE


def reader_of(request: HttpRequest) -> Reader:
    """The reader's wishes from the two cookies; anything unknown counts as unset."""
    return Reader(
        language=_member(Language, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), Language.CHINESE),
        size=_member(Size, request.COOKIES.get(SIZE_COOKIE), Size.NORMAL),
    )


def remember(response: HttpResponseBase, *, name: str, value: str) -> None:
    """Keep one wish for a year. The cookie says nothing about the person."""
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


class ReaderMiddleware:
    """Speaks the reader's language for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        api = request.path.startswith(API_PREFIX)
        language = translation.get_language_from_request(request) if api else reader_of(request).language
        with translation.override(language):
            response = self._get_response(request)
        response.headers.setdefault(
            "Content-Language", "zh-Hans" if language == Language.CHINESE else str(language)
        )
        patch_vary_headers(response, ("Accept-Language",) if api else ("Cookie",))
        return response


def _member(wishes: type[Wish], value: str | None, default: Wish) -> Wish:
    try:
        return wishes(value or "")
    except ValueError:
        return default
