"""The firm's dossier stays reachable when the filer left, and the filer loses it at that moment, and no more."""

from dataclasses import dataclass

import pytest
from django.test import Client

from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import my_drafts, visible_to
from leyiban.kernel.actors import Actor
from leyiban.kernel.upkeep import Level
from leyiban.messages import standard
from leyiban.messages.models import Message
from leyiban.messages.queries import inbox_of
from leyiban.people import operations
from leyiban.people.errors import TakenOverMeanwhile
from leyiban.people.models import Account, Mandate, MandateState, Party, Power
from leyiban.people.models.mandate import Capacity
from leyiban.people.ports import EnterpriseFacts
from leyiban.people.upkeep import keys
from tests.cases.world import World
from tests.people.conftest import Carrier
from tests.people.people import MANDATES, Authority, acting, party_of, person, proven, scope
from tests.support.street import Street
from tests.support.working import Worker
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import at_face, by_phone, signed_in, way_to_face

USCC, NAME = "91511100MA6T10018P", "乐山嘉州餐饮管理有限公司"
HEAD, HEAD_PHONE = "511102190508201030", "13900000002"
OPERATOR_PHONE = "13900000022"


@dataclass
class Firm:
    """Its head is 李国强 by the register; ``world`` does in the operator's name what he filed."""

    body: Party
    head: Account
    operator: Account
    mandate: Mandate
    world: World

    def acting(self, account: Account) -> Actor:
        return acting(Account.objects.get(pk=account.pk), self.world.now)


@pytest.fixture
def firm(province: Street, clock: Clock) -> Firm:
    """As it was until today; ``former`` heads it here though the register names 李国强 by now."""
    now = clock.moment
    head = proven(now, name="李国强", number=HEAD, phone_number=HEAD_PHONE)
    former = proven(now, name="王德厚", level=3)
    operator = proven(now, name="张伟", phone_number=OPERATOR_PHONE)
    body = operations.register_body(
        uscc=USCC, name=NAME, representative="王德厚", actor=acting(former, now), now=now
    )
    operations.change_representative(
        body=body, name="王德厚", person=party_of(former), actor=acting(former, now), now=now
    )
    number = party_of(operator).id_number
    assert number is not None
    mandate = operations.propose_operator(
        body=body,
        operator=person("张伟", number.reveal()),
        scope=scope(now, powers=tuple(Power)),
        policy=MANDATES,
        actor=acting(former, now),
        now=now,
    )
    operations.confirm_mandate(key=mandate.key, actor=acting(operator, now), now=now)
    world = World(now)
    world.citizen, world.applicant = operator, body
    return Firm(body, head, operator, mandate, world)


def take_over(client: Client, uscc: str = USCC, answer: str = "passed"):
    """From the firm's code to what the page says after the face check."""
    asked = client.post("/me/enterprise/take-over", {"uscc": uscc})
    return client.get(at_face(way_to_face(asked), answer))


@pytest.mark.committed
@pytest.mark.proves("FX.7")
def test_the_head_has_the_whole_dossier_in_minutes_and_the_filer_has_his_own_matters(
    client: Client, carrier: Carrier, firm: Firm, clock: Clock
) -> None:
    worker = Worker()
    case, draft = firm.world.submitted(), firm.world.draft("public-place-hygiene")
    worker.settle(now=clock.moment)
    assert len(inbox_of(actor=firm.acting(firm.operator))) > 0
    filer = Client()
    by_phone(filer, carrier, OPERATOR_PHONE)
    filer.post("/me/acting", {"party": firm.body.pseudonym})
    code, handover = case.query_code.reveal(), draft.handover_code

    by_phone(client, carrier, HEAD_PHONE)
    assert NAME not in client.get("/me/enterprise/take-over").text
    assert take_over(client)["Location"] == "/me/enterprise/taken-over"

    page = client.get("/me/enterprise/taken-over").text
    assert NAME in page
    assert "2人不再能替企业办" in page
    head = firm.acting(firm.head)
    assert set(visible_to(head)) == {case}
    assert draft in my_drafts(head)
    assert client.get(f"/drafts/{draft.key}/check").status_code == 200
    worker.settle(now=clock.moment)
    assert {message.matter_number for message in inbox_of(actor=head)} >= {case.number}

    gone = firm.acting(firm.operator)
    assert not visible_to(gone).exists()
    assert my_drafts(gone) == []
    kept = {message.template for message in inbox_of(actor=gone)}
    assert kept == {standard.MANDATE_TAKEN_OVER.key}
    assert not signed_in(filer)
    clock.forward(seconds=61)
    by_phone(filer, carrier, OPERATOR_PHONE)
    assert "张伟" in filer.get("/me").text, "his own account is his own"
    assert filer.get(f"/drafts/{draft.key}/check").status_code == 404
    assert filer.get(f"/cases/{case.number}").status_code == 404

    fresh = Case.objects.get(pk=case.pk)
    assert fresh.query_code.reveal() != code
    assert Draft.objects.get(pk=draft.pk).handover_code != handover
    assert Mandate.objects.get(pk=firm.mandate.pk).state == MandateState.REVOKED
    assert Message.objects.filter(template=standard.BODY_TAKEN_OVER.key, party=party_of(firm.head)).exists()
    seen = client.get("/me/looks").text
    assert "2人不再能办" in seen


