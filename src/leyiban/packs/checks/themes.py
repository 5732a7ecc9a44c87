"""Life events, and what others do: their items exist, and what one item needs of another does not go in a circle."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.conditions import condition_problems
from leyiban.catalogue.rulefile.checks.subject import repeated
from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.source import Path
from leyiban.packs.checks.agencies import twice, unknown
from leyiban.packs.files import ThemeEntry
from leyiban.packs.pack import Pack


def themes_exist_once(pack: Pack) -> Iterator[Problem]:
    for index, key in repeated(tuple(theme.key for theme in pack.themes.model.themes)):
        yield twice(pack.themes.source, ("themes", index, "key"), "themes.key_twice", key)


def elsewhere_stands_once(pack: Pack) -> Iterator[Problem]:
    """A subject, and each word for it: one word leads to one place."""
    source, subjects = pack.elsewhere.source, pack.elsewhere.model.subjects
    for index, key in repeated(tuple(subject.key for subject in subjects)):
        yield twice(source, ("subjects", index, "key"), "elsewhere.key_twice", key)
    places = [
        (index, number) for index, each in enumerate(subjects) for number, _ in enumerate(each.words_for)
    ]
    for place, word in repeated(tuple(word for subject in subjects for word in subject.words_for)):
        index, number = places[place]
        yield twice(source, ("subjects", index, "words_for", number), "elsewhere.word_twice", word)


def members_are_items(pack: Pack) -> Iterator[Problem]:
    items = {item.rulefile.code for item in pack.items}
    source = pack.themes.source
    for index, theme in enumerate(pack.themes.model.themes):
        members = tuple(member.item for member in theme.items)
        for number, key in repeated(members):
            yield twice(source, ("themes", index, "items", number, "item"), "themes.item_twice", key)
        for number, member in enumerate(theme.items):
            if member.item not in items:
                path = ("themes", index, "items", number, "item")
                yield unknown(source, path, "themes.item", member.item, items)
            for needed in member.after:
                if needed not in members:
                    place = ("themes", index, "items", number, "after")
                    yield unknown(source, place, "themes.after", needed, set(members))


def questions_lead_to_items(pack: Pack) -> Iterator[Problem]:
    """A question is asked once, of later ones by earlier ones; each item's condition fits the questions (F1.2)."""
    source = pack.themes.source
    for index, theme in enumerate(pack.themes.model.themes):
        for number, key in repeated(tuple(question.key for question in theme.questions)):
            yield twice(source, ("themes", index, "questions", number, "key"), "themes.question_twice", key)
        asked: dict[str, FormField] = {}
        for number, question in enumerate(theme.questions):
            if question.when is not None:
                place: Path = ("themes", index, "questions", number, "when")
                yield from condition_problems(source, place, question.when, known=asked)
            asked[question.key] = question
        for number, member in enumerate(theme.items):
            if member.when is not None:
                place = ("themes", index, "items", number, "when")
                yield from condition_problems(source, place, member.when, known=asked)


def order_is_acyclic(pack: Pack) -> Iterator[Problem]:
    for index, theme in enumerate(pack.themes.model.themes):
        waiting = _waiting_for_each_other(theme)
        if waiting:
            number = next(n for n, member in enumerate(theme.items) if member.item == waiting[0])
            shown = "、".join(waiting)
            yield pack.themes.source.problem(
                ("themes", index, "items", number, "after"),
                "themes.cycle",
                (f"事项互相等待，成了圈：{shown}。", f"Items wait for each other: {', '.join(waiting)}."),
                ("请删掉其中一个 after。", "Remove one of these after entries."),
            )


def _waiting_for_each_other(theme: ThemeEntry) -> list[str]:
    """The items that can never begin because they wait for each other, directly or through others."""
    members = {member.item for member in theme.items}
    after = {member.item: set(member.after) & members for member in theme.items}
    done: set[str] = set()
    while ready := [item for item in after if item not in done and after[item] <= done]:
        done.update(ready)
    return [item for item in after if item not in done]
