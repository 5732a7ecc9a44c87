"""The one Jinja2 environment of all pages: strict, escaping, translated, in the city's time.

An undefined name fails, so a slip in a template is found by the first test that draws it.
"""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from leyiban.catalogue.words import Bilingual, Lang, Said, active_lang
from leyiban.web import formats
from leyiban.web.wording import as_written, gettext, is_chinese, ngettext, npgettext, pgettext, typeset

FILTERS = {
    "money": formats.money,
    "date": formats.date,
    "day": formats.day,
    "time": formats.time,
    "moment": formats.moment,
    "deadline": formats.deadline,
    "days_left": formats.days_left,
    "file_size": formats.file_size,
    "iso": formats.iso,
    "joined": formats.joined,
}


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend with the ``OPTIONS`` of the settings."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - autoescape comes from Django
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {"static": static, "url": _url, "icon": icon}
    env.filters |= {**FILTERS, "said": said, "plain": plain, "as_written": as_written, "named": named}
    return env


def _url(name: str, /, *args: object, **kwargs: object) -> str:
    """The address of a named page: ``url("web:guide", code=item.code)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def icon(name: str, extra: str = "") -> Markup:
    """A decorative picture of the sprite; the words beside it carry the meaning."""
    classes = f"icon {extra}".rstrip()
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        classes, static("web/icons.svg"), name
    )


def said(words: Bilingual | Said | str) -> Markup | str:
    """A text of the city in the reader's language; a Chinese one on an English page carries a visible mark."""
    shown = words.said(active_lang()) if isinstance(words, Bilingual) else words
    if not isinstance(shown, Said):
        return shown
    if shown.lang is active_lang():
        return typeset(shown.text) if shown.lang is Lang.ZH else shown.text
    if shown.lang is Lang.EN:  # an English name on a Chinese page: right as it is, read aloud as English
        return Markup('<span lang="en">{}</span>').format(shown.text)
    return Markup(
        '<span class="untranslated" lang="zh-Hans">{}</span><span class="untranslated-mark" title="{}">{}</span>'
    ).format(typeset(shown.text), gettext("这段还没有英文"), gettext("中文"))


def named(name: str) -> Markup | str:
    """A name or a number of a paper, which nobody translates: on an English page read aloud as Chinese, no mark."""
    if active_lang() is Lang.ZH or not is_chinese(name):
        return name
    return Markup('<span lang="zh-Hans">{}</span>').format(name)


def plain(words: Bilingual | Said | str) -> str:
    """The same text without markup, for attributes and titles."""
    return words.said(active_lang()).text if isinstance(words, Bilingual) else str(words)
