"""Agencies, their posts and their seals."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.subject import repeated
from leyiban.catalogue.source import Path, Source
from leyiban.kernel.actors import Role
from leyiban.kernel.identifiers import Invalid, check_uscc
from leyiban.packs.pack import Pack
from leyiban.people.rules.divisions import covers


def unknown(source: Source, path: Path, code: str, word: str, known: set[str]) -> Problem:
    """A word that should name something of the pack and does not."""
    advice = choose_from(word, known)
    return source.problem(
        path,
        code,
        (f"没有“{word}”。", f'There is no "{word}".'),
        (advice.zh, advice.en or advice.zh),
    )


def twice(source: Source, path: Path, code: str, word: str) -> Problem:
    return source.problem(
        path,
        code,
        (f"“{word}”写了两次。", f'"{word}" is there twice.'),
        ("请删掉一个，或改名。", "Remove one, or rename it."),
    )


def keys_and_codes_are_unique(pack: Pack) -> Iterator[Problem]:
    agencies = pack.agencies.model.agencies
    for index, key in repeated(tuple(agency.key for agency in agencies)):
        yield twice(pack.agencies.source, ("agencies", index, "key"), "agencies.key_twice", key)
    for index, uscc in repeated(tuple(agency.uscc for agency in agencies)):
        yield twice(pack.agencies.source, ("agencies", index, "uscc"), "agencies.uscc_twice", uscc)


def codes_are_right(pack: Pack) -> Iterator[Problem]:
    for index, agency in enumerate(pack.agencies.model.agencies):
        checked = check_uscc(agency.uscc)
        if isinstance(checked, Invalid):
            yield pack.agencies.source.problem(
                ("agencies", index, "uscc"),
                "agencies.uscc",
                (f"统一社会信用代码“{agency.uscc}”不对。", f"The credit code {agency.uscc} is not right."),
                (checked.message("zh"), checked.message("en")),
            )


def regions_exist(pack: Pack) -> Iterator[Problem]:
    regions = set(pack.regions.by_code)
    for index, agency in enumerate(pack.agencies.model.agencies):
        if agency.region not in regions:
            yield unknown(
                pack.agencies.source, ("agencies", index, "region"), "agencies.region", agency.region, regions
            )


def superiors_exist(pack: Pack) -> Iterator[Problem]:
    agencies = {agency.key: agency for agency in pack.agencies.model.agencies}
    for index, agency in enumerate(pack.agencies.model.agencies):
        path: Path = ("agencies", index, "superior")
        if agency.superior is None:
            continue
        if agency.superior not in agencies:
            yield unknown(pack.agencies.source, path, "agencies.superior", agency.superior, set(agencies))
        elif agency.superior == agency.key or not covers(agencies[agency.superior].region, agency.region):
            yield pack.agencies.source.problem(
                path,
                "agencies.superior_level",
                (f"“{agency.superior}”管不到这里。", f'"{agency.superior}" is not above this agency.'),
                ("请改 superior。", "Change superior."),
            )


def phones_are_right(pack: Pack) -> Iterator[Problem]:
    """Advice and complaints differ, and landlines carry the city's area code (guide check 8)."""
    area = pack.city.model.area_code
    for index, agency in enumerate(pack.agencies.model.agencies):
        if set(agency.consult_phones) & set(agency.complaint_phones):
            yield pack.agencies.source.problem(
                ("agencies", index, "complaint_phones"),
                "agencies.same_phone",
                ("咨询电话和投诉电话一样。", "The telephones for advice and complaints are the same."),
                ("请写另一个投诉电话。", "Give another number for complaints."),
            )
        for phone in (*agency.consult_phones, *agency.complaint_phones):
            if phone.startswith("0") and not phone.startswith(area):
                yield pack.agencies.source.problem(
                    ("agencies", index),
                    "agencies.area_code",
                    (f"电话“{phone}”的区号不是{area}。", f"{phone} does not have the area code {area}."),
                    ("请核对电话。", "Check the number."),
                )


def posts_exist(pack: Pack) -> Iterator[Problem]:
    agencies = {agency.key: agency for agency in pack.agencies.model.agencies}
    source = pack.posts.source
    for index, role in repeated(tuple(pattern.role.value for pattern in pack.posts.model.every_agency)):
        yield twice(source, ("every_agency", index, "role"), "posts.role_twice", role)
    for index, key in repeated(tuple(post.key for post in pack.posts.model.posts)):
        yield twice(source, ("posts", index, "key"), "posts.key_twice", key)
    for index, post in enumerate(pack.posts.model.posts):
        agency = agencies.get(post.agency)
        if agency is None:
            yield unknown(source, ("posts", index, "agency"), "posts.agency", post.agency, set(agencies))
        elif post.region is not None and not covers(agency.region, post.region):
            yield source.problem(
                ("posts", index, "region"),
                "posts.region",
                ("岗位管的地方不在单位的地区里。", "The post's region lies outside its agency's."),
                ("请改 region，或删掉。", "Change region, or remove it."),
            )


def seals_exist(pack: Pack) -> Iterator[Problem]:
    known = {agency.key for agency in pack.agencies.model.agencies}
    for key in pack.seals.model.agencies:
        if key not in known:
            yield unknown(pack.seals.source, ("agencies", key), "seals.agency", key, known)


def handling_agencies_have_a_leader(pack: Pack) -> Iterator[Problem]:
    """F5.1: what is late goes to a leader by name, so every agency that handles items has the post."""
    if any(pattern.role is Role.LEADER for pattern in pack.posts.model.every_agency):
        return
    led = {post.agency for post in pack.posts.model.posts if post.role is Role.LEADER}
    handling = {body.agency for item in pack.items for body in item.rulefile.implementing}
    for key in sorted(handling - led):
        yield pack.posts.source.problem(
            ("posts",),
            "posts.no_leader",
            (f"“{key}”办事项，没有分管领导的岗位。", f'"{key}" handles items and has no leader\'s post.'),
            (
                "请在 posts 里加一个 role 是 leader 的岗位。",
                "Add a post with the role leader for it.",
            ),
        )
