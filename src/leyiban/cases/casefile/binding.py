"""Sets the text parts, lays every paper behind them, and binds all of it into one numbered PDF."""

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from leyiban.cases.casefile.words import Section, sections
from leyiban.cases.models import CasePaper
from leyiban.cases.queries import CaseFile, case_file
from leyiban.cases.queries.duties import log_look
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.documents.glyphs import Json
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.documents.typesetting import ROOT, Sheet, typesetter
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.binding import Part, bind, measure
from leyiban.kernel.papers.media import PICTURES, Media
from leyiban.kernel.papers.queries import open_paper

_CONTENTS: Final = ROOT / "cases/papers/case_file_contents.typ"
_PART: Final = ROOT / "cases/papers/case_file_part.typ"
_HANDLES: Final = (Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER)
_MOST_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class BoundFile:
    """``name`` is the file's name; ``pages`` how many it has."""

    name: str
    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the contents and its file."""

    name: str
    date: str
    part: Part


def bind_case_file(actor: Actor, number: str, *, now: dt.datetime) -> BoundFile:
    """The whole file of a case that the actor's office or his audit opens to him; the look is logged.

    Whoever handles cases reads numbers of people in full, everyone else masked. A paper that cannot be bound (a
    format without pages, a broken file) is represented by a sheet with its name and digest.

    Raises:
        NotFound: no such case, or the actor is no member of staff who may see it. PaperExpands.
    """
    if actor.kind is not ActorKind.STAFF:
        raise NotFound
    file = case_file(actor, number, now=now)
    log_look(actor, file.case, "bound_file", now=now)
    with TemporaryDirectory(prefix="leyiban-casefile-") as folder:
        return _bound(file, Path(folder), masked=not actor.holds(*_HANDLES), now=now)


def _bound(file: CaseFile, room: Path, *, masked: bool, now: dt.datetime) -> BoundFile:
    lines = [*_text_lines(file, room, masked, now), *_paper_lines(file, room, now)]
    counts = measure([line.part for line in lines], room=room)
    contents = _contents(file, lines, counts, room, now)
    target = room / "bound.pdf"
    parts = [Part("目录", str(contents)), *(line.part for line in lines)]
    pages = bind(parts, mark=file.case.number, target=target, room=room)
    return BoundFile(name=f"{file.case.number}.pdf", content=target.read_bytes(), pages=pages)


def _text_lines(file: CaseFile, room: Path, masked: bool, now: dt.datetime) -> Iterator[_Line]:
    for index, (title, told) in enumerate(sections(file, masked=masked)):
        path = _set(
            file, _PART, title, {"sections": [each.as_json() for each in told]}, room / f"t{index}", now
        )
        yield _Line(title, "", Part(title, str(path)))


def _paper_lines(file: CaseFile, room: Path, now: dt.datetime) -> list[_Line]:
    """What was handed in, in the order of the guide, then what was issued; what cannot be bound as a sheet."""
    order = [material.key for material in file.rules.materials]
    slots = sorted(
        file.handed_in, key=lambda slot: (order.index(slot) if slot in order else len(order), slot)
    )
    links = [(_slot_name(file, slot), link) for slot in slots for link in file.handed_in[slot]]
    links += [(_issued_name(link), link) for link in file.issued]
    laid = [_laid(name, link, room) for name, link in links]
    counts = measure([line.part for line in laid], room=room)
    return [
        line
        if count and link.paper.media in (Media.PDF, *PICTURES)
        else _stand_in(file, line, link, room, now)
        for line, (_, link), count in zip(laid, links, counts, strict=True)
    ]


def _laid(name: str, link: CasePaper, room: Path) -> _Line:
    path = room / f"p{link.pk}"
    with open_paper(link.paper.digest) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    is_picture = link.paper.media in PICTURES
    part = Part(name, str(path), "picture" if is_picture else "pdf")
    return _Line(name, in_words(city_date(link.given_at)), part)


def _stand_in(file: CaseFile, line: _Line, link: CasePaper, room: Path, now: dt.datetime) -> _Line:
    told = Section(
        facts=(("名称", line.name), ("文件名", link.name), ("摘要", link.paper.named_digest)),
        texts=("这份文件没有页面，或打不开，不能装订。原件按摘要另存。",),
    )
    path = _set(file, _PART, line.name, {"sections": [told.as_json()]}, room / f"s{link.pk}", now)
    return _Line(line.name, line.date, Part(line.name, str(path)))


def _slot_name(file: CaseFile, slot: str) -> str:
    material = file.rules.material(slot)
    return slot if material is None else material.name.zh


def _issued_name(link: CasePaper) -> str:
    try:
        return f"{paper_by_name(link.slot).title} {link.name}"
    except KeyError:
        return link.name


def _contents(
    file: CaseFile, lines: Sequence[_Line], counts: Sequence[int], room: Path, now: dt.datetime
) -> Path:
    """Set until the contents are as long as they say they are; their length moves every number in them."""
    length = 1
    for _ in range(_MOST_TRIES):
        data: dict[str, Json] = {"facts": _about(file), "lines": _numbered(lines, counts, after=length)}
        path = _set(file, _CONTENTS, "案卷目录", data, room / "contents", now)
        (found,) = measure([Part("目录", str(path))], room=room)
        if found == length:
            return path
        length = found
    raise AssertionError("the contents do not come to rest")


def _numbered(lines: Sequence[_Line], counts: Sequence[int], *, after: int) -> list[Json]:
    told: list[Json] = []
    page = after + 1
    for line, count in zip(lines, counts, strict=True):
        told.append({"name": line.name, "date": line.date, "page": page})
        page += count
    return told


def _about(file: CaseFile) -> list[Json]:
    case = file.case
    told = [
        ["事项", file.rules.name.zh],
        ["办件编号", case.number],
        ["申请人", case.applicant.label],
        ["现在的状态", str(CaseState(case.state).label)],
    ]
    return [[label, text] for label, text in told]


def _set(
    file: CaseFile, source: Path, title: str, data: dict[str, Json], path: Path, now: dt.datetime
) -> Path:
    rendered = typesetter().set(
        Sheet(
            source=source,
            title=title,
            number=file.case.number,
            office=file.case.agency.name,
            dated=in_words(city_date(now)),
            data=data,
            made_at=now,
            sealed=False,
        )
    )
    path.write_bytes(rendered.pdf)
    return path
