"""回避: nobody acts for the office in his own case, nor reads there what others say about it."""

from leyiban.cases.errors import OwnCase
from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor
from leyiban.people.queries import own_party_id


def refuse_own(actor: Actor, case: Case) -> None:
    """Nobody acts for the office in what comes from his own case, as far as his account is bound to a person.

    Raises:
        OwnCase.
    """
    person = own_party_id(actor)
    if person is not None and person in (case.applicant_id, case.operator_id):
        raise OwnCase
