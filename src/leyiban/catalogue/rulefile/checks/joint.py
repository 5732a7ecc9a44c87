"""Tasks of other offices: named where needed and only there, in time by their own rule, first if they take in."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.subject import Subject
from leyiban.catalogue.rulefile.plan import PRELIMINARY_REVIEW, At, Conclusion, Office, TaskKind
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.kernel.identifiers import Invalid, check_uscc


def offices_are_named(subject: Subject) -> Iterator[Problem]:
    """Who does a task of another office is said, completely; a task of one's own names nobody."""
    for index, task in enumerate(subject.rulefile.plan.tasks):
        path: Path = ("plan", "tasks", index)
        if task.is_joint and task.office is None:
            yield subject.problem(
                path,
                "plan.office_missing",
                (
                    f"任务“{task.key}”没写由哪个单位做。",
                    f'Task "{task.key}" does not say which office does it.',
                ),
                ("请写 office。", "Add office."),
            )
        elif task.office is not None and not task.is_joint:
            yield subject.problem(
                (*path, "office"),
                "plan.office_not_here",
                (f"“{task.kind}”由本单位做，不写 office。", f'"{task.kind}" is done by the office itself.'),
                ("请删掉 office，或改 kind。", "Remove office, or change kind."),
            )
        elif task.office is not None:
            yield from _office_problems(subject, index, task.office, task.kind)


def _office_problems(subject: Subject, index: int, office: Office, kind: TaskKind) -> Iterator[Problem]:
    path: Path = ("plan", "tasks", index, "office")
    if kind is TaskKind.FINAL_REVIEW or office.at is At.PROVINCE:
        yield from _province_problems(subject, path, office, kind)
        return
    if (office.agency is None) != (office.uscc is None):
        yield subject.problem(
            path,
            "plan.office_half",
            ("agency 和 uscc 要一起写。", "agency and uscc belong together."),
            ("请补上缺的那个。", "Add the missing one."),
        )
    if office.agency is None and office.at is At.ITSELF:
        yield subject.problem(
            path,
            "plan.office_is_ours",
            ("这就是本单位自己。", "That is the deciding office itself."),
            ("请写 at: above 或 below，或写 agency。", "Write at: above or below, or name an agency."),
        )
    if kind is TaskKind.PRE_REVIEW and (office.agency is not None or office.at is not At.BELOW):
        yield subject.problem(
            path,
            "plan.pre_review_below",
            ("初审由下级同一系统的单位做。", "A pre-review is done by the lower level of the same line."),
            ("请写 office: {at: below}。", "Write office: {at: below}."),
        )


def _province_problems(subject: Subject, path: Path, office: Office, kind: TaskKind) -> Iterator[Problem]:
    """A final review is the province's, and the province does nothing else; it is named here, being no agency here."""
    if (kind is TaskKind.FINAL_REVIEW) != (office.at is At.PROVINCE):
        yield subject.problem(
            path,
            "plan.final_review_province",
            (
                "终审由省里的单位做，别的任务不写省。",
                "A final review is the province's, and nothing else is.",
            ),
            ("请写 kind: final_review 和 at: province。", "Write kind: final_review and at: province."),
        )
    elif office.agency is not None or office.uscc is None or office.name is None:
        yield subject.problem(
            path,
            "plan.province_named",
            ("省里的单位要写名称和信用代码。", "An office of the province needs a name and a credit code."),
            ("请写 uscc 和 name，不写 agency。", "Write uscc and name, and no agency."),
        )
    elif isinstance(check_uscc(office.uscc), Invalid):
        yield subject.problem(
            (*path, "uscc"),
            "plan.province_uscc",
            ("省里单位的信用代码不对。", "The credit code of the province's office is not right."),
            ("请核对。", "Check it."),
        )


