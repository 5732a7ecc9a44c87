"""The head of a body takes its whole dossier to himself: authority, drafts, open cases and messages in one move.

One transaction, so that there is no moment at which the former filer has lost the one and keeps the other. What
a body is handed stays where it is: cases and licences are its own and follow who acts for it.
"""

import datetime as dt

from django.db import transaction

from leyiban.cases.models import Case
from leyiban.cases.operations import take_over_matters
from leyiban.kernel.actors import Actor
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, close_to_others, notify
from leyiban.messages.sender import home_region
from leyiban.messages.templates import Template
from leyiban.people.models import Account, Party
from leyiban.people.operations import TakenOver, drop_parked_form, prove_head, take_over_body
from leyiban.people.ports import IdentityCheck
from leyiban.people.queries import account_of, phone_of


def take_over_firm(
    *,
    uscc: str,
    account: Account,
    reference: str,
    ordered_for: int,
    check: IdentityCheck,
    actor: Actor,
    now: dt.datetime,
) -> TakenOver:
    """Prove the head and carry out :func:`~leyiban.people.operations.take_over_body` with all that hangs on it; tell
    both sides.

    Raises:
        What :func:`~leyiban.people.operations.prove_head` and ``take_over_body`` raise; nothing of the body has
        changed then.
    """
    proven = prove_head(
        uscc=uscc,
        account=account,
        reference=reference,
        ordered_for=ordered_for,
        check=check,
        actor=actor,
        now=now,
    )
    with transaction.atomic():
        taken = take_over_body(proven=proven, actor=actor, now=now)
        take_over_matters(body=taken.body, account=account)
        cases = Case.objects.filter(applicant=taken.body).values_list("pk", flat=True)
        close_to_others(principal_id=taken.body.pk, matter_kind=Case.KIND, matter_keys=cases)
        for former in taken.former:
            _forget_what_was_being_sent(former)
            _tell(standard.MANDATE_TAKEN_OVER, former, taken.body, now)
        _tell(standard.BODY_TAKEN_OVER, taken.head, taken.body, now)
        return taken


def _forget_what_was_being_sent(former: Party) -> None:
    """A form that a session's end left behind may be full of the body's data."""
    account = account_of(former)
    if account is not None:
        drop_parked_form(account=account)


def _tell(template: Template, to: Party, body: Party, now: dt.datetime) -> None:
    """At once and in this transaction: who was in is told that he is out, and a false head would be noticed."""
    notify(
        template=template,
        to=Recipient(party_id=to.pk, phone=phone_of(to)),
        matter=MatterRef(
            kind="party",
            key=body.pk,
            number=body.pseudonym,
            region=home_region() if body.region is None else body.region.code,
        ),
        facts={"body": body.name},
        cause=f"party:{body.pseudonym}:{body.version}",
        now=now,
    )
