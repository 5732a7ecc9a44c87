"""Catalogues compile, and what an English reader would miss is found."""

import gettext
from pathlib import Path

import pytest

from leyiban.config import catalogues

_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = tmp_path / "src" / "house"
    (source / "shop" / "locale" / "en" / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr(catalogues, "SOURCE", source)
    return source / "shop"


def _write(house: Path, code: str, *entries: tuple[str, str]) -> Path:
    (house / "pages.py").write_text(code, "utf-8")
    catalogue = house / "locale" / "en" / "LC_MESSAGES" / "django.po"
    body = "\n".join(f'msgid "{text}"\nmsgstr "{english}"\n' for text, english in entries)
    catalogue.write_text(_HEADER + body, "utf-8")
    return catalogue


def test_a_whole_catalogue_has_no_gap_and_compiles_once(house: Path) -> None:
    catalogue = _write(house, '_("您好,{name}")', ("您好,{name}", "Hello, {name}"))
    assert catalogues.gaps() == []
    assert catalogues.compile_all() == 1
    assert catalogues.compile_all() == 0
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("您好,{name}") == "Hello, {name}"


@pytest.mark.parametrize(
    ("code", "entries", "trouble"),
    [
        ('_("查进度")', [], "no English"),
        ('gettext_lazy("查进度")', [], "no English"),
        ('_("查进度")', [("查进度", "")], "empty English"),
        ('_("找{office}")', [("找{office}", "Ask {agency}")], "placeholders differ"),
        ('_("找%(office)s")', [("找%(office)s", "Ask them")], "placeholders differ"),
        ("", [("旧话", "Old words")], "no longer used"),
    ],
)
def test_each_gap_is_named(house: Path, code: str, entries: list[tuple[str, str]], trouble: str) -> None:
    _write(house, code, *entries)
    assert [gap.trouble for gap in catalogues.gaps()] == [trouble]


def test_templates_count_too(house: Path) -> None:
    _write(house, "")
    (house / "jinja2").mkdir()
    (house / "jinja2" / "page.html").write_text(
        '<p title="{{ _("大字") }}">{% trans %}朗读{% endtrans %}</p>'
    )
    assert {gap.text for gap in catalogues.gaps()} == {"大字", "朗读"}


def test_the_command_says_what_is_missing(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(house, '_("查进度")')
    assert catalogues.main(["check"]) == 1
    assert "house/shop/pages.py:1: no English: 查进度" in capsys.readouterr().out
    assert catalogues.main([]) == 2
