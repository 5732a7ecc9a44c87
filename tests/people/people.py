"""People for tests: invented, with numbers that check. Every helper goes through an operation."""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from leyiban.kernel.actors import Actor, Channel, Role, system_actor
from leyiban.kernel.identifiers.check_characters import credit_check, resident_check
from leyiban.people import operations
from leyiban.people.models import Account, Agency, IdKind, Level, Party, Post, Power, Proof
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import AgencyRow, PersonFacts, PostRow, RegionRow
from leyiban.people.operations.real_name import bind
from leyiban.people.policy import MandatePolicy, PostPolicy, SignInPolicy
from leyiban.people.ports import EnterpriseFacts, FaceOrder, Verdict
from leyiban.people.queries import actor_for
from leyiban.people.rules.mandates import Scope

_numbers = itertools.count(1)

POLICY = SignInPolicy(
    code_digits=6,
    code_minutes=5,
    code_pause_seconds=60,
    codes_per_day=10,
    code_wrong_tries=5,
    codes_per_origin_per_hour=60,
    idle_minutes_citizen=30,
    idle_minutes_staff=15,
    longest_session_hours=12,
    token_days=30,
    start_password_hours=72,
    parked_form_minutes=60,
)
MANDATES = MandatePolicy(mandate_longest_months=36)
POSTS = PostPolicy(post_unused_days=90, break_glass_hours=8)

CITY, COUNTY, NEIGHBOUR, TOWN = "991100", "991102", "991111", "991102001"


def resident_id(serial: int | None = None) -> str:
    """A number that checks; born in 1901, so nobody's."""
    first = f"51110219010101{(serial or next(_numbers)) % 1000:03d}"
    return first + resident_check(first)


def uscc(prefix: str = "91") -> str:
    first = f"{prefix}511100MA6X{next(_numbers):05d}"
    return first + credit_check(first)


def person(name: str = "张伟", number: str | None = None) -> PersonFacts:
    return PersonFacts(name=name, id_kind=IdKind.RESIDENT_ID, number=number or resident_id())


def phone() -> str:
    return f"139{next(_numbers):08d}"


def proven(
    now: dt.datetime,
    *,
    name: str = "张伟",
    number: str | None = None,
    level: int = 2,
    phone_number: str | None = None,
) -> Account:
    """An account that is proven to be a person."""
    account = operations.open_citizen_account(
        phone=phone_number or phone(), way=Way.PHONE_CODE, channel=Channel.PORTAL, now=now
    )
    bind(
        account=account,
        person=person(name, number),
        level=level,
        proof=Proof.PROVINCE,
        actor=acting(account, now),
        now=now,
    )
    return account


def acting(account: Account, now: dt.datetime, on_behalf_of: int | None = None) -> Actor:
    return actor_for(account, channel=Channel.PORTAL, on_behalf_of=on_behalf_of, now=now)


def party_of(account: Account) -> Party:
    return account.bindings.current().get().party


def scope(
    now: dt.datetime,
    *,
    days: int = 30,
    items: tuple[str, ...] | None = None,
    powers=(Power.FILL, Power.SUBMIT),
):
    return Scope(
        items=items, powers=frozenset(powers), valid_from=now, valid_until=now + dt.timedelta(days=days)
    )


@dataclass
class Office:
    """Two counties of one invented city, an agency in each, and posts for every role."""

    city: Agency
    county: Agency
    neighbour: Agency
    posts: dict[tuple[str, Role], Post] = field(default_factory=dict)

    @classmethod
    def open(cls) -> "Office":
        operations.load_regions(
            rows=[
                RegionRow(code=CITY, name="试市", level=Level.CITY),
                RegionRow(code=COUNTY, name="甲县", level=Level.COUNTY, parent=CITY),
                RegionRow(code=NEIGHBOUR, name="乙县", level=Level.COUNTY, parent=CITY),
                RegionRow(code=TOWN, name="甲镇", level=Level.TOWNSHIP, parent=COUNTY),
            ]
        )
        codes = {region: uscc("11") for region in (CITY, COUNTY, NEIGHBOUR)}
        operations.load_agencies(
            rows=[
                AgencyRow(uscc=code, name=f"{region}审批局", short_name="审", region=region)
                for region, code in codes.items()
            ]
        )
        operations.load_posts(
            rows=[
                PostRow(code=f"{region}-{role}", name=f"{role}", agency=code, role=role)
                for region, code in codes.items()
                for role in Role
            ]
        )
        agencies = {agency.region.code: agency for agency in Agency.objects.select_related("region")}
        posts = {
            (post.region.code, Role(post.role)): post
            for post in Post.objects.select_related("region", "agency").filter(region__code__in=codes)
        }
        return cls(agencies[CITY], agencies[COUNTY], agencies[NEIGHBOUR], posts)

    def staff(self, now: dt.datetime, role: Role, region: str = COUNTY) -> Account:
        account = operations.open_staff_account(
            username=f"s{next(_numbers)}",
            display_name="王科员",
            password="correct horse battery",
            actor=system_actor(),
            now=now,
        )
        operations.assign_post(account=account, post=self.posts[region, role], actor=system_actor(), now=now)
        return account


@dataclass
class Authority:
    """An identity service that knows what a test tells it."""

    people: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, EnterpriseFacts] = field(default_factory=dict)
    faces: dict[str, bool | None] = field(default_factory=dict)

    def match_person(self, *, name: str, id_kind: str, number: str, now: dt.datetime) -> Verdict:
        if number not in self.people:
            return Verdict.UNKNOWN
        return Verdict.MATCH if self.people[number] == name else Verdict.MISMATCH

    def is_representative(self, *, uscc: str, name: str, number: str, now: dt.datetime) -> Verdict:
        return Verdict.MATCH if self.heads.get(uscc) == number else Verdict.MISMATCH

    def enterprise(self, *, uscc: str, now: dt.datetime) -> EnterpriseFacts | None:
        return self.bodies.get(uscc)

    def order_face_check(self, *, name: str, number: str, return_url: str, now: dt.datetime) -> FaceOrder:
        return FaceOrder(reference="r1", url="https://face.example/r1")

    def face_passed(self, *, reference: str, now: dt.datetime) -> bool | None:
        return self.faces.get(reference)


def enterprise_of(head: Account, now: dt.datetime, *, name: str = "嘉州餐饮有限公司") -> Party:
    """A body whose head is this account's person, opened the way he would."""
    code, party = uscc(), party_of(head)
    assert party.id_number is not None
    check = Authority(
        heads={code: party.id_number.reveal()},
        bodies={
            code: EnterpriseFacts(
                name=name, uscc=code, in_operation=True, representative_name=party.name, address="嘉州路1号"
            )
        },
    )
    return operations.open_body(uscc=code, check=check, actor=acting(head, now), now=now)
