"""What a body's matters in progress lose when its head takes them to himself: the marks by which a former filer
still finds them."""

from django.db import transaction

from leyiban.cases.models import Case, Draft
from leyiban.cases.models.draft import new_handover_code
from leyiban.cases.states import CLOSED
from leyiban.kernel.identifiers.case_numbers import new_query_password
from leyiban.people.models import Account, AccountKind, Party


def take_over_matters(*, body: Party, account: Account) -> None:
    """Give every draft of the body to ``account``, and every draft and open case a new code.

    Drafts stay where the new owner has begun the same himself: he sees both and throws one away. Runs in the
    transaction of whoever proved that he may.
    """
    with transaction.atomic():
        for draft in _drafts(body):
            draft.handover_code, draft.handed_to = new_handover_code(), None
            if draft.account.kind == AccountKind.CITIZEN and not _begun_by(account, draft):
                draft.account = account
            draft.save(update_fields=["handover_code", "handed_to", "account"])
        open_cases = Case.objects.filter(applicant=body).exclude(state__in=CLOSED)
        for case in open_cases.select_for_update(of=("self",)).order_by("pk"):
            case.query_code = new_query_password()
            case.save(update_fields=["query_code"])


def _drafts(body: Party) -> list[Draft]:
    rows = Draft.objects.select_related("account").select_for_update(of=("self",)).filter(applicant=body)
    return list(rows.order_by("pk"))


def _begun_by(account: Account, draft: Draft) -> bool:
    same = Draft.objects.filter(
        account=account, applicant=draft.applicant_id, item=draft.item_id, region=draft.region, case=None
    )
    return draft.case_id is None and same.exclude(pk=draft.pk).exists()
