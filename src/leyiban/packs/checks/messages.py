"""The city's rules for text messages: hours that are hours, words that a message may hold."""

import datetime as dt
from collections.abc import Iterator, Mapping

from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.catalogue.words import Bilingual
from leyiban.messages import standard  # noqa: F401  (declares the templates)
from leyiban.messages.sender import QUIET_FROM, QUIET_UNTIL, WORDING
from leyiban.messages.templates import FlawKind, all_templates, find_template, flaws_of
from leyiban.packs.pack import Pack
from leyiban.packs.rules import RuleLine

_FLAWS: Mapping[FlawKind, Bilingual] = {
    FlawKind.BRACES: say("花括号里只能写一个名字:", "Braces hold one plain name:"),
    FlawKind.UNKNOWN_FACT: say("这条短信里没有:", "This message does not have:"),
    FlawKind.LINK: say("短信里不放链接:", "A text message holds no link:"),
    FlawKind.ASKS: say("短信从不要验证码、密码和钱:", "A text message never asks for a code or money:"),
    FlawKind.SIGN: say("签名由程序加:", "The sign is put in front by the program:"),
    FlawKind.TOO_LONG: say("太长,一条短信放不下:", "Too long for one text message:"),
}
_CHANGE = say("请改 value。", "Change value.")


def quiet_hours_are_hours(pack: Pack) -> Iterator[Problem]:
    for line in pack.rules.lines:
        if line.rule.key in (QUIET_FROM, QUIET_UNTIL) and not _is_hour(str(line.rule.value)):
            what = say(f"“{line.rule.value}”不是时间。", f"{line.rule.value} is no time of day.")
            yield Problem(
                pack.rules.file, line.line, "messages.hour", what, say("请写成 21:00。", "Write 21:00.")
            )


def own_words_fit_a_message(pack: Pack) -> Iterator[Problem]:
    for line in pack.rules.lines:
        if line.rule.key.startswith(WORDING):
            yield from _words(pack.rules.file, line)


def _words(file: str, line: RuleLine) -> Iterator[Problem]:
    key = line.rule.key.removeprefix(WORDING)
    template = find_template(key)
    if template is None:
        what = say(f"没有短信“{key}”。", f'There is no message "{key}".')
        known = [each.key for each in all_templates()]
        yield Problem(file, line.line, "messages.template", what, choose_from(key, known))
        return
    for flaw in flaws_of(str(line.rule.value), template):
        said = _FLAWS[flaw.kind]
        what = say(f"{said.zh}{flaw.detail}。", f"{said.en} {flaw.detail}.")
        yield Problem(file, line.line, f"messages.{flaw.kind}", what, _CHANGE)


def _is_hour(text: str) -> bool:
    try:
        dt.time.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 5
