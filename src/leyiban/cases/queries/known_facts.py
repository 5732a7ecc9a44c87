"""What the city already holds about whoever applies: a form never asks for it twice (DESIGN.md §6)."""

from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.kernel.identifiers import birth_date, is_male
from leyiban.people.models import IdKind, Party
from leyiban.people.queries import names_on_paper
from leyiban.people.queries.parties import phone_of

Facts = dict[KnownFact, str]


def known_facts(*, applicant: Party, operator: Party | None) -> Facts:
    """The facts that a form may come filled in with; what is not known is left out. At most three queries.

    Args:
        operator: who acts for the applicant; None when he acts for himself.
    """
    facts = _of_body(applicant) if applicant.is_legal else _of_person(applicant)
    acting = operator or (None if applicant.is_legal else applicant)
    if acting is not None:
        facts |= _of_operator(acting)
    return {fact: text for fact, text in facts.items() if text}


def _of_body(body: Party) -> Facts:
    return {
        KnownFact.ORGANISATION_NAME: body.name,
        KnownFact.ORGANISATION_USCC: body.uscc or "",
        KnownFact.ORGANISATION_ADDRESS: body.address,
        KnownFact.ORGANISATION_REPRESENTATIVE: names_on_paper(applicant=body, operator=None).head,
    }


def _of_person(person: Party) -> Facts:
    number = _resident_id(person)
    return {
        KnownFact.PERSON_NAME: person.name,
        KnownFact.PERSON_RESIDENT_ID: number,
        KnownFact.PERSON_MOBILE: _mobile(person),
        KnownFact.PERSON_ADDRESS: person.address,
        KnownFact.PERSON_BIRTH_DATE: birth_date(number).isoformat() if number else "",
        KnownFact.PERSON_SEX: _sex(number),
    }


def _of_operator(person: Party) -> Facts:
    return {
        KnownFact.OPERATOR_NAME: person.name,
        KnownFact.OPERATOR_RESIDENT_ID: _resident_id(person),
        KnownFact.OPERATOR_MOBILE: _mobile(person),
    }


def _resident_id(person: Party) -> str:
    if person.id_kind != IdKind.RESIDENT_ID or person.id_number is None:
        return ""
    return person.id_number.reveal()


def _mobile(person: Party) -> str:
    return phone_of(person) or ""


def _sex(number: str) -> str:
    if not number:
        return ""
    return "male" if is_male(number) else "female"
