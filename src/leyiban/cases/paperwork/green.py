"""The answer to a request for the green channel, and its withdrawal, on paper (F4.1)."""

from leyiban.cases import papers_of_law as papers
from leyiban.cases.models import GreenGrant
from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.words import length_in_words
from leyiban.cases.rules.green import HANDLING
from leyiban.cases.states import GreenGround
from leyiban.catalogue.queries import green_class
from leyiban.kernel.crypto import Hidden
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.moments import city_date


def grant_notice(context: Context, grant: GreenGrant) -> papers.GreenGrantNotice:
    """Until when, within what time, who granted it, and what would end it."""
    assert grant.until is not None
    term = grant.terms[HANDLING]
    return papers.GreenGrantNotice(
        addressee=context.addressee,
        opening=context.opening("您申请的“{item}”准予走绿色通道。"),
        facts=(
            *_about(context, grant),
            Fact("期限", f"到{in_words(grant.until)}为止"),
            Fact("办理时间", f"受理后{length_in_words(term['amount'], term['unit'])}内办结"),
            Fact("准予的岗位", _post(grant)),
        ),
        reasons=_lines(grant.reasons),
        remedies=None,
        contacts=context.phones(),
        closing="法定时限和条件不变。理由不在了或者证明不实的，收回后照常办理；证明不实的记入信用记录。",
    )


def refusal_notice(context: Context, grant: GreenGrant) -> papers.GreenRefusalNotice:
    """Why not; the case itself goes on as it was."""
    return papers.GreenRefusalNotice(
        addressee=context.addressee,
        opening=context.opening("您申请的“{item}”没有准予走绿色通道。"),
        facts=(*_about(context, grant), Fact("答复的岗位", _post(grant))),
        reasons=_lines(grant.reasons),
        remedies=None,
        contacts=context.phones(),
        closing="您的申请照常办理，时限和先后不受影响。",
    )


def withdrawal_notice(context: Context, grant: GreenGrant) -> papers.GreenWithdrawalNotice:
    """On what ground, and that the case has its ordinary place and limits from now on."""
    return papers.GreenWithdrawalNotice(
        addressee=context.addressee,
        opening=context.opening("您的“{item}”不再走绿色通道。"),
        facts=(
            *_about(context, grant),
            Fact("收回的理由", str(GreenGround(grant.end_ground).label)),
            Fact("排在前面过的普通件", f"{grant.passed}件", beside=True),
        ),
        reasons=_lines(grant.end_reasons),
        remedies=context.remedies(),
        contacts=context.phones(),
        closing="从今天起照常办理，法定时限和承诺时限照原来的算。",
    )


def _about(context: Context, grant: GreenGrant) -> tuple[Fact, ...]:
    city = context.case.item_version.item.city
    entry = green_class(city, grant.green_class, item=context.rules.code, on=city_date(grant.asked_at))
    if entry is None:  # the city has taken it out of its file since
        return (*context.about(), Fact("类别", grant.green_class))
    return (*context.about(), Fact("类别", entry.name.zh), Fact("依据", entry.basis.zh))


def _post(grant: GreenGrant) -> str:
    post, by = grant.answered_post, grant.answered_by
    assert post is not None and by is not None
    return f"{post.name} {by.display_name}"


def _lines(text: Hidden | None) -> tuple[str, ...]:
    words = "" if text is None else text.reveal()
    return tuple(line.strip() for line in words.splitlines() if line.strip())
