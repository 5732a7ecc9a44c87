"""R14 [ALL art. 69, 79]: what was got by fraud is revoked for all to see, and its holder may not apply again soon."""

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.bar.errors import ApplicationBarred
from leyiban.cases.models import Bar, Hearing
from leyiban.cases.states import BarGround
from leyiban.credentials.models import Licence
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.models import Document
from leyiban.kernel.moments import city_date
from leyiban.messages import standard
from leyiban.messages.queries import inbox_of
from leyiban.publicity.models import PublishedRow
from leyiban.web.edge import new_once
from tests.support.working import Worker
from tests.web.journey.conftest import clock
from tests.web.journey.traveller import Clock
from tests.web.workbench.hall import Hall

__all__ = ["clock"]
pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
REASONS = "现场核查笔录里的签名是冒签的。"


@pytest.mark.proves("F6.6", "F3.3")
def test_a_licence_got_by_fraud_is_revoked_at_the_desk_and_everywhere(db: None, clock: Clock) -> None:
    hall, worker = Hall(clock), Worker()
    world = hall.world
    case = world.decided()
    worker.settle(now=world.now)
    decider = hall.desk(Role.DECIDER)
    licence = Licence.objects.get(case_number=case.number)
    address = f"/workbench/licences/{licence.identifier}"
    assert address in decider.open(case).links()
    assert hall.desk(Role.REVIEWER).get(address).status == 403

    page = decider.get(address).must(200)
    typed = {"once": page.hidden("once"), "change": "suspend", "fraud": "yes", "reasons": REASONS}
    assert "只能撤销" in decider.post(address, typed).must(422).text
    refused = decider.post(address, {**typed, "once": new_once(), "change": "revoke"}).must(409)
    assert "先告知持证人" in refused.text, "nobody loses a licence unheard"
    announced = {"once": new_once(), "announces": "1", "facts": REASONS, "intended_fraud": "yes"}
    decider.post(address, announced).must(303)
    worker.settle(now=world.now)
    hearing = Hearing.objects.get(licence=licence.identifier)
    refused = decider.post(address, {**typed, "once": new_once(), "change": "revoke"}).must(409)
    assert "还没结束" in refused.text
    cases.state_view(**world.voice(hearing), words="签名是真的。")
    cases.waive_hearing(**world.voice(hearing))
    answered = {"views.1": "鉴定为假。", "move": "answer_views"}
    page = decider.get(f"/workbench/hearings/{hearing.number}").must(200)
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    decider.post(f"/workbench/hearings/{hearing.number}", {**hidden, **answered}).must(303)
    worker.settle(now=world.now)
    page = decider.get(address)
    decider.post(address, {**typed, "once": page.hidden("once"), "change": "revoke"}).must(303)
    worker.settle(now=world.now)

    assert "已撤销" in decider.get(f"/licences/{licence.identifier}").text, "for whoever scans it"
    row = PublishedRow.objects.get(publication__number=case.number, until=None)
    assert row.standing == "2"
    paper = Document.objects.get(matter_key=licence.identifier, template="revocation_decision")
    assert paper.paper is not None
    assert hearing.number in str(paper.data), "it names the hearing it rests on"
    assert "鉴定为假。" in str(paper.data)
    assert case.papers.filter(document=paper).exists(), "the decision lies in the file of its case"
    bar = Bar.objects.get()
    assert (bar.ground, bar.licence) == (BarGround.FRAUD, licence.identifier)
    today = city_date(world.now)
    assert bar.until == today.replace(year=today.year + 3)
    told = {card.template for card in inbox_of(actor=world.person)}
    assert {
        standard.BAR_IMPOSED.key,
        standard.LICENCE_STATUS_CHANGED.key,
        standard.REVOCATION_INTENDED.key,
    } <= told
    with pytest.raises(ApplicationBarred):
        world.draft()
