"""Setting a paper: the same bytes for the same data, nothing that was typed becomes code, PDF/A throughout."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from leyiban.kernel.documents.registry import content_as_json
from leyiban.kernel.documents.typesetting import ROOT, Attachment, Imprint, Rendered, Sheet, typesetter
from tests.kernel.documents.specimens import Material, Specimen

SOURCE = ROOT / "kernel/documents/typst/specimen.typ"
POINTS_PER_MM = 72 / 25.4


def sheet(content: Specimen | None = None, **more: Any) -> Sheet:
    values: dict[str, Any] = {
        "source": SOURCE,
        "title": "行政许可申请受理通知书",
        "number": "乐行审受〔2020〕12号",
        "office": "乐山市行政审批局",
        "dated": "2020年2月10日",
        "data": content_as_json(content or Specimen()),
        "made_at": dt.datetime(2020, 2, 10, 2, 0, tzinfo=dt.UTC),
        "imprint": Imprint("K7M2-9QXT", "https://leyiban.example/check/K7M29QXT", "扫码查验真伪"),
    }
    return Sheet(**{**values, **more})


def set_paper(content: Specimen | None = None, **more: Any) -> Rendered:
    return typesetter().set(sheet(content, **more))


def text_of(rendered: Rendered) -> str:
    document = pypdfium2.PdfDocument(rendered.pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def flat(text: str) -> str:
    return "".join(text.split())


def template(folder: Path, body: str) -> Path:
    """A template below the package's root, which is all that the typesetter reads."""
    path = folder / "template.typ"
    path.write_text(f'#import "/kernel/documents/typst/layout.typ": *\n{body}', "utf-8")
    return path


@pytest.fixture
def below_root() -> Iterator[Path]:
    with TemporaryDirectory(dir=SOURCE.parent, prefix=".test-") as folder:
        yield Path(folder)


@pytest.fixture
def slip(below_root: Path) -> Path:
    return template(below_root, "#two-copies(closing: par(data.closing))[#paragraphs(data.opening)]")


@pytest.fixture
def titled(below_root: Path) -> Path:
    return template(below_root, '#paper(title: "食品经营许可证")[#paragraphs(data.opening)]')


@pytest.mark.proves("F3.3")
def test_a_paper_says_what_its_data_says() -> None:
    text = flat(text_of(set_paper()))
    for words in (
        "行政许可申请受理通知书",
        "乐行审受〔2020〕12号",
        "食品经营许可\uff08新办\uff09",
        "由电子证照代替",
        "K7M2-9QXT",
    ):
        assert words in text
    assert "乐山市行政审批局2020年2月10日" in text


def test_the_same_data_gives_the_same_bytes_and_other_data_others() -> None:
    first = set_paper()
    other = set_paper(Specimen(name="李四"))
    assert set_paper().pdf == first.pdf
    assert other.pdf != first.pdf


@pytest.mark.proves("FX.2")
@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x")',
        '#import "/etc/passwd"',
        "$x^2$ *粗* _斜_ `码` @ref <label> = 标题",
        '"]); #eval("1")',
        "\\u{1F600} {{name}} ${name} %s",
        "a" * 200,
        "很" * 200,
    ],
)
def test_what_a_person_typed_is_printed_and_never_run(typed: str) -> None:
    text = flat(text_of(set_paper(Specimen(name=typed))))
    assert flat(typed) in text


def test_a_missing_glyph_is_stated_on_the_paper() -> None:
    rendered = set_paper(Specimen(name="王\U0003134a\N{GRINNING FACE}"))
    assert rendered.replaced == (0x1F600, 0x3134A)
    text = flat(text_of(rendered))
    assert "王[U+3134A][U+1F600]" in text
    assert "此字暂无字形\uff0c以编码表示" in text


def test_no_note_where_nothing_is_missing_and_rare_names_are_set() -> None:
    rendered = set_paper(Specimen(name="张\U00020164㛃䶮"))
    assert rendered.replaced == ()
    text = flat(text_of(rendered))
    assert "张\U00020164㛃䶮" in text and "暂无字形" not in text


