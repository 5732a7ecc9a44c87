"""The codes of an item: layout, check characters, level and type say the same."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.subject import Subject, repeated
from leyiban.catalogue.rulefile.model import Implementing
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import UseLevel
from leyiban.kernel.identifiers import check_uscc

LEVEL_DIGIT = 18
CATALOG_PART = 19


def item_type(subject: Subject) -> Iterator[Problem]:
    """Only what a person can apply for has a guide; the basic code carries the type's number."""
    rulefile = subject.rulefile
    if not rulefile.item_type.on_application:
        yield subject.problem(
            ("item_type",),
            "codes.ex_officio",
            (
                f"{rulefile.item_type.zh}由机关主动办，不能申请。",
                f"{rulefile.item_type.en} cannot be applied for.",
            ),
            ("请改事项类型，或删掉这个文件。", "Change the item type, or remove the file."),
        )
    written = rulefile.catalog_code[2:4]
    if written != rulefile.item_type.code:
        yield subject.problem(
            ("catalog_code",),
            "codes.type_differs",
            (
                f"基本编码第3、4位是{written}，事项类型却是{rulefile.item_type.code}。",
                f"Digits 3-4 of the basic code say type {written}, item_type says {rulefile.item_type.code}.",
            ),
            ("请核对基本编码和 item_type，改成一致。", "Make catalog_code and item_type agree."),
        )


def implementation_codes(subject: Subject) -> Iterator[Problem]:
    for index, body in enumerate(subject.rulefile.implementing):
        path: Path = ("implementing", index)
        yield from _check_character(subject, body, (*path, "task_code"))
        yield from _level_and_basic_code(subject, body, (*path, "task_code"))
        yield from _region_level(subject, body, (*path, "region"))
    regions = tuple(body.region for body in subject.rulefile.implementing)
    for index, region in repeated(regions):
        yield subject.problem(
            ("implementing", index, "region"),
            "codes.region_twice",
            (f"地区{region}写了两个实施主体。", f"Region {region} has two implementing bodies."),
            ("一个地区只留一个。", "Keep one per region."),
        )


def _check_character(subject: Subject, body: Implementing, path: Path) -> Iterator[Problem]:
    if not check_uscc(body.task_code[:LEVEL_DIGIT]).valid:
        yield subject.problem(
            path,
            "codes.check_character",
            (
                f"实施编码前18位“{body.task_code[:LEVEL_DIGIT]}”不是正确的统一社会信用代码。",
                f'"{body.task_code[:LEVEL_DIGIT]}" is not a valid unified social credit code.',
            ),
            ("请对照实施主体的统一社会信用代码。", "Compare it with the body's credit code."),
        )


def _level_and_basic_code(subject: Subject, body: Implementing, path: Path) -> Iterator[Problem]:
    rulefile = subject.rulefile
    if body.task_code[LEVEL_DIGIT] != rulefile.use_level.code:
        yield subject.problem(
            path,
            "codes.level_differs",
            (
                f"实施编码第19位是{body.task_code[LEVEL_DIGIT]}，行使层级应是{rulefile.use_level.code}。",
                f"Digit 19 is {body.task_code[LEVEL_DIGIT]}; the use level is {rulefile.use_level.code}.",
            ),
            ("请核对实施编码和 use_level。", "Make task_code and use_level agree."),
        )
    if body.task_code[CATALOG_PART:] != rulefile.catalog_code:
        yield subject.problem(
            path,
            "codes.catalog_differs",
            (
                f"实施编码后12位不是基本编码{rulefile.catalog_code}。",
                f"The last 12 digits are not the basic code {rulefile.catalog_code}.",
            ),
            ("请核对实施编码和 catalog_code。", "Make task_code and catalog_code agree."),
        )


def _region_level(subject: Subject, body: Implementing, path: Path) -> Iterator[Problem]:
    is_city = len(body.region) == 6 and body.region.endswith("00")
    expected = {UseLevel.CITY: is_city, UseLevel.COUNTY: not is_city and len(body.region) != 12}
    if not expected.get(subject.rulefile.use_level, True):
        level = subject.rulefile.use_level
        yield subject.problem(
            path,
            "codes.region_level",
            (f"地区{body.region}不是{level.zh}的地区。", f"Region {body.region} is not of {level.en} level."),
            ("请核对 region 和 use_level。", "Make region and use_level agree."),
        )


def licence_types(subject: Subject) -> Iterator[Problem]:
    """Licence type codes begin with the credit code of the body that defines the type."""
    for path, code in _licence_type_codes(subject):
        if not check_uscc(code[:18]).valid:
            yield subject.problem(
                path,
                "codes.licence_type",
                (f"证照类型代码“{code}”的前18位不对。", f'The first 18 characters of "{code}" are wrong.'),
                ("请对照定义机构的统一社会信用代码。", "Compare them with the defining body's credit code."),
            )


def _licence_type_codes(subject: Subject) -> Iterator[tuple[Path, str]]:
    if subject.rulefile.result.licence is not None:
        yield ("result", "licence", "type_code"), subject.rulefile.result.licence.type_code
    for index, material in enumerate(subject.rulefile.materials):
        if material.licence_type_code is not None:
            yield ("materials", index, "licence_type_code"), material.licence_type_code
