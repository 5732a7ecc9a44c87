"""What is said of before agrees with what the file asks today, so that no saving is claimed that is none (M3.3, M3.4)."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.before import PaperBefore
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.checks.subject import Subject
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import PaperGone


def papers_before_are_accounted_for(subject: Subject) -> Iterator[Problem]:
    """Each is still brought as a material of this file, or it is said what became of it, and that is true."""
    before = subject.rulefile.before
    if before is None:
        return
    known = {material.key: material for material in subject.rulefile.materials}
    for index, paper in enumerate(before.papers.asked):
        path: Path = ("before", "papers", "asked", index)
        if paper.now is not None and paper.now not in known:
            advice = choose_from(paper.now, known)
            yield subject.problem(
                (*path, "now"),
                "reduction.unknown_paper",
                (f"没有材料“{paper.now}”。", f'There is no material "{paper.now}".'),
                (advice.zh, advice.en or advice.zh),
            )
            continue
        fetched = paper.now is not None and is_held(known[paper.now])
        yield from _fate(subject, path, paper, fetched=fetched)


def _fate(subject: Subject, path: Path, paper: PaperBefore, *, fetched: bool) -> Iterator[Problem]:
    if paper.now is None and paper.how in (None, PaperGone.FETCHED, PaperGone.MERGED):
        yield subject.problem(
            path,
            "reduction.no_fate",
            (
                f"“{paper.name.zh}”现在是哪一样材料,没有写。",
                f'It is not said which material stands for "{paper.name.en or paper.name.zh}" now.',
            ),
            (
                "请写 now: 材料的 key;不要了的,写 how。",
                "Write now: the material's key; if it is gone, write how.",
            ),
        )
    elif (paper.how is PaperGone.FETCHED) != fetched:
        yield subject.problem(
            path,
            "reduction.fetched",
            (
                f"“{paper.name.zh}”写的和材料不一样:由我们取的材料要写 share_source 或 licence_type_code。",
                "This and the material disagree: what we fetch names its share_source or licence_type_code.",
            ),
            ("请改 how,或改那一样材料。", "Change how, or change the material."),
        )
    elif paper.now is not None and paper.how not in (None, PaperGone.FETCHED, PaperGone.MERGED):
        yield subject.problem(
            path,
            "reduction.gone_and_asked",
            (
                f"“{paper.name.zh}”写了不要了,又写了现在的材料。",
                "It is said to be gone, and to be asked for.",
            ),
            ("请删掉 now 或 how。", "Remove now or how."),
        )


def steps_before_are_accounted_for(subject: Subject) -> Iterator[Problem]:
    """Each is a step of today's flow, or it is said what became of it; never both, never neither."""
    before = subject.rulefile.before
    if before is None:
        return
    flow = {step.step for step in subject.rulefile.flow}
    for index, step in enumerate(before.steps.asked):
        if (step.now is None) == (step.how is None) or (step.now is not None and step.now not in flow):
            yield subject.problem(
                ("before", "steps", "asked", index),
                "reduction.step",
                (
                    f"“{step.name.zh}”要么写 now(现在的哪一步),要么写 how(怎么没有了)。",
                    "A step of before says either now (a step of today's flow) or how it went.",
                ),
                ("请照 flow 里的 step 写 now,或写 how。", "Write now as a step of flow, or write how."),
            )