def test_it_is_a4_pdf_a_3b_with_all_fonts_inside_and_tags_for_readers() -> None:
    reader = PdfReader(io.BytesIO(set_paper().pdf))
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (595, 842)
    metadata = reader.root_object["/Metadata"].get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>3</pdfaid:part>" in metadata and "<pdfaid:conformance>B<" in metadata
    assert reader.root_object["/MarkInfo"]["/Marked"] is True or bool(
        reader.root_object["/MarkInfo"]["/Marked"]
    )
    assert reader.root_object["/OutputIntents"]
    assert reader.metadata is not None and reader.metadata.title == "行政许可申请受理通知书"


def test_the_seal_belongs_over_the_date_at_the_bottom_right() -> None:
    rendered = set_paper()
    place = rendered.seal_place
    assert place is not None and place.page == rendered.pages
    assert place.x > 105 * POINTS_PER_MM
    document = pypdfium2.PdfDocument(rendered.pdf)
    try:
        page = document[place.page - 1]
        below, above = page.get_height() - place.y - 40, page.get_height() - place.y + 40
        around = page.get_textpage().get_text_bounded(place.x - 100, below, place.x + 100, above)
    finally:
        document.close()
    assert "2020年2月10日" in flat(around) and "乐山市行政审批局" in flat(around)


def test_the_last_words_stay_on_the_page_of_the_seal() -> None:
    for count in (*range(8, 26), 39):
        rendered = set_paper(Specimen(opening=("一段话。",) * count, materials=(), defects=(), facts=()))
        assert rendered.seal_place is not None
        document = pypdfium2.PdfDocument(rendered.pdf)
        last = document[rendered.seal_place.page - 1].get_textpage().get_text_range()
        document.close()
        assert "特此通知" in last


def test_a_long_list_of_materials_runs_over_pages_with_its_head() -> None:
    rendered = set_paper(Specimen(materials=tuple(Material(f"第{n}样材料") for n in range(60))))
    text = text_of(rendered)
    assert rendered.pages >= 3
    assert text.count("序号") >= 2 and "第59样材料" in text


def test_an_attachment_travels_inside() -> None:
    rendered = set_paper(attachment=Attachment("receipt.json", '{"编号":"1"}', "收件凭证"))
    attached = PdfReader(io.BytesIO(rendered.pdf)).attachments
    assert attached["receipt.json"] == ['{"编号":"1"}'.encode()]


def test_the_qr_code_leads_to_the_address(tmp_path: Path) -> None:
    plain, other = set_paper(), set_paper(imprint=Imprint("K7M2-9QXT", "https://leyiban.example/other"))
    assert plain.pdf != other.pdf
    assert "查验码" not in text_of(set_paper(imprint=None))


def test_drawings_come_in_each_form() -> None:
    source, values = ROOT / "seals/typst/seal.typ", {"agency": "乐山市行政审批局", "title": "受理专用章"}
    heads = {form: typesetter().draw(source, values, form=form)[:4] for form in ("pdf", "svg", "png")}  # type: ignore[arg-type]
    assert heads == {"pdf": b"%PDF", "svg": b"<svg", "png": b"\x89PNG"}


def test_of_two_copies_the_first_bears_the_seal_and_the_second_says_so(slip: Path) -> None:
    rendered = set_paper(source=slip)
    text = flat(text_of(rendered))
    assert (rendered.pages, rendered.seal_place and rendered.seal_place.page) == (2, 1)
    assert "第一联" in text and "第二联" in text
    assert text.count("特此通知") == 2 and text.count("印章见第一联") == 1
    assert "印章见第一联" not in text_of(set_paper(source=slip, sealed=False))


def test_an_unsealed_paper_keeps_no_place_for_a_seal() -> None:
    assert set_paper(sealed=False).seal_place is None


def test_a_paper_may_be_titled_by_its_matter(titled: Path) -> None:
    rendered = set_paper(source=titled)
    assert "食品经营许可证" in text_of(rendered) and "受理通知书" not in text_of(rendered)
