"""Loading a city: choose a folder or upload one, see what is wrong or what would change, then load it whole."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries import cities
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.privacy.models import KeyRotation
from leyiban.kernel.privacy.rotation import latest_rotation
from leyiban.packs.checking import read_checked
from leyiban.packs.errors import PackRefused
from leyiban.packs.loading import load
from leyiban.packs.pack import CITY, ItemFile, Pack
from leyiban.people.rules.divisions import covers
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.parts import Words
from leyiban.web.wording import gettext
from leyiban.web.workbench.admin.diffs import DiffLine, difference
from leyiban.web.workbench.admin.errors import NoPackChosen, OtherCity, PackGone
from leyiban.web.workbench.admin.uploads import folder_of, unpack
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

_REPORT: Final = "pack_report"  # in the session, until it is shown: how much each part of a load changed
_UPLOAD: Final = "upload"
_FOLDER: Final = "folder"
_SHOWN_AFTER_ITS_END: Final = dt.timedelta(days=3)
MOST_SHOWN: Final = 200  # problems on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCity:
    name: Words
    key: str
    digest: str
    items: int
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """An item that loading would add, or give a new version that differs in these lines."""

    code: str
    name: Words
    is_new: bool
    lines: tuple[DiffLine, ...]


@at_desk(ADMINISTERS)
def admin(visit: Visit) -> HttpResponseBase:
    """Which cities are loaded, and where a new state of one comes from."""
    return _show(visit)


def _rotation(visit: Visit) -> KeyRotation | None:
    """The rotation of keys under way, or one that ended within the last days."""
    rotation = latest_rotation()
    ended = None if rotation is None else rotation.finished_at
    return None if ended is not None and visit.now - ended > _SHOWN_AFTER_ITS_END else rotation


def _show(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "admin/packs.html",
        {
            "cities": tuple(_city(city, visit.actor) for city in cities()),
            "folders": _folders(),
            "rotation": _rotation(visit),
            "report": visit.request.session.pop(_REPORT, None),
            "sentence": "" if trouble is None else trouble.sentence,
        },
        here="admin",
        status=200 if trouble is None else trouble.status,
    )


def _city(city: City, actor: Actor) -> LoadedCity:
    return LoadedCity(
        name=city.words,
        key=city.key,
        digest=city.pack_digest.removeprefix("sha256:")[:12],
        items=city.items.count(),
        mine=may_administer(actor, city.region.code),
    )


def may_administer(actor: Actor, region: str) -> bool:
    """Whether one of the actor's administrator posts covers this region."""
    return any(post.role is Role.ADMINISTRATOR and covers(post.region, region) for post in actor.posts)


def _folders() -> tuple[str, ...]:
    """The city folders that lie beside the program."""
    place: Path = settings.CITIES_DIR
    if not place.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in place.iterdir() if (entry / CITY).is_file()))


@at_desk(ADMINISTERS, "POST")
def check(visit: Visit) -> HttpResponseBase:
    """Read every file and say what is wrong, or what would change. Nothing is loaded."""
    chosen = attempt(lambda: _choose(visit))
    if isinstance(chosen, Trouble):
        return _show(visit, chosen)
    directory = _directory(chosen)
    reading = read_checked(directory)
    if reading.pack is None or reading.problems:
        return _show_problems(visit, chosen, reading.problems)
    mine = attempt(lambda: _check_mine(visit, cast("Pack", reading.pack)))
    if isinstance(mine, Trouble):
        return _show(visit, mine)
    changes = _changes(reading.pack)
    return show(
        visit,
        "admin/pack.html",
        {
            "name": reading.pack.city.model.name,
            "problems": (),
            "changes": changes,
            "same": len(reading.pack.items) - len(changes),
            "chosen": chosen,
            "more": 0,
            "once": new_once(),
        },
        here="admin",
    )


def _choose(visit: Visit) -> str:
    """``folder:leshan`` or ``upload:<digest>``: what the next page names again.

    Raises:
        NoPackChosen, NotAZip, PackTooLarge, UnsafeName.
    """
    upload = visit.request.FILES.get("pack")
    if upload is not None:
        return f"{_UPLOAD}:{unpack(cast('BinaryIO', upload))}"
    folder = visit.request.POST.get(_FOLDER, "")
    if folder not in _folders():
        raise NoPackChosen
    return f"{_FOLDER}:{folder}"


def _directory(chosen: str) -> Path:
    """The folder behind what :func:`_choose` gave.

    Raises:
        PackGone.
    """
    kind, _, name = chosen.partition(":")
    if kind == _UPLOAD:
        return folder_of(name)
    if kind != _FOLDER or name not in _folders():
        raise PackGone
    cities_dir: Path = settings.CITIES_DIR
    return cities_dir / name


def _check_mine(visit: Visit, pack: Pack) -> None:
    """Raises :class:`OtherCity`."""
    region = pack.city.model.region
    if not may_administer(visit.actor, region):
        raise OtherCity(region=pack.city.model.name.zh)


def _show_problems(visit: Visit, chosen: str, problems: Sequence[Problem]) -> HttpResponseBase:
    return show(
        visit,
        "admin/pack.html",
        {
            "name": chosen.partition(":")[2] if chosen.startswith(_FOLDER) else gettext("上传的包"),
            "problems": problems[:MOST_SHOWN],
            "more": max(0, len(problems) - MOST_SHOWN),
            "changes": (),
            "same": 0,
            "chosen": chosen,
            "once": "",
        },
        here="admin",
        status=422,
    )


def _changes(pack: Pack) -> tuple[ItemChange, ...]:
    """Item by item against what is loaded; what stays as it is is left out. One query."""
    newest = {
        version.item.code: version
        for version in ItemVersion.objects.filter(item__city__key=pack.city.model.key)
        .select_related("item")
        .defer("parsed")
        .order_by("item_id", "number")
    }
    return tuple(
        _change(item, newest.get(item.rulefile.code))
        for item in pack.items
        if item.rulefile.code not in newest or newest[item.rulefile.code].digest != item.reading.digest
    )


def _change(item: ItemFile, loaded: ItemVersion | None) -> ItemChange:
    return ItemChange(
        code=item.rulefile.code,
        name=item.rulefile.name,
        is_new=loaded is None,
        lines=() if loaded is None else difference(loaded.text, item.reading.text),
    )


@at_desk(ADMINISTERS, "POST")
def load_pack(visit: Visit) -> HttpResponseBase:
    """Load what was checked, whole or not at all; pressed three times it is loaded once."""
    chosen = visit.request.POST.get("chosen", "")
    loaded = attempt(lambda: _load_once(visit, chosen))
    return _show(visit, loaded) if isinstance(loaded, Trouble) else loaded


def _load_once(visit: Visit, chosen: str) -> HttpResponseBase:
    try:
        return send_once(visit, lambda: _load(visit, chosen))
    except PackRefused as refused:  # changed on the disk since it was checked, or another city has its prefix
        return _show_problems(visit, chosen, refused.found)


def _load(visit: Visit, chosen: str) -> str:
    directory = _directory(chosen)
    reading = read_checked(directory)
    if reading.pack is None:
        raise PackRefused(reading.problems)
    _check_mine(visit, reading.pack)
    report = load(directory, actor=visit.actor, now=visit.now)
    visit.request.session[_REPORT] = [
        {
            "zh": step.name.zh,
            "en": step.name.en or step.name.zh,
            "created": step.loaded.created,
            "changed": step.loaded.changed,
            "unchanged": step.loaded.unchanged,
        }
        for step in report.steps
    ]
    return reverse("web:admin")
