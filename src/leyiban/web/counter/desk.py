"""What every page of the counter has: the window's right, its channel, and who stands there."""

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from leyiban.kernel.actors import Channel, Role
from leyiban.people.models import Party
from leyiban.web.edge import View, Visit
from leyiban.web.workbench import desk

P = ParamSpec("P")

_STANDING: Final = "counter_standing"  # in the session: the key of a party, never a name or a number
_APPLICANT: Final = "counter_applicant"


def at_counter(
    *methods: str,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for whoever sits at a window; what it writes says that it was written at the counter."""
    return desk.at_desk(desk.AT_WINDOW, *methods, channel=Channel.COUNTER)


def show(visit: Visit, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page of the counter, with who stands there on top."""
    person, applicant = standing(visit), applicant_of(visit)
    around = {
        "standing": person,
        "for_whom": applicant if applicant is not None and applicant != person else None,
    }
    return desk.show(visit, template, {**around, **context}, here="counter", status=status)


def standing(visit: Visit) -> Party | None:
    """The natural person who stands at this counter; None when nobody has come yet."""
    key: int | None = visit.request.session.get(_STANDING)
    return None if key is None else Party.objects.natural().filter(pk=key).first()


def applicant_of(visit: Visit) -> Party | None:
    """For whom the person applies: himself until he says otherwise."""
    chosen: int | None = visit.request.session.get(_APPLICANT)
    return standing(visit) if chosen is None else Party.objects.filter(pk=chosen).first()


def welcome(visit: Visit, person: Party) -> None:
    """Somebody has come; whoever stood there before is gone."""
    visit.request.session[_STANDING] = person.pk
    visit.request.session.pop(_APPLICANT, None)


def apply_for(visit: Visit, applicant: Party) -> None:
    visit.request.session[_APPLICANT] = applicant.pk


def farewell(visit: Visit) -> None:
    """The person has left: nothing of him stays on this screen."""
    visit.request.session.pop(_STANDING, None)
    visit.request.session.pop(_APPLICANT, None)


def window_region(visit: Visit) -> str:
    """The region of the window that the clerk sits at."""
    return next(post.region for post in visit.actor.posts if post.role is Role.WINDOW_CLERK)
