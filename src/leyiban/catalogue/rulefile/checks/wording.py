"""The words people read: none of those that tell nobody anything (``look.md`` 13)."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.subject import Subject, texts

BANNED = ("系统繁忙", "操作失败", "参数错误", "详见附件", "其他材料", "相关部门", "予以", "请知悉")


def no_banned_words(subject: Subject) -> Iterator[Problem]:
    """The text of a law is quoted as it is; everything else is ours to say well."""
    for path, words in texts(subject.rulefile):
        if path[0] == "by_law":
            continue
        for banned in BANNED:
            if banned in words.zh:
                yield subject.problem(
                    path,
                    "wording.banned",
                    (f"不能写“{banned}”。", f'The words "{banned}" are not used.'),
                    ("请直接写谁、做什么、到什么时候。", "Say who does what by when."),
                )
