"""Whether a post may act in a matter: role, agency, area (FX.3). The same sentence for screen and guard."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import PostHeld, Role
from leyiban.kernel.errors import Text
from leyiban.people.rules.divisions import covers


class Lack(Enum):
    """Why none of somebody's posts covers a matter: the nearest miss."""

    NO_POST = "no_post"
    OTHER_ROLE = "other_role"
    OTHER_AGENCY = "other_agency"
    OTHER_REGION = "other_region"


LACK_SENTENCES: dict[Lack, Text] = {
    Lack.NO_POST: _("您现在没有任岗。请找本单位管理员。"),
    Lack.OTHER_ROLE: _("您的岗位不管这一步。请转给有这个岗位的同事。"),
    Lack.OTHER_AGENCY: _("这件事归另一个单位办。"),
    Lack.OTHER_REGION: _("这件事归另一个地方办。"),
}


@dataclass(frozen=True, slots=True)
class Right:
    """The answer and its reason: the post that gives the right, or what is missing."""

    post: PostHeld | None
    lack: Lack | None

    def __bool__(self) -> bool:
        return self.post is not None

    @property
    def sentence(self) -> Text:
        """Why not, in words; empty when the right is there."""
        return LACK_SENTENCES[self.lack] if self.lack else ""


def right_over(posts: Iterable[PostHeld], *, roles: Iterable[Role], agency_id: int, region: str) -> Right:
    """Which post gives the right to act as one of ``roles`` for this agency in this region, or why none does."""
    held = tuple(posts)
    fitting = [post for post in held if post.role in frozenset(roles)]
    of_agency = [post for post in fitting if post.agency_id == agency_id]
    here = next((post for post in of_agency if covers(post.region, region)), None)
    if here is not None:
        return Right(post=here, lack=None)
    return Right(post=None, lack=_nearest_miss(held, fitting, of_agency))


def _nearest_miss(held: object, fitting: object, of_agency: object) -> Lack:
    if not held:
        return Lack.NO_POST
    if not fitting:
        return Lack.OTHER_ROLE
    return Lack.OTHER_REGION if of_agency else Lack.OTHER_AGENCY
