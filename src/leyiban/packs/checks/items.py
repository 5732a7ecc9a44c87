"""Items: each rule file right by itself and by the city's lawbook, agencies and outlets."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries.guides import lawbook_entries
from leyiban.catalogue.rulefile.checks import check_rulefile
from leyiban.catalogue.rulefile.plan import At, Task
from leyiban.catalogue.source import Path
from leyiban.kernel.actors import Role
from leyiban.packs.checks.agencies import twice, unknown
from leyiban.packs.files import AgencyEntry
from leyiban.packs.pack import ItemFile, Pack
from leyiban.people.rules.divisions import covers


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
        needed = {
            Role.WINDOW_CLERK,
            *(Role(task.by) for task in item.rulefile.plan.tasks if not task.is_joint),
        }
        for index, body in enumerate(item.rulefile.implementing):
            own = {post.role for post in pack.posts.model.posts if post.agency == body.agency}
            for role in sorted(needed - usual - own):
                yield item.source.problem(
                    ("implementing", index, "agency"),
                    "items.no_post",
                    (f"“{body.agency}”没有岗位“{role}”。", f'"{body.agency}" has no post "{role}".'),
                    ("请在 posts.yaml 补上。", "Add it to posts.yaml."),
                )


def other_offices_are_there(pack: Pack) -> Iterator[Problem]:
    """Every office that takes part exists, for every body of the item, with the post for its task."""
    agencies = {agency.key: agency for agency in pack.agencies.model.agencies}
    usual = {pattern.role for pattern in pack.posts.model.every_agency}
    for item in pack.items:
        for index, task in enumerate(item.rulefile.plan.tasks):
            path: Path = ("plan", "tasks", index, "office")
            if task.office is None or task.office.at is At.PROVINCE:
                continue  # an office of the province is none of the pack's agencies
            named = task.office.agency
            if named is not None and named not in agencies:
                yield unknown(item.source, path, "items.office", named, set(agencies))
                continue
            if named is not None and agencies[named].uscc != task.office.uscc:
                yield item.source.problem(
                    (*path, "uscc"),
                    "items.office_uscc",
                    (f"和 agencies.yaml 里“{named}”的信用代码不一样。", f'Not the credit code of "{named}".'),
                    ("请改这一处，或改 agencies.yaml。", "Change it here, or in agencies.yaml."),
                )
            yield from _missing_offices(pack, item, path, task, usual)


def _missing_offices(
    pack: Pack, item: ItemFile, path: Path, task: Task, usual: set[Role]
) -> Iterator[Problem]:
    """The line of every body has somebody there; below a city, in every county of it."""
    agencies = {agency.key: agency for agency in pack.agencies.model.agencies}
    assert task.office is not None
    for body in item.rulefile.implementing:
        origin = agencies.get(task.office.agency or body.agency)
        if origin is None:
            continue  # told by bodies_are_agencies
        found = _in_line(origin, task.office.at, body.region, tuple(agencies.values()))
        if not found:
            yield item.source.problem(
                path,
                "items.office_line",
                (f"“{origin.key}”没有这一级的单位。", f'"{origin.key}" has no office at this level.'),
                ("请在 agencies.yaml 写 superior，或改 at。", "Add superior in agencies.yaml, or change at."),
            )
        for agency in found:
            own = {post.role for post in pack.posts.model.posts if post.agency == agency.key}
            if Role(task.by) not in usual | own:
                yield item.source.problem(
                    path,
                    "items.no_post",
                    (f"“{agency.key}”没有岗位“{task.by}”。", f'"{agency.key}" has no post "{task.by}".'),
                    ("请在 posts.yaml 补上。", "Add it to posts.yaml."),
                )


def _in_line(
    origin: AgencyEntry, at: At, region: str, agencies: tuple[AgencyEntry, ...]
) -> tuple[AgencyEntry, ...]:
    match at:
        case At.ITSELF:
            return (origin,)
        case At.ABOVE:
            return tuple(each for each in agencies if each.key == origin.superior)
    below = (each for each in agencies if each.superior == origin.key)
    return tuple(each for each in below if covers(each.region, region) or covers(region, each.region))


def outlets_are_known(pack: Pack) -> Iterator[Problem]:
    known = {outlet.key for outlet in pack.outlets.model.outlets}
    for item in pack.items:
        for index, body in enumerate(item.rulefile.implementing):
            for outlet in body.outlets:
                if outlet not in known:
                    path = ("implementing", index, "outlets")
                    yield unknown(item.source, path, "items.outlet", outlet, known)
