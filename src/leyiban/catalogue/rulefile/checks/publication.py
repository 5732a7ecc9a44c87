"""The twelve checks a guide must pass before it is published (``service-items.md`` §3)."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.subject import LawbookEntry, Subject
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.rulefile.terms import LimitClaim, RuleReference, StatedLimit
from leyiban.catalogue.vocabulary import (
    HandleType,
    ItemType,
    MaterialFormat,
    Necessity,
    OnlineDepth,
    ResultKind,
    ServedPerson,
    TimeUnit,
)

# For comparing limits only, as a provincial case-exchange format does; clocks never convert.
_IN_MINUTES = {
    TimeUnit.MINUTE: 1,
    TimeUnit.HOUR: 60,
    TimeUnit.WORKING_DAY: 24 * 60,
    TimeUnit.NATURAL_DAY: 24 * 60,
    TimeUnit.MONTH: 30 * 24 * 60,
}
_STEPS_OF_A_LICENCE = ("accept", "review", "decide", "finish", "deliver")


def instant_means_at_once(subject: Subject) -> Iterator[Problem]:
    """1. Promise "at once" and 即办件 are the same thing."""
    promised = subject.rulefile.limits.promised
    at_once = isinstance(promised, StatedLimit) and promised.amount == 0
    if at_once != subject.rulefile.instant:
        yield subject.problem(
            ("project_type",),
            "publication.instant",
            (
                "即办件的承诺时限应写0；承诺件不能写0。",
                "An instant item promises 0; a promise item does not.",
            ),
            ("请改 project_type 或 limits.promised。", "Change project_type or limits.promised."),
        )


def promise_within_statute(subject: Subject) -> Iterator[Problem]:
    """2. The promise is never longer than the statutory limit, in any period of the law."""
    limits = subject.rulefile.limits
    promised = [_minutes(amount, unit) for amount, unit in _amounts(subject, limits.promised)]
    statutory = [_minutes(amount, unit) for amount, unit in _amounts(subject, limits.statutory)]
    if promised and statutory and max(promised) > min(statutory):
        yield subject.problem(
            ("limits", "promised"),
            "publication.promise_too_long",
            ("承诺时限比法定时限长。", "The promised limit is longer than the statutory one."),
            ("请把承诺时限改短。", "Shorten the promised limit."),
        )


def _amounts(subject: Subject, claim: LimitClaim) -> tuple[tuple[int, TimeUnit], ...]:
    if isinstance(claim, RuleReference):
        entry: LawbookEntry | None = (subject.lawbook or {}).get(claim.rule)
        return entry.amounts if entry else ()
    return ((claim.amount, claim.unit),)


def _minutes(amount: int, unit: TimeUnit) -> int:
    return amount * _IN_MINUTES[unit]


def result_name_fits(subject: Subject) -> Iterator[Problem]:
    """3. A name that ends in 证 is a licence; in 文 or 批复 a document."""
    result = subject.rulefile.result
    name = result.name.zh
    expected = None
    if name.endswith("证"):
        expected = ResultKind.LICENCE
    elif name.endswith(("文", "批复")):
        expected = ResultKind.APPROVAL_DOCUMENT
    if expected is not None and result.kind is not expected:
        yield subject.problem(
            ("result", "kind"),
            "publication.result_kind",
            (
                f"“{name}”应是{expected.zh}，写的是{result.kind.zh}。",
                f'"{name}" should be of kind {expected}.',
            ),
            (f"请把 kind 改成 {expected}，或改名称。", f"Set kind to {expected}, or change the name."),
        )


def trips_have_reasons(subject: Subject) -> Iterator[Problem]:
    """4. Trips need a reason; no trips need none."""
    trips = subject.rulefile.trips
    if (trips.count > 0) != (trips.reason is not None):
        yield subject.problem(
            ("trips",),
            "publication.trips_reason",
            ("要跑现场的，写明原因；不用跑的，不写原因。", "A trip needs a reason; no trip needs none."),
            ("请补上或删掉 trips.reason。", "Add or remove trips.reason."),
        )


def no_trip_needs_a_way(subject: Subject) -> Iterator[Problem]:
    """5. Zero trips and not online: then by post."""
    ways = subject.rulefile.handle_types
    if subject.rulefile.trips.count == 0 and HandleType.ONLINE not in ways and HandleType.COURIER not in ways:
        yield subject.problem(
            ("handle_types",),
            "publication.no_way",
            ("一次都不跑，又不能网上办，也不能邮寄。", "No trip, not online and not by post."),
            ("请在 handle_types 加 online 或 courier。", "Add online or courier to handle_types."),
        )


def online_depth(subject: Subject) -> Iterator[Problem]:
    """6. Depth IV means no trip; a stated depth is the one the abilities give."""
    online = subject.rulefile.online
    depth = depth_of(online.abilities)
    if online.depth is not None and online.depth is not depth:
        yield subject.problem(
            ("online", "depth"),
            "publication.depth_differs",
            (f"按能力算网办深度是{depth}，写的是{online.depth}。", f"The abilities give depth {depth}."),
            ("请改 depth，或改 abilities。", "Change depth or abilities."),
        )
    if depth is OnlineDepth.IV and subject.rulefile.trips.count > 0:
        yield subject.problem(
            ("trips", "count"),
            "publication.depth_and_trips",
            ("全程网办，却还要跑现场。", "Fully online, yet a trip is needed."),
            ("请把 count 改成0，或减少 abilities。", "Set count to 0, or take away abilities."),
        )


def fees_complete(subject: Subject) -> Iterator[Problem]:
    """7. Charged means items; free means none and no online payment. (Basis and standard the model asks.)"""
    fees = subject.rulefile.fees
    if fees.charged != bool(fees.items):
        yield subject.problem(
            ("fees",),
            "publication.fees",
            ("收费的要列收费项目，不收费的不能列。", "Charged means items; free means none."),
            ("请改 charged，或改 items。", "Change charged or items."),
        )
    if not fees.charged and fees.pay_online:
        yield subject.problem(
            ("fees", "pay_online"),
            "publication.pay_online",
            ("不收费，却可以网上付款。", "Free, yet payable online."),
            ("请删掉 pay_online。", "Remove pay_online."),
        )


def phones_differ(subject: Subject) -> Iterator[Problem]:
    """8. Advice and complaints have different telephones."""
    for index, body in enumerate(subject.rulefile.implementing):
        if body.consult_phone.replace("-", "") == body.complaint_phone.replace("-", ""):
            yield subject.problem(
                ("implementing", index, "complaint_phone"),
                "publication.same_phone",
                ("咨询电话和投诉电话一样。", "The telephones for advice and complaints are the same."),
                ("请写另一个投诉电话。", "Give another number for complaints."),
            )


def topics_fit_served(subject: Subject) -> Iterator[Problem]:
    """9. Who is served and where the item is listed agree."""
    served = subject.rulefile.served
    topics = subject.rulefile.topics
    pairs = (
        ("person", ServedPerson.NATURAL_PERSON in served, bool(topics.person), "自然人", "natural persons"),
        (
            "enterprise",
            any(kind is not ServedPerson.NATURAL_PERSON for kind in served),
            bool(topics.enterprise),
            "法人和其他组织",
            "organisations",
        ),
    )
    for key, is_served, is_listed, zh, en in pairs:
        if is_served != is_listed:
            yield subject.problem(
                ("topics", key) if is_listed else ("topics",),
                "publication.topics",
                (f"服务对象和主题分类不一致：{zh}。", f"served and topics disagree about {en}."),
                (f"请改 served，或改 topics.{key}。", f"Change served or topics.{key}."),
            )


def licence_has_steps_and_questions(subject: Subject) -> Iterator[Problem]:
    """10. A licence shows five steps and at least one question."""
    rulefile = subject.rulefile
    if rulefile.item_type is not ItemType.ADMIN_LICENCE:
        return
    missing = [step for step in _STEPS_OF_A_LICENCE if step not in {flow.step for flow in rulefile.flow}]
    if missing:
        yield subject.problem(
            ("flow",),
            "publication.steps",
            (f"办理流程缺少：{'、'.join(missing)}。", f"The flow lacks: {', '.join(missing)}."),
            ("请补上这几步。", "Add these steps."),
        )
    if not rulefile.faq:
        yield subject.problem(
            (),
            "publication.faq",
            ("行政许可至少要有1个常见问题。", "A licence needs at least one question and answer."),
            ("请补上 faq。", "Add faq."),
        )


def result_has_sample(subject: Subject) -> Iterator[Problem]:
    """11. A result exists: a specimen exists."""
    result = subject.rulefile.result
    if result.kind is not ResultKind.NONE and result.sample is None:
        yield subject.problem(
            ("result",),
            "publication.result_sample",
            ("有审批结果，却没有结果样本。", "There is a result but no specimen of it."),
            ("请补上 result.sample。", "Add result.sample."),
        )


def required_paper_is_shown(subject: Subject) -> Iterator[Problem]:
    """12. Each required paper has an empty form or a specimen, and at least one copy."""
    for index, material in enumerate(subject.rulefile.materials):
        on_paper = material.format is not MaterialFormat.ELECTRONIC
        if material.necessity is not Necessity.REQUIRED or not on_paper:
            continue
        if material.blank is None and material.sample is None:
            yield subject.problem(
                ("materials", index),
                "publication.no_form_or_sample",
                (
                    f"“{material.name}”没有空白表格，也没有样表。",
                    f'"{material.key}" has no form or specimen.',
                ),
                ("请补上 blank 或 sample。", "Add blank or sample."),
            )
        if material.copies < 1:
            yield subject.problem(
                ("materials", index, "copies"),
                "publication.no_copies",
                (f"“{material.name}”的份数是0。", f'"{material.key}" asks for 0 copies.'),
                ("请把 copies 改成1或更多。", "Set copies to 1 or more."),
            )