def final_review_decides(subject: Subject) -> Iterator[Problem]:
    """One at most, without condition or silence; it grants or denies, and the city's decision carries that out."""
    plan = subject.rulefile.plan
    found = [(index, task) for index, task in enumerate(plan.tasks) if task.kind is TaskKind.FINAL_REVIEW]
    for number, (index, task) in enumerate(found):
        path: Path = ("plan", "tasks", index)
        if number or task.when is not None or task.silence is not None:
            yield subject.problem(
                path,
                "plan.final_review_once",
                (
                    "终审只有1个，不带条件，不能默认同意。",
                    "There is one final review, without a condition or silent consent.",
                ),
                ("请删掉多余的，删掉 when 和 silence。", "Remove the others, and when and silence."),
            )
        if set(task.may_conclude) != {Conclusion.AGREE, Conclusion.DISSENT}:
            yield subject.problem(
                path,
                "plan.final_review_decides",
                ("终审的结论只有同意和不同意。", "A final review grants or denies."),
                ("请写 may_conclude: [agree, dissent]。", "Write may_conclude: [agree, dissent]."),
            )


def joint_tasks_have_terms(subject: Subject) -> Iterator[Problem]:
    """Each has a limit of its own, something to conclude, and agreement among it."""
    for index, task in enumerate(subject.rulefile.plan.tasks):
        path: Path = ("plan", "tasks", index)
        if task.is_joint and not task.within_working_days:
            yield subject.problem(
                path,
                "plan.joint_limit",
                (f"任务“{task.key}”要有自己的时限。", f'Task "{task.key}" needs a limit of its own.'),
                ("请写 within_working_days，至少1。", "Write within_working_days, at least 1."),
            )
        if task.is_joint and Conclusion.AGREE not in task.may_conclude:
            yield subject.problem(
                (*path, "may_conclude"),
                "plan.joint_agrees",
                ("意见里要能选同意。", "Agreement must be among the conclusions."),
                ("请加 agree。", "Add agree."),
            )
        if task.silence is not None and not task.is_joint:
            yield subject.problem(
                (*path, "silence"),
                "plan.silence_not_here",
                ("本单位的任务不能写 silence。", "A task of one's own has no silence."),
                ("请删掉 silence。", "Remove silence."),
            )


def pre_review_comes_first(subject: Subject) -> Iterator[Problem]:
    """One at most, before everything else, and within what the law gives it (R8)."""
    rulefile = subject.rulefile
    found = [
        (index, task) for index, task in enumerate(rulefile.plan.tasks) if task.kind is TaskKind.PRE_REVIEW
    ]
    for number, (index, task) in enumerate(found):
        path: Path = ("plan", "tasks", index)
        if number or task.after or task.when is not None:
            yield subject.problem(
                path,
                "plan.pre_review_first",
                (
                    "初审只有1个，最先做，不带条件。",
                    "There is one pre-review, first and without a condition.",
                ),
                ("请删掉 after 和 when。", "Remove after and when."),
            )
        rule = (subject.lawbook or {}).get(PRELIMINARY_REVIEW)
        days = [amount for amount, unit in rule.amounts if unit is TimeUnit.WORKING_DAY] if rule else []
        if days and (task.within_working_days or 0) > min(days):
            yield subject.problem(
                (*path, "within_working_days"),
                "plan.pre_review_too_long",
                (f"初审最多{min(days)}个工作日。", f"A pre-review takes {min(days)} working days at most."),
                ("请改短。", "Make it shorter."),
            )


def joint_plans_are_not_cut_short(subject: Subject) -> Iterator[Problem]:
    """What other offices must say is neither decided on the spot nor skipped."""
    plan = subject.rulefile.plan
    has_joint = any(task.is_joint for task in plan.tasks)
    if has_joint and (subject.rulefile.instant or plan.chief_representative_may_shorten):
        yield subject.problem(
            ("plan",),
            "plan.joint_not_shortened",
            ("有别的单位参加，不能当场决定。", "With other offices taking part nothing is decided at once."),
            (
                "请写 chief_representative_may_shorten: false，办件类型写承诺件。",
                "Write chief_representative_may_shorten: false, and make it a promise item.",
            ),
        )
    if has_joint and not any(not task.is_joint and task.kind is not TaskKind.DECIDE for task in plan.tasks):
        yield subject.problem(
            ("plan", "tasks"),
            "plan.joint_needs_lead",
            ("牵头单位自己也要审。", "The lead office reviews, too."),
            ("请加一个 review 或 check。", "Add a review or a check."),
        )
