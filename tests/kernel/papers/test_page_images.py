"""Page images: upright, clean, small, drawn once."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.papers import errors, operations, queries
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper
from tests.kernel.papers import samples

pytestmark = pytest.mark.usefixtures("db")

SOMEBODY = Actor(kind=ActorKind.PERSON, pseudonym="p-1", channel=Channel.PORTAL)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path)


def kept(content: bytes, now: dt.datetime) -> Paper:
    return operations.store(stream=io.BytesIO(content), name="", limits=Limits(), actor=SOMEBODY, now=now)


def test_a_photo_is_turned_upright_and_says_nothing_of_where_it_was_taken(now: dt.datetime) -> None:
    paper = kept(samples.turned_photo(), now)
    drawn = queries.page_image(paper, page=1, width=240)
    with Image.open(drawn.path) as picture:
        assert picture.size == (30, 40)
        assert dict(picture.getexif()) == {}
        top, bottom = picture.convert("RGB").getpixel((15, 5)), picture.convert("RGB").getpixel((15, 35))
    assert top[1] < 100 < bottom[1]  # type: ignore[index]  # red above, white below
    with queries.open_paper(paper.digest) as original:
        assert original.read() == samples.turned_photo()  # the original is kept as it came


def test_texts_hidden_in_a_picture_do_not_reach_its_page_image(now: dt.datetime) -> None:
    drawn = queries.page_image(kept(samples.png_with_text(), now), page=1, width=240)
    assert b"somebody" not in drawn.path.read_bytes()


def test_each_page_of_a_document_has_its_picture_at_the_asked_width(now: dt.datetime) -> None:
    paper = kept(samples.pdf(2), now)
    for page in (1, 2):
        drawn = queries.page_image(paper, page=page, width=720)
        with Image.open(drawn.path) as picture:
            assert picture.width == pytest.approx(720, abs=1)
        assert drawn.media in (Media.PNG, Media.JPEG)


def test_a_large_picture_is_shrunk_and_a_small_one_is_not_blown_up(now: dt.datetime) -> None:
    large = queries.page_image(kept(samples.jpeg(2000, 1000), now), page=1, width=720)
    small = queries.page_image(kept(samples.jpeg(100, 50), now), page=1, width=720)
    with Image.open(large.path) as first, Image.open(small.path) as second:
        assert (first.size, second.size) == ((720, 360), (100, 50))


def test_a_picture_is_drawn_once(now: dt.datetime) -> None:
    paper = kept(samples.pdf(), now)
    first = queries.page_image(paper, page=1, width=240)
    stamp = first.path.stat().st_mtime_ns
    again = queries.page_image(paper, page=1, width=240)
    assert again == first and again.path.stat().st_mtime_ns == stamp
    assert len(list(first.path.parent.iterdir())) == 1


@pytest.mark.parametrize(("page", "width"), [(0, 240), (2, 240), (1, 241)])
def test_other_pages_and_widths_are_refused(now: dt.datetime, page: int, width: int) -> None:
    with pytest.raises(errors.NoPageImage):
        queries.page_image(kept(samples.pdf(), now), page=page, width=width)


def test_an_ofd_has_no_page_images_and_says_what_to_do(now: dt.datetime) -> None:
    with pytest.raises(errors.NoPageImage) as refused:
        queries.page_image(kept(samples.ofd(), now), page=1, width=240)
    assert "下载" in str(refused.value)