@pytest.mark.proves("FX.7")
def test_a_new_operator_goes_on_with_what_his_predecessor_began(
    client: Client, carrier: Carrier, firm: Firm, clock: Clock
) -> None:
    draft = firm.world.draft()
    by_phone(client, carrier, HEAD_PHONE)
    take_over(client)
    successor = proven(clock.moment, name="刘洋")
    number = party_of(successor).id_number
    assert number is not None
    mandate = operations.propose_operator(
        body=firm.body,
        operator=person("刘洋", number.reveal()),
        scope=scope(clock.moment),
        policy=MANDATES,
        actor=firm.acting(firm.head),
        now=clock.moment,
    )
    assert my_drafts(firm.acting(successor)) == []
    operations.confirm_mandate(key=mandate.key, actor=firm.acting(successor), now=clock.moment)

    assert my_drafts(firm.acting(successor)) == [draft]


@pytest.mark.parametrize(
    ("uscc", "answer", "status", "said"),
    [
        ("91511102MA6T10026F", "passed", 403, "登记机关说您现在不是它的法定代表人"),
        ("91511111MA6T10069X", "passed", 403, "登记机关说您现在不是它的法定代表人"),
        (USCC, "failed", 422, "人脸核验没有通过"),
    ],
    ids=["another's", "cancelled", "another face"],
)
def test_who_is_not_the_head_gets_nothing_and_learns_nothing(
    client: Client, carrier: Carrier, firm: Firm, uscc: str, answer: str, status: int, said: str
) -> None:
    by_phone(client, carrier, HEAD_PHONE)
    page = take_over(client, uscc, answer)

    assert (page.status_code, said in page.text) == (status, True)
    assert NAME not in page.text
    assert_filer_in(firm)


@pytest.mark.parametrize(("kind", "way"), [("down", "refuse"), ("wrong", "cut")])
def test_a_register_that_fails_moves_nothing_and_the_step_can_be_tried_again(
    client: Client, carrier: Carrier, firm: Firm, province: Street, kind: str, way: str
) -> None:
    by_phone(client, carrier, HEAD_PHONE)
    back = at_face(way_to_face(client.post("/me/enterprise/take-over", {"uscc": USCC})))
    province.fault("identity", kind, way=way)

    page = client.get(back)
    assert page.status_code == 503
    assert "什么都没改" in page.text
    assert_filer_in(firm)

    province.heal()
    assert client.get(back)["Location"] == "/me/enterprise/taken-over"
    assert client.get(back)["Location"] == "/me/enterprise/take-over", "the check is used up"


def test_a_stolen_phone_of_the_head_takes_nothing_over(
    client: Client, carrier: Carrier, firm: Firm, clock: Clock
) -> None:
    """The thief is signed in as the head, but has no face; a face that was passed before he came does not count."""
    by_phone(client, carrier, HEAD_PHONE)
    asked = client.post("/me/enterprise/take-over", {"uscc": USCC})
    back = at_face(way_to_face(asked))
    clock.forward(minutes=11)

    assert client.get(back).status_code == 422
    assert client.get("/me/enterprise/take-over/return?back=guess").status_code == 422
    assert_filer_in(firm)


def test_an_old_answer_of_the_register_undoes_no_newer_one(firm: Firm, clock: Clock) -> None:
    """Two who are named one after the other; the first one's request was slow."""
    late = clock.moment
    clock.forward(minutes=1)
    newest = proven(clock.moment, name="刘洋", level=3)
    operations.change_representative(
        body=firm.body,
        name="刘洋",
        person=party_of(newest),
        actor=firm.acting(newest),
        now=clock.moment,
    )
    said = EnterpriseFacts(name=NAME, uscc=USCC, in_operation=True, representative_name="李国强", address="")
    check = Authority(heads={USCC: HEAD}, bodies={USCC: said}, faces={"r": True})

    actor = firm.acting(firm.head)
    proven_head = operations.prove_head(
        uscc=USCC,
        account=firm.head,
        reference="r",
        ordered_for=party_of(firm.head).pk,
        check=check,
        actor=actor,
        now=late,
    )

    with pytest.raises(TakenOverMeanwhile):
        operations.take_over_body(proven=proven_head, actor=actor, now=clock.moment)
    assert firm.body.pk in firm.acting(newest).own_parties


def test_done_twice_it_is_done_once(client: Client, carrier: Carrier, firm: Firm, clock: Clock) -> None:
    by_phone(client, carrier, HEAD_PHONE)
    take_over(client)
    taken = Party.objects.get(pk=firm.body.pk)
    take_over(client)

    again = Party.objects.get(pk=firm.body.pk)
    assert again.version == taken.version + 1
    assert Message.objects.filter(template=standard.MANDATE_TAKEN_OVER.key).count() == 2
    assert keys(now=clock.moment).level is Level.OK


def assert_filer_in(firm: Firm) -> None:
    assert firm.body.pk in firm.acting(firm.operator).parties
    assert Mandate.objects.get(pk=firm.mandate.pk).state == MandateState.ACTIVE
    assert Party.objects.get(pk=firm.body.pk).taken_over_at is None


def test_helpers_do_not_see_what_a_person_began_himself(firm: Firm, clock: Clock) -> None:
    """Drafts of a body are the body's; a person's own are his, and what a helper began for him is his too."""
    now = clock.moment
    helper, person_himself = proven(now, name="刘洋"), firm.operator
    number = party_of(helper).id_number
    assert number is not None
    mandate = operations.authorise_agent(
        agent=person("刘洋", number.reveal()),
        capacity=Capacity.RELATIVE,
        scope=scope(now),
        policy=MANDATES,
        actor=firm.acting(person_himself),
        now=now,
    )
    operations.confirm_mandate(key=mandate.key, actor=firm.acting(helper), now=now)
    firm.world.applicant = party_of(person_himself)
    own = firm.world.draft()
    firm.world.citizen = helper
    by_helper = firm.world.draft("public-place-hygiene")

    assert my_drafts(firm.acting(helper)) == [by_helper]
    assert set(my_drafts(firm.acting(person_himself))) == {own, by_helper}
