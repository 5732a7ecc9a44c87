"""What a public list tells of an item in one line, made comparable: two lines differ exactly where their facts do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.vocabulary import OnlineDepth
from leyiban.catalogue.words import Bilingual


class ListFact(StrEnum):
    """A column of the list. The last four are those of a bare item, of which nothing else is known."""

    NAME = "name"
    TYPE = "type"
    DEPTH = "depth"
    PROMISED = "promised"
    STATUTORY = "statutory"
    TRIPS = "trips"
    PAPERS = "papers"
    OFFICES = "offices"
    DEPARTMENT = "department"
    MAIN_ITEM = "main_item"
    TASK_TYPE = "task_type"
    DEPT_CODE = "dept_code"


FactValue = str | int | tuple[str, ...] | FoundLimit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """``key`` is the item's code, or of a bare item its codes of area and item. ``code`` is what is printed.

    Facts that are not known (a limit before its law was loaded) are None. ``notice`` says why less can be done online
    than in the version before.
    """

    key: str
    code: str
    bare: bool
    facts: Mapping[ListFact, FactValue]
    notice: Bilingual | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        return str(self.facts[ListFact.NAME])

    @property
    def depth(self) -> OnlineDepth | None:
        found = self.facts.get(ListFact.DEPTH)
        return None if found is None else OnlineDepth.of(str(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """An item that stands on both lists and is not the same; ``facts`` are the ones that differ, in the list's order."""

    before: Offered
    after: Offered
    facts: tuple[ListFact, ...]

    @property
    def lost_depth(self) -> bool:
        """Less can be done online than before."""
        old, new = self.before.depth, self.after.depth
        return old is not None and new is not None and is_lower(new, than=old)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDifference:
    """What came, what went, what changed; empty where two lists say the same."""

    added: tuple[Offered, ...]
    removed: tuple[Offered, ...]
    changed: tuple[ChangedLine, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


_DEPTHS = list(OnlineDepth)


def is_lower(depth: OnlineDepth, *, than: OnlineDepth) -> bool:
    """Whether less can be done online."""
    return _DEPTHS.index(depth) < _DEPTHS.index(than)


def offered(
    rulefile: RuleFile,
    *,
    promised: FoundLimit | None,
    statutory: FoundLimit | None,
    offices: tuple[str, ...],
) -> Offered:
    """The line of an item with a rule file. ``offices`` are names of agencies, in the order of their regions."""
    return Offered(
        key=rulefile.code,
        code=rulefile.code,
        bare=False,
        notice=rulefile.depth_notice.why if rulefile.depth_notice else None,
        facts={
            ListFact.NAME: rulefile.name.zh,
            ListFact.TYPE: rulefile.item_type.value,
            ListFact.DEPTH: depth_of(rulefile.online.abilities).value,
            ListFact.PROMISED: promised,
            ListFact.STATUTORY: statutory,
            ListFact.TRIPS: rulefile.trips.count,
            ListFact.PAPERS: len(rulefile.materials),
            ListFact.OFFICES: offices,
        },
    )


def difference(before: list[Offered], after: list[Offered]) -> ListDifference:
    """Lines of one key are paired in their order, equal ones first, so that no line is counted for another."""
    old, new = _by_key(before), _by_key(after)
    added: list[Offered] = []
    removed: list[Offered] = []
    changed: list[ChangedLine] = []
    for key in dict.fromkeys([*old, *new]):
        gone, come = _unequal(old.get(key, []), new.get(key, []))
        pairs = min(len(gone), len(come))
        changed += (_changed(*pair) for pair in zip(gone[:pairs], come[:pairs], strict=True))
        removed += gone[pairs:]
        added += come[pairs:]
    return ListDifference(added=tuple(added), removed=tuple(removed), changed=tuple(changed))


def _by_key(lines: list[Offered]) -> dict[str, list[Offered]]:
    found: dict[str, list[Offered]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line)
    return found


def _unequal(old: list[Offered], new: list[Offered]) -> tuple[list[Offered], list[Offered]]:
    """Both lists without the lines that stand in both."""
    rest = list(new)
    gone = []
    for line in old:
        twin = next((each for each in rest if each == line), None)
        if twin is None:
            gone.append(line)
        else:
            rest.remove(twin)
    return gone, rest


def _changed(before: Offered, after: Offered) -> ChangedLine:
    differing = [fact for fact in ListFact if before.facts.get(fact) != after.facts.get(fact)]
    return ChangedLine(before=before, after=after, facts=tuple(differing))
