"""``demo.yaml``: the invented people of a city's demonstration. It is no part of the city itself."""

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from leyiban.catalogue.source import read_yaml
from leyiban.kernel.moments import city_date
from leyiban.packs.pack import DEMO
from leyiban.people.demo import (
    DemoCitizen,
    DemoEnterprise,
    DemoPeople,
    DemoStaff,
    ReadyAccount,
    open_demo_people,
)
from leyiban.people.policy import mandate_policy


class DemoFile(BaseModel):
    """The file as written; unknown names are refused, so that a slip is seen at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["leyiban-demo/1"]
    citizens: tuple[DemoCitizen, ...]
    enterprises: tuple[DemoEnterprise, ...]
    staff: tuple[DemoStaff, ...]


def read_demo(directory: Path) -> DemoPeople:
    """The demo's people of a city folder.

    Raises:
        FileNotFoundError: the city has none. Unreadable: it is no plain YAML.
            pydantic.ValidationError: it is of another shape.
    """
    written = read_yaml((directory / DEMO).read_text("utf-8"), file=DEMO)
    file = DemoFile.model_validate(written.data)
    return DemoPeople(citizens=file.citizens, enterprises=file.enterprises, staff=file.staff)


def open_demo(*, directory: Path, region: str, now: dt.datetime) -> list[ReadyAccount]:
    """Open the demo's people of a city that is loaded; again and again without harm.

    Args:
        region: the city's division code, whose rules hold.

    Raises:
        DemoRefused: this is production.
    """
    policy = mandate_policy(on=city_date(now), region=region)
    return open_demo_people(people=read_demo(directory), policy=policy, now=now)
