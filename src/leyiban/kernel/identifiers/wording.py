"""Why an identifier is refused, and the sentence a person reads. Plain pairs, so that a command can use
them without any framework."""

from enum import StrEnum


class Reason(StrEnum):
    """Stable codes; printed by ``leyiban identifiers check`` and shown by the API."""

    EMPTY = "empty"
    OLD_FIFTEEN_DIGITS = "old_fifteen_digits"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTERS = "wrong_characters"
    NO_SUCH_DATE = "no_such_date"
    BIRTH_IN_FUTURE = "birth_in_future"
    CHECK_CHARACTER = "check_character"
    INNER_CHECK_CHARACTER = "inner_check_character"
    ISSUER_CHECK_CHARACTER = "issuer_check_character"
    UNKNOWN_CLASS = "unknown_class"
    WRONG_PREFIX = "wrong_prefix"
    WRONG_ROOT = "wrong_root"
    WRONG_PARTS = "wrong_parts"
    WRONG_VERSION = "wrong_version"
    WRONG_LEVEL = "wrong_level"
    NOT_A_DOCUMENT_NUMBER = "not_a_document_number"
    NOT_A_MOBILE = "not_a_mobile"
    NOT_A_PHONE = "not_a_phone"
    NOT_SIX_DIGITS = "not_six_digits"
    TOO_LONG = "too_long"
    EMOJI = "emoji"
    PRIVATE_CHARACTER = "private_character"
    INVISIBLE_CHARACTER = "invisible_character"
    NOT_IN_A_NAME = "not_in_a_name"
    MISPLACED_MARK = "misplaced_mark"
    NO_LETTER = "no_letter"
    UNKNOWN_KIND = "unknown_kind"
    NO_VALUE = "no_value"


_SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.EMPTY: ("还没有填。请填上再继续。", "Nothing is filled in. Please fill it in."),
    Reason.OLD_FIFTEEN_DIGITS: (
        "15位的旧身份证号2013年起不再使用。请填18位的新号码。",
        "Old 15-digit numbers have not been valid since 2013. Enter the 18-digit number.",
    ),
    Reason.WRONG_LENGTH: (
        "位数不对。请对照证件,一位一位再看一遍。",
        "It has the wrong number of characters. Compare it with the document, one by one.",
    ),
    Reason.WRONG_CHARACTERS: (
        "里面有不该有的字符。请对照证件再看一遍。",
        "It contains a character that cannot be there. Compare it with the document.",
    ),
    Reason.NO_SUCH_DATE: (
        "号码里的日期不存在。请核对年月日那几位。",
        "The date inside the number does not exist. Check the digits of year, month and day.",
    ),
    Reason.BIRTH_IN_FUTURE: (
        "号码里的出生日期还没到。请核对年月日那几位。",
        "The birth date inside the number is in the future. Check the digits of year, month and day.",
    ),
    Reason.CHECK_CHARACTER: (
        "号码对不上,可能有一位写错了。请对照证件再看一遍。",
        "The number does not add up; one character is probably wrong. Compare it with the document.",
    ),
    Reason.INNER_CHECK_CHARACTER: (
        "里面的组织机构代码对不上。请核对后再用。",
        "The organisation code inside does not add up. Please verify it.",
    ),
    Reason.ISSUER_CHECK_CHARACTER: (
        "里面的机构代码对不上。请核对后再用。",
        "A credit code inside does not add up. Please verify it.",
    ),
    Reason.UNKNOWN_CLASS: (
        "开头两位不是常见的机构类别。请核对后再用。",
        "The first two characters are not a known class of organisation. Please verify it.",
    ),
    Reason.WRONG_PREFIX: (
        "这不是本市的办件编号。请看回执上的编号。",
        "This is not a case number of this city. Look at the number on your receipt.",
    ),
    Reason.WRONG_ROOT: (
        "电子证照标识应以1.2.156.3005.2开头。请从证照上重新抄写。",
        "A licence identifier begins with 1.2.156.3005.2. Copy it again from the licence.",
    ),
    Reason.WRONG_PARTS: (
        "编号的组成不对。请从原件上重新抄写。",
        "The number does not have the right parts. Copy it again from the original.",
    ),
    Reason.WRONG_VERSION: (
        "版本号应是001到999。请从证照上重新抄写。",
        "The version is a number from 001 to 999. Copy it again from the licence.",
    ),
    Reason.WRONG_LEVEL: (
        "事项编码第19位应是1到6。请核对编码。",
        "Character 19 of an item code is a level from 1 to 6. Please check the code.",
    ),
    Reason.NOT_A_DOCUMENT_NUMBER: (
        "证件号码的格式不对。请核对证件种类和号码。",
        "The number does not fit this kind of document. Check the kind and the number.",
    ),
    Reason.NOT_A_MOBILE: (
        "手机号不对,应是1开头的11位数字。请再看一遍。",
        "This is not a mobile number: 11 digits beginning with 1. Please check it.",
    ),
    Reason.NOT_A_PHONE: (
        "电话号码不对。固定电话请带区号,如0833-2100000。",
        "This is not a phone number. Give a landline with its area code, such as 0833-2100000.",
    ),
    Reason.NOT_SIX_DIGITS: (
        "查询码是6位数字。请看回执或短信。",
        "The query password has six digits. Look at your receipt or text message.",
    ),
    Reason.TOO_LONG: (
        "名字太长了。请填证件上的名字。",
        "The name is too long. Enter the name on the document.",
    ),
    Reason.EMOJI: (
        "名字里不能有表情符号,证照上印不出来。请删掉。",
        "A name cannot hold emoji; they cannot be printed. Please remove them.",
    ),
    Reason.PRIVATE_CHARACTER: (
        "有一个字是自造字,别的电脑认不出来。请用拼音代替它,或到窗口办。",
        "One character is a private one that other computers cannot read. Write its pinyin, or ask at the window.",
    ),
    Reason.INVISIBLE_CHARACTER: (
        "名字里有看不见的字符。请删掉,重新输入一遍。",
        "The name holds an invisible character. Please type it again.",
    ),
    Reason.NOT_IN_A_NAME: (
        "名字里有不该有的符号或数字。请填证件上的名字。",
        "The name holds a sign or digit that names do not have. Enter the name on the document.",
    ),
    Reason.MISPLACED_MARK: (
        "名字里的点或横线放错了地方。请对照证件再看一遍。",
        "A dot or hyphen in the name is in the wrong place. Compare it with the document.",
    ),
    Reason.NO_LETTER: (
        "名字里没有字。请填证件上的名字。",
        "The name has no letter. Enter the name on the document.",
    ),
    Reason.UNKNOWN_KIND: (
        "不认识这种号码。请核对第一列写的种类。",
        "This kind of number is not known. Check the kind in the first column.",
    ),
    Reason.NO_VALUE: (
        "这一行没有号码。每行写“种类,号码”。",
        "This line has no number. Write kind,value on each line.",
    ),
}


def sentence(reason: Reason, language: str = "zh") -> str:
    """The sentence for ``reason``: English where ``language`` begins with ``en``, else Chinese."""
    chinese, english = _SENTENCES[reason]
    return english if language.startswith("en") else chinese
