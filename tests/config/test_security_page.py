"""``docs/security.md`` answers every row in one of three ways, and what it points at is there."""

import re
from collections import Counter

from tests.support.environment import REPOSITORY

_PAGE = (REPOSITORY / "docs" / "security.md").read_text("utf-8")
_ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", _PAGE, re.M)
# Requirements of levels 1 and 2 in each chapter, as they were counted in the standard's own tables.
_CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 33, 7: 18, 8: 7, 9: 7,
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip


def test_every_requirement_has_one_answer() -> None:
    numbers = [row[0] for row in _ROWS]
    assert {number: count for number, count in Counter(numbers).items() if count > 1} == {}
    assert dict(Counter(int(number.partition(".")[0]) for number in numbers)) == _CHAPTERS
    assert {row[2] for row in _ROWS} <= {"met", "not met", "n/a"}
    assert all(len(row[3]) > 2 for row in _ROWS)


def test_what_it_points_at_is_there() -> None:
    told = set(re.findall(r"`((?:src|tests|docs|cities)/[^`]+)`", _PAGE))
    assert len(told) > 60
    assert [path for path in sorted(told) if not (REPOSITORY / path).exists()] == []
