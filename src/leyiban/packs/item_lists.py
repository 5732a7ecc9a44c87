"""A list of bare items as the provincial platform gives it away (CSV): read exactly, every line kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leyiban.catalogue.models.listed import COLUMNS
from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.words import Bilingual
from leyiban.packs.tables import Row, read_table

LONGEST_CELL = 1000  # characters
LARGEST = 64 * 1024 * 1024  # bytes of a file
_AREA = re.compile(r"[0-9]{6}([0-9]{3}|[0-9]{6})?")


@dataclass(frozen=True, slots=True)
class ItemList:
    """``lines`` are the cells in the order of ``COLUMNS``, whatever the order of the file's columns."""

    lines: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]


def read_item_list(content: bytes, *, file: str) -> ItemList:
    """Every line of ``content``; where anything is wrong, all of it is said and nothing can be imported."""
    if len(content) > LARGEST:
        return _refused(file, "too_large", "文件太大,最多64 MB。", "The file is larger than 64 MB.", _SPLIT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _refused(
            file, "not_utf8", "文件不是UTF-8文本。", "The file is not UTF-8 text.", _SAVE_AS_UTF8, line
        )
    table = read_table(text, file=file, columns=tuple(COLUMNS), exact=True)
    problems = [*table.problems, *(problem for row in table.rows for problem in _wrong(file, row))]
    if not problems and not table.rows:
        return _refused(file, "no_items", "表里没有事项。", "The table holds no items.", _ADD_LINES)
    lines = tuple(tuple(row.cells[column] for column in COLUMNS) for row in table.rows)
    return ItemList(lines=lines, problems=tuple(problems))


def _wrong(file: str, row: Row) -> Iterator[Problem]:
    """What would make a line useless: no name to find it by, no area it holds for, bytes no database takes."""
    if not row.cells["name"].strip():
        yield Problem(
            file,
            row.line,
            "item_list.no_name",
            say("没有事项名称。", "The item has no name."),
            say("请在 name 一列写上名称,或删掉这一行。", "Write it in the column name, or remove the line."),
        )
    if not _AREA.fullmatch(row.cells["areaCode"].strip()):
        yield Problem(
            file,
            row.line,
            "item_list.area",
            say(
                f"“{row.cells['areaCode']}”不是区划代码。", f'"{row.cells["areaCode"]}" is no division code.'
            ),
            say(
                "areaCode 请写6位、9位或12位数字,如511102000000。",
                "Write areaCode with 6, 9 or 12 digits, as 511102000000.",
            ),
        )
    for column, cell in row.cells.items():
        if len(cell) > LONGEST_CELL:
            yield Problem(
                file,
                row.line,
                "item_list.too_long",
                say(
                    f"{column} 这一格超过{LONGEST_CELL}字。",
                    f"{column} holds more than {LONGEST_CELL} characters.",
                ),
                say(
                    "请看是不是少了引号,两行连在一起了。",
                    "See whether a quotation mark is missing and lines ran together.",
                ),
            )
        if "\0" in cell:
            yield Problem(
                file,
                row.line,
                "item_list.control",
                say(f"{column} 里有空字符。", f"{column} holds a NUL character."),
                say("请删掉它。", "Remove it."),
            )


_SPLIT = say("请按地区分成几份。", "Split it by area.")
_SAVE_AS_UTF8 = say("请另存为UTF-8编码的CSV。", "Save it as CSV in UTF-8.")
_ADD_LINES = say("请在表头下面每行写一个事项。", "Write one item a line below the header.")


def _refused(file: str, code: str, zh: str, en: str, what_to_do: Bilingual, line: int = 1) -> ItemList:
    return ItemList(lines=(), problems=(Problem(file, line, f"item_list.{code}", say(zh, en), what_to_do),))
