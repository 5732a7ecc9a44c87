"""The order of questions asked of every file, cheapest first."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leyiban.kernel.papers.children.running import run_child
from leyiban.kernel.papers.errors import KindNotTaken, NotWhatItsNameSays, TooManyPages
from leyiban.kernel.papers.inspection.containers import inspect_container
from leyiban.kernel.papers.inspection.double_nature import refuse_double_nature
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import LABELS, PICTURES, Media, media_of_head, media_of_name, read_head


@dataclass(frozen=True, slots=True)
class Findings:
    """What a file turned out to be. ``pages`` is None where a kind has no pages to count."""

    media: Media
    pages: int | None


def inspect(path: Path, *, name: str, limits: Limits) -> Findings:
    """Say what the file at ``path`` is, or refuse it.

    Raises:
        KindNotTaken, NotWhatItsNameSays, PaperBroken, PaperLocked, PaperActs, PaperDoubleNatured,
        PaperExpands, TooManyPages: as their names say.
    """
    with path.open("rb") as file:
        found = _first_look(file, limits)
        _refuse_other_kinds(found.media, name=name, limits=limits)
        refuse_double_nature(file, found.media)
    if found.media is Media.PDF:
        return Findings(found.media, run_child("inspect_pdf", path, limits.max_pages)["pages"])
    if found.media in PICTURES:
        return Findings(found.media, run_child("inspect_picture", path, limits.max_pixels)["pages"])
    if found.pages is not None and found.pages > limits.max_pages:
        raise TooManyPages(pages=found.pages, most=limits.max_pages)
    return found


def _first_look(file: BinaryIO, limits: Limits) -> Findings:
    media = media_of_head(read_head(file))
    if media is not Media.ZIP:
        return Findings(media, None)
    inside = inspect_container(file, limits=limits)
    return Findings(inside.media, inside.pages)


def _refuse_other_kinds(media: Media, *, name: str, limits: Limits) -> None:
    named = media_of_name(name)
    if named is not None and named is not media:
        raise NotWhatItsNameSays(named=LABELS[named], found=LABELS[media])
    if media not in limits.kinds:
        raise KindNotTaken(found=LABELS[media], taken=limits.kinds_in_words)
