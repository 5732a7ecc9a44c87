"""What may come in and what may not, and that each refusal says which it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.errors import Refusal
from leyiban.kernel.papers import errors
from leyiban.kernel.papers.inspection import inspect
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import Media, media_of_head, media_of_name
from tests.kernel.papers import samples

LIMITS = Limits()
WITH_WORD = Limits(kinds=LIMITS.kinds | {Media.DOCX})


def looked_into(
    folder: Path, content: bytes, name: str = "", limits: Limits = LIMITS
) -> tuple[Media, int | None]:
    found = inspect(samples.file(folder, content), name=name, limits=limits)
    return found.media, found.pages


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (samples.pdf(3), "申请书.pdf", (Media.PDF, 3)),
        (samples.pdf_with_link(), "申请书.PDF", (Media.PDF, 2)),
        (samples.pdf_with_xml(), "发票.pdf", (Media.PDF, 1)),
        (samples.pdf_for_reading_only(), "决定.pdf", (Media.PDF, 1)),
        (samples.png(), "照片.png", (Media.PNG, 1)),
        (samples.jpeg(), "照片.JPG", (Media.JPEG, 1)),
        (samples.jpeg(), "照片.jpeg", (Media.JPEG, 1)),
        (samples.jpeg(), "没有后缀", (Media.JPEG, 1)),
        (samples.ofd(2), "执照.ofd", (Media.OFD, 2)),
    ],
)
def test_an_honest_file_is_what_it_is(
    tmp_path: Path, content: bytes, name: str, found: tuple[Media, int]
) -> None:
    assert looked_into(tmp_path, content, name) == found


def test_a_word_document_comes_in_only_where_it_is_wanted(tmp_path: Path) -> None:
    assert looked_into(tmp_path, samples.docx(), "章程.docx", WITH_WORD) == (Media.DOCX, None)
    with pytest.raises(errors.KindNotTaken) as refused:
        looked_into(tmp_path, samples.docx(), "章程.docx")
    assert "Word文档" in str(refused.value) and "PDF、OFD、PNG图片、JPG图片" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (samples.jpeg(), "申请书.pdf", errors.NotWhatItsNameSays),
        (samples.pdf(), "照片.jpg", errors.NotWhatItsNameSays),
        (b"MZ\x90\x00" + bytes(100), "照片.jpg", errors.NotWhatItsNameSays),
        (b"MZ\x90\x00" + bytes(100), "", errors.KindNotTaken),
        (samples.zipped({"a.txt": b"a"}), "材料.zip", errors.KindNotTaken),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), "IMG_1.HEIC", errors.KindNotTaken),
        ("只是一段话".encode(), "", errors.KindNotTaken),
        (samples.pdf()[:-200] + bytes(200), "申请书.pdf", errors.PaperBroken),
        (samples.png()[:60], "照片.png", errors.PaperBroken),
        (samples.jpeg()[:200], "照片.jpg", errors.PaperBroken),
        (samples.locked_pdf(), "申请书.pdf", errors.PaperLocked),
        (samples.pdf_with_javascript(), "申请书.pdf", errors.PaperActs),
        (samples.pdf_that_launches(), "申请书.pdf", errors.PaperActs),
        (samples.pdf_with_program(), "申请书.pdf", errors.PaperActs),
        (samples.pdf() + samples.zipped({"a": b"a"}), "申请书.pdf", errors.PaperDoubleNatured),
        (samples.jpeg() + samples.zipped({"a": b"a"}), "照片.jpg", errors.PaperDoubleNatured),
        (samples.png()[:33] + b"<script>alert(1)</script>", "照片.png", errors.PaperDoubleNatured),
        (samples.jpeg()[:20] + b"%PDF-1.7" + samples.jpeg()[20:], "照片.jpg", errors.PaperDoubleNatured),
        (samples.ofd(**{"a.zip": samples.zipped({"b": b"b"})}), "执照.ofd", errors.PaperDoubleNatured),
        (samples.ofd(**{"../../etc/passwd": b"x"}), "执照.ofd", errors.PaperDoubleNatured),
        (samples.ofd(**{"run": b"\x7fELF" + bytes(99)}), "执照.ofd", errors.PaperActs),
        (samples.docx(**{"word/vbaProject.bin": b"macro"}), "章程.docx", errors.PaperActs),
        (samples.zip_bomb(), "执照.ofd", errors.PaperExpands),
        (samples.pixel_bomb(), "照片.png", errors.PaperExpands),
        (
            samples.ofd(**{"Doc_0/Document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            "a.ofd",
            errors.PaperActs,
        ),
        (samples.ofd(**{"OFD.xml": b"<x/>"}), "执照.ofd", errors.PaperBroken),
        (samples.zip_that_lies(), "执照.ofd", errors.PaperBroken),
    ],
)
def test_every_other_file_is_refused_for_what_it_is(
    tmp_path: Path, content: bytes, name: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        looked_into(tmp_path, content, name)
    sentence = str(refused.value)
    assert type(refused.value) is refusal
    assert "{" not in sentence and len(sentence) > 10


@pytest.mark.parametrize(
    ("content", "name", "limits", "refusal"),
    [
        (samples.pdf(4), "a.pdf", Limits(max_pages=3), errors.TooManyPages),
        (samples.ofd(4), "a.ofd", Limits(max_pages=3), errors.TooManyPages),
        (samples.png(40, 30), "a.png", Limits(max_pixels=1199), errors.PaperExpands),
        (samples.ofd(), "a.ofd", Limits(max_unpacked_bytes=100), errors.PaperExpands),
    ],
)
def test_limits_are_those_of_the_call(
    tmp_path: Path, content: bytes, name: str, limits: Limits, refusal: type[Refusal]
) -> None:
    assert looked_into(tmp_path, content, name)
    with pytest.raises(refusal):
        looked_into(tmp_path, content, name, limits)


@given(st.binary(max_size=600), st.sampled_from(["", "a.pdf", "a.png", "a.ofd"]))
def test_noise_is_refused_and_never_a_defect(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str
) -> None:
    path = samples.file(tmp_path_factory.mktemp("noise"), b"PK\x03\x04" + noise)
    with pytest.raises(Refusal):
        inspect(path, name=name, limits=LIMITS)


@given(st.binary(max_size=64))
def test_any_head_has_a_kind(head: bytes) -> None:
    assert media_of_head(head) in Media


def test_names_claim_only_what_we_know() -> None:
    assert media_of_name("a.b.PDF ") is Media.PDF
    assert media_of_name("证明.txt") is None
    assert media_of_name("") is None
