"""Archives that are handed in as a city pack: what lies outside their folder, grows, or lies about itself."""

import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from leyiban.kernel.errors import Refusal
from leyiban.web.workbench.admin import uploads
from leyiban.web.workbench.admin.errors import NotAZip, PackGone, PackTooLarge, UnsafeName

Entry = tuple[str, bytes]


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def archive(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content)
    packed.seek(0)
    return packed


def link(name: str, target: str) -> io.BytesIO:
    """An archive with a symbolic link in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, target)
    packed.seek(0)
    return packed


def left_over(place: Path) -> list[str]:
    return [path.name for path in (place / "packs").iterdir()]


def test_a_pack_is_found_again_by_what_it_is(tmp_path: Path) -> None:
    digest = uploads.unpack(archive(("city.yaml", b"key: x"), ("items/a.yaml", b"code: a")))

    folder = uploads.folder_of(digest)
    assert (folder / "city.yaml").read_bytes() == b"key: x"
    assert (folder / "items" / "a.yaml").read_bytes() == b"code: a"
    assert left_over(tmp_path) == [digest]


def test_a_packed_folder_is_as_good_as_what_is_in_it() -> None:
    digest = uploads.unpack(archive(("leshan/city.yaml", b"key: x"), ("__MACOSX/x", b"")))

    assert (uploads.folder_of(digest) / "city.yaml").exists()


@pytest.mark.parametrize(
    "name", ["../out.yaml", "/etc/passwd", "a/../../out", "..\\out.yaml", "C:\\x.yaml", "a\nb.yaml"]
)
def test_no_name_leads_outside(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeName):
        uploads.unpack(archive((name, b"x")))

    assert left_over(tmp_path) == []
    assert not (tmp_path / "out.yaml").exists()


def test_links_are_no_files() -> None:
    with pytest.raises(UnsafeName):
        uploads.unpack(link("city.yaml", "/etc/passwd"))


def test_a_bomb_stops_growing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1_000_000)

    with pytest.raises(PackTooLarge):
        uploads.unpack(archive(("zeros", bytes(5_000_000))))

    assert left_over(tmp_path) == []


def test_too_many_bytes_and_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with pytest.raises(PackTooLarge):
        uploads.unpack(archive(("a", bytes(range(256)) * 20), method=zipfile.ZIP_STORED))
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    monkeypatch.setattr(uploads, "MOST_FILES", 3)
    with pytest.raises(PackTooLarge):
        uploads.unpack(archive(*((f"f{n}", b"") for n in range(4))))


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    whole = archive(("city.yaml", b"key: x" * 1000)).getvalue()
    damaged = whole[:40] + b"\x00" * 20 + whole[60:]
    for content in (b"", b"PK\x03\x04 not really", whole[: len(whole) // 2], damaged):
        with pytest.raises((NotAZip, Refusal)):
            uploads.unpack(io.BytesIO(content))
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("digest", ["", "..", "a" * 64, "../../etc", "A" * 63 + "/"])
def test_only_what_was_unpacked_can_be_named(digest: str) -> None:
    with pytest.raises(PackGone):
        uploads.folder_of(digest)
