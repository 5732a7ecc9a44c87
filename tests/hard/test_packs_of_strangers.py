"""City packs and rule files made to break whoever reads them: each once ended as a defect of ours."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from leyiban.catalogue.source import Unreadable, read_yaml
from leyiban.web.workbench.admin.errors import NotAZip, UnsafeName
from leyiban.web.workbench.admin.uploads import unpack


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path


def packed(*names: str, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name in names:
            archive.writestr(name, f"{name}\n" * 500)
    return bytearray(content.getvalue())


@pytest.mark.parametrize(
    "names",
    [("a", "a/b"), ("a/b", "a"), ("n" * 300,), ("/".join(["d"] * 300),), ("../up",), ("/etc/x",), ("c:\\x",)],
    ids=["file then folder", "folder then file", "long", "deep", "up", "root", "drive"],
)
def test_a_name_that_no_folder_takes_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(UnsafeName):
        unpack(io.BytesIO(packed(*names)))
    assert list((tmp_path / "packs").iterdir()) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA], ids=["deflate", "lzma"])
def test_a_damaged_archive_is_none(method: int) -> None:
    content = packed("city.yaml", method=method)
    start = content.find(b"city.yaml") + len("city.yaml")
    content[start : start + 16] = b"\xee" * 16
    with pytest.raises(NotAZip):
        unpack(io.BytesIO(content))


@pytest.mark.parametrize("value", ["1" * 5000, "1e9999", ".inf", ".nan", "!!int x", '"\\ud800"', '"\\0"'])
def test_what_is_no_value_is_told_with_its_line(value: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_yaml(f"good: 1\nbad: {value}\n", file="items/x.yaml")
    assert refused.value.problem.line == 2


def test_numbers_stay_numbers() -> None:
    source = read_yaml("a: 12\nb: -3\nc: 1_000\nd: 0x1f\ne: 2.5\n", file="x.yaml")
    assert source.data == {"a": 12, "b": -3, "c": 1000, "d": 31, "e": 2.5}
