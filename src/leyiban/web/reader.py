"""Who reads the page: in which language and at which size. Two cookies, no account needed.

Every page is also there in English under an address of its own (``?lang=en``), so that a search engine can list it and
send whoever searched in English to it. Who came by such an address is remembered as if he had pressed the switch.

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
from django.utils.http import urlencode

SIZE_COOKIE: Final = "size"
LANGUAGE_ASKED: Final = "lang"
"""In an address: the language that the page is wanted in, by its tag."""
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
    """The reader's wishes from the address and the two cookies; anything unknown counts as unset."""
    kept = _member(Language, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), Language.CHINESE)
    return Reader(
        language=_asked(request) or kept,
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
        asked = None if api else _asked(request)
        if asked is not None:
            remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=asked)
        response.headers.setdefault(
            "Content-Language", "zh-Hans" if language == Language.CHINESE else str(language)
        )
        patch_vary_headers(response, ("Accept-Language",) if api else ("Cookie",))
        return response


def without_language(request: HttpRequest) -> str:
    """The page's address without the wish for a language, from the root."""
    query = request.GET.copy()
    query.pop(LANGUAGE_ASKED, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def address_in(language: Language, address: str) -> str:
    """The same page in this language; Chinese has the plain address."""
    if language is Language.CHINESE:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({LANGUAGE_ASKED: language.tag})}"


def _asked(request: HttpRequest) -> Language | None:
    tag = request.GET.get(LANGUAGE_ASKED)
    return next((language for language in Language if language.tag == tag), None)


def _member(wishes: type[Wish], value: str | None, default: Wish) -> Wish:
    try:
        return wishes(value or "")
    except ValueError:
        return default
