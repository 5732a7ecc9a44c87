"""For whom, by whom, and who took it up: the people on a paper. Numbers of people are masked."""

from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.identifiers import mask_mobile
from leyiban.people.models import Account
from leyiban.people.queries import card_of, names_on_paper

_BY_THE_CLOCK = "到期自动受理"


def parties(context: Context) -> tuple[Fact, ...]:
    """The enterprise, its head and its operator, or the person: all three stand on every paper."""
    case = context.case
    names, card = names_on_paper(applicant=case.applicant, operator=case.operator), card_of(case.applicant)
    who: tuple[Fact, ...]
    if card.is_legal:
        who = (Fact("统一社会信用代码", card.number), Fact(names.head_title, names.head, beside=True))
    else:
        who = (Fact("证件号码", card.number, beside=True),)
    return _known((Fact("申请人", names.applicant), *who, Fact("经办人", names.operator)))


def parties_in_full(context: Context) -> tuple[Fact, ...]:
    """As :func:`parties`, with the applicant's address and the phone at which the matter is reached."""
    return (
        *parties(context),
        *_known((Fact("联系电话", _phone(context), beside=True), Fact("地址", _address(context)))),
    )


def officer(context: Context) -> str:
    """The name of whoever made this move; nobody did where a limit ran out (R1)."""
    if context.entry.actor_kind != ActorKind.STAFF:
        return _BY_THE_CLOCK
    names = Account.objects.filter(pseudonym=context.entry.actor).values_list("display_name", flat=True)
    return names.first() or ""


def _known(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def _phone(context: Context) -> str:
    """The operator's, else the applicant's own, else what the form was told."""
    case = context.case
    cards = [card_of(party) for party in (case.operator, case.applicant) if party is not None]
    known = next((card.phone for card in cards if card.phone), "")
    told = context.answer_known_from(KnownFact.OPERATOR_MOBILE, KnownFact.PERSON_MOBILE)
    return known or (mask_mobile(told) if told else "")


def _address(context: Context) -> str:
    """As registered, else as the applicant wrote it where the form asks for his own address."""
    told = context.answer_known_from(KnownFact.ORGANISATION_ADDRESS, KnownFact.PERSON_ADDRESS)
    return context.case.applicant.address or told
