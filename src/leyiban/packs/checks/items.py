"""Items: each rule file right by itself and by the city's lawbook, agencies and outlets."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries.guides import lawbook_entries
from leyiban.catalogue.rulefile.checks import check_rulefile
from leyiban.catalogue.source import Path
from leyiban.kernel.actors import Role
from leyiban.packs.checks.agencies import twice, unknown
from leyiban.packs.files import AgencyEntry
from leyiban.packs.pack import ItemFile, Pack


def codes_are_unique(pack: Pack) -> Iterator[Problem]:
    """One item code, and one handling-item code per body, belong to one file."""
    seen: set[str] = set()
    for item in pack.items:
        for index, body in enumerate(item.rulefile.implementing):
            code = item.rulefile.task_handle_item(body)
            if code in seen:
                yield twice(item.source, ("implementing", index, "task_code"), "items.code_twice", code)
            seen.add(code)


def rule_files_are_right(pack: Pack) -> Iterator[Problem]:
    lawbook = lawbook_entries(pack.rules.rules)
    for item in pack.items:
        yield from check_rulefile(item.reading, lawbook=lawbook)


def another_item_is_there(pack: Pack) -> Iterator[Problem]:
    """The item that a condition names for whom it does not hold."""
    items = {item.rulefile.code for item in pack.items}
    for item in pack.items:
        for index, condition in enumerate(item.rulefile.conditions):
            if condition.instead is not None and condition.instead not in items - {item.rulefile.code}:
                path: Path = ("conditions", index, "instead")
                yield unknown(item.source, path, "items.instead", condition.instead, items)


def bodies_are_agencies(pack: Pack) -> Iterator[Problem]:
    """The agency exists, its credit code begins the implementation code, its region and phones agree."""
    agencies = {agency.key: agency for agency in pack.agencies.model.agencies}
    for item in pack.items:
        for index, body in enumerate(item.rulefile.implementing):
            agency = agencies.get(body.agency)
            path: Path = ("implementing", index)
            if agency is None:
                yield unknown(item.source, (*path, "agency"), "items.agency", body.agency, set(agencies))
            else:
                yield from _disagreements(pack, item, index, agency)


def _disagreements(pack: Pack, item: ItemFile, index: int, agency: AgencyEntry) -> Iterator[Problem]:
    body = item.rulefile.implementing[index]
    area = pack.city.model.area_code
    pairs = (
        (
            body.task_code[:18] == agency.uscc,
            "task_code",
            "实施编码不是以它的信用代码开头",
            "its credit code does not begin the implementation code",
        ),
        (body.region == agency.region, "region", "地区和机构的地区不一样", "its region is another"),
        (
            body.consult_phone in agency.consult_phones,
            "consult_phone",
            "咨询电话不是它的",
            "the advice telephone is not its own",
        ),
        (
            body.complaint_phone in agency.complaint_phones,
            "complaint_phone",
            "投诉电话不是它的",
            "the complaints telephone is not its own",
        ),
        (
            body.consult_phone.startswith((area, "1")),
            "consult_phone",
            f"电话区号不是{area}",
            f"the area code is not {area}",
        ),
    )
    for agrees, key, zh, en in pairs:
        if not agrees:
            yield item.source.problem(
                ("implementing", index, key),
                f"items.{key}_differs",
                (
                    f"和 agencies.yaml 里的“{agency.key}”不一致：{zh}。",
                    f'Disagrees with "{agency.key}" in agencies.yaml: {en}.',
                ),
                ("请改这一处，或改 agencies.yaml。", "Change it here, or in agencies.yaml."),
            )


def bodies_have_posts(pack: Pack) -> Iterator[Problem]:
    """Every body of an item has a post for each task, and one that takes in."""
    usual = {pattern.role for pattern in pack.posts.model.every_agency}
    for item in pack.items:
        needed = {Role.WINDOW_CLERK, *(Role(task.by) for task in item.rulefile.plan.tasks)}
        for index, body in enumerate(item.rulefile.implementing):
            own = {post.role for post in pack.posts.model.posts if post.agency == body.agency}
            for role in sorted(needed - usual - own):
                yield item.source.problem(
                    ("implementing", index, "agency"),
                    "items.no_post",
                    (f"“{body.agency}”没有岗位“{role}”。", f'"{body.agency}" has no post "{role}".'),
                    ("请在 posts.yaml 补上。", "Add it to posts.yaml."),
                )


def outlets_are_known(pack: Pack) -> Iterator[Problem]:
    known = {outlet.key for outlet in pack.outlets.model.outlets}
    for item in pack.items:
        for index, body in enumerate(item.rulefile.implementing):
            for outlet in body.outlets:
                if outlet not in known:
                    path = ("implementing", index, "outlets")
                    yield unknown(item.source, path, "items.outlet", outlet, known)
