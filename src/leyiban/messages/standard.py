"""The messages of a case and of what surrounds it (the time line of ``look.md`` §5, in §14's words).

Each says the matter, what happened, by when what follows, the query code and the office's phone.
"""

from leyiban.messages.templates import Urgency, template

CASE_RECEIVED = template(
    "case.received", "您的{matter}已收到,{by}前告诉您是否受理。查询码{code},电话{phone}", owner="cases"
)
CASE_ENTERED_AFTERWARDS = template(
    "case.entered_afterwards",
    "您的{matter}是{by}收到的,对吗?不对请在办件页说。查询码{code},电话{phone}",
    owner="cases",
)
CASE_RECEIPT_REDATED = template(
    "case.receipt_redated",
    "您的{matter}改为{by}收到,期限从那时算。查询码{code},电话{phone}",
    owner="cases",
)
RECEIPT_CLAIM_REJECTED = template(
    "receipt_claim.rejected",
    "您的{matter}核对过了,收到时间不变,理由见办件页。查询码{code},电话{phone}",
    owner="cases",
)
CASE_ACCEPTED = template(
    "case.accepted", "您的{matter}已受理,最晚{by}办好。查询码{code},电话{phone}", owner="cases"
)
CASE_CORRECTION = template(
    "case.correction",
    "您的{matter}要补材料,请{by}前补齐。要补什么见通知。查询码{code},电话{phone}",
    owner="cases",
)
CASE_CORRECTION_CANCELLED = template(
    "case.correction_cancelled", "您的{matter}不用补材料了,继续办。查询码{code},电话{phone}", owner="cases"
)
CASE_REFUSED = template(
    "case.refused", "您的{matter}不能受理,原因和去处见通知书。查询码{code},电话{phone}", owner="cases"
)
CASE_SPECIAL_PROCEDURE = template(
    "case.special_procedure",
    "您的{matter}要做{procedure},这段时间不计入期限。查询码{code},电话{phone}",
    owner="cases",
)
CASE_RESUMED = template(
    "case.resumed", "您的{matter}接着办,最晚{by}办好。查询码{code},电话{phone}", owner="cases"
)
CASE_EXTENDED = template(
    "case.extended", "您的{matter}要多些时间,最晚{by}办好。查询码{code},电话{phone}", owner="cases"
)
CASE_GRANTED = template(
    "case.granted", "您的{matter}办好了,结果可以下载。查询码{code},电话{phone}", owner="cases"
)
CASE_DENIED = template(
    "case.denied", "您的{matter}没有获准,理由和怎样救济见决定书。查询码{code},电话{phone}", owner="cases"
)
CASE_HANDED_OUT = template(
    "case.handed_out", "您的{matter}结果已经交出。不是您收的,请马上来电{phone}。查询码{code}", owner="cases"
)
CASE_WITHDRAWN = template(
    "case.withdrawn", "您的{matter}已按您的要求撤回。查询码{code},电话{phone}", owner="cases"
)
CASE_WHY_WITHDRAWN = template(
    "case.why_withdrawn",
    "您撤回了{matter}。是自己想撤,还是单位要您撤?请在消息里答一句,单位看不到",
    owner="cases",
)
CASE_DEEMED_WITHDRAWN = template(
    "case.deemed_withdrawn",
    "您的{matter}到期没补材料,算撤回。可以重新申请。查询码{code},电话{phone}",
    owner="cases",
)
CASE_TERMINATED = template(
    "case.terminated", "您的{matter}已终止,原因见通知书。查询码{code},电话{phone}", owner="cases"
)
CASE_DUE_SOON = template(
    "case.due_soon",
    "您的{matter}请在{by}前补齐材料,到期算撤回。查询码{code},电话{phone}",
    owner="cases",
    urgency=Urgency.PROMPT,
)
CASE_NEW_DAY_TO_ACCEPT = template(
    "case.new_day_to_accept",
    "放假安排变了:您的{matter}改为{by}前告诉您是否受理。查询码{code},电话{phone}",
    owner="cases",
)
CASE_NEW_DAY_TO_SUPPLEMENT = template(
    "case.new_day_to_supplement",
    "放假安排变了:您的{matter}改为{by}前补齐材料。查询码{code},电话{phone}",
    owner="cases",
)
CASE_NEW_DAY_TO_DECIDE = template(
    "case.new_day_to_decide",
    "放假安排变了:您的{matter}改为最晚{by}办好。查询码{code},电话{phone}",
    owner="cases",
)
CASE_NEW_DAY_TO_DELIVER = template(
    "case.new_day_to_deliver",
    "放假安排变了:您的{matter}改为最晚{by}送到。查询码{code},电话{phone}",
    owner="cases",
)
CASE_WARNED = template(
    "case.warned", "您的{matter}查出材料不实,给予警告,详见决定书。查询码{code},电话{phone}", owner="cases"
)
CASE_WARNING_WITHDRAWN = template(
    "case.warning_withdrawn",
    "您的{matter}材料不实的认定收回了,接着办。查询码{code},电话{phone}",
    owner="cases",
)
BAR_LIFTED = template("bar.lifted", "对您申请{matter}的限制撤销了,可以再申请。电话{phone}", owner="cases")
BAR_IMPOSED = template(
    "bar.imposed", "到{by}为止不能再申请{matter}。原因和怎样提异议,登录后看。电话{phone}", owner="cases"
)
BAR_ANSWERED = template(
    "bar.answered", "您对限制申请{matter}的异议,我们答复了,登录后看。电话{phone}", owner="cases"
)
CASE_RENEWAL_LAPSED = template(
    "case.renewal_lapsed", "{matter}到期不再自动延续,还在审。查询{code},电话{phone}", owner="cases"
)
LICENCE_ENDING = template(
    "licence.ending",
    "您的{matter}快到期,最晚{by}申请延续,登录后在我的证照里办。电话{phone}",
    owner="credentials",
)
HEARING_RIGHT = template(
    "hearing.right",
    "您的{matter}可要求听证,{by}前在网上提。查询码{code},电话{phone}",
    owner="cases",
)
HEARING_RIGHT_OF_OTHERS = template(
    "hearing.right_of_others",
    "{matter}关系到您,{by}前可提听证。编号{number}查询码{code},{phone}",
    owner="cases",
)
WARNING_INTENDED = template(
    "hearing.warning_intended",
    "您的{matter}拟给予警告,{by}前可申辩。查询码{code},电话{phone}",
    owner="cases",
)
REVOCATION_INTENDED = template(
    "hearing.revocation_intended",
    "您的{matter}拟撤销,{by}前可申辩、要求听证。电话{phone}",
    owner="cases",
)
HEARING_SCHEDULED = template(
    "hearing.scheduled", "{matter}的听证定在{by},地点看听证页。编号{number},电话{phone}", owner="cases"
)
HEARING_POSTPONED = template(
    "hearing.postponed", "{matter}的听证改到{by},地点看听证页。编号{number},电话{phone}", owner="cases"
)
HEARING_ANSWERED = template(
    "hearing.answered", "您对{matter}的意见,我们答复了,看听证页。编号{number},电话{phone}", owner="cases"
)
HEARING_DROPPED = template(
    "hearing.dropped", "{matter}的听证终止了,您不用再来。编号{number},电话{phone}", owner="cases"
)
GREEN_GRANTED = template(
    "green.granted", "您的{matter}准进绿色通道,到{by}为止。查询码{code},电话{phone}", owner="cases"
)
GREEN_REFUSED = template(
    "green.refused",
    "您的{matter}没有准进绿色通道,照常办。理由登录后看。查询码{code},电话{phone}",
    owner="cases",
)
GREEN_LEFT = template(
    "green.left", "您的{matter}不再走绿色通道,照常办。原因登录后看。查询码{code},电话{phone}", owner="cases"
)
LICENCE_STATUS_CHANGED = template(
    "licence.status_changed", "您的{matter}电子证照现在是{status}。电话{phone}", owner="credentials"
)
MANDATE_OFFERED = template(
    "mandate.offered", "{body}请您代办,请登录后在授权里接受或拒绝。电话{phone}", owner="people"
)
MANDATE_ACCEPTED = template(
    "mandate.accepted",
    "{operator}接受了您的授权,{by}到期。不想再让他代办,登录后可随时收回。电话{phone}",
    owner="people",
)
MANDATE_TAKEN_OVER = template(
    "mandate.taken_over",
    "{body}的事已由法定代表人收回,您不再替它办。您自己的事不受影响。电话{phone}",
    owner="people",
)
BODY_TAKEN_OVER = template(
    "body.taken_over",
    "{body}的事已归您一人办,原来的授权都停了。不是您本人?马上来电{phone}",
    owner="people",
    urgency=Urgency.PROMPT,
)
ACCOUNT_RECOVERED = template(
    "account.recovered",
    "您的账号刚经人脸核验找回,旧的登录都停了。不是您本人?马上来电{phone}",
    owner="people",
    urgency=Urgency.PROMPT,
)
PHONE_CHANGE_ASKED = template(
    "account.phone_change_asked",
    "有人要换您账号的手机号,{by}生效。不是您?请登录后在我的里停掉,或来电{phone}",
    owner="people",
    urgency=Urgency.PROMPT,
)
ACCOUNT_OPENS_OTHERWISE = template(
    "account.opens_otherwise",
    "您的账号刚添了或改了登录方式。不是您?请在登录页点登不进来了,用人脸收回。电话{phone}",
    owner="people",
    urgency=Urgency.PROMPT,
)
SUPERVISION_CARD = template(
    "supervision.card",
    "监察卡:{matter}{what}。没动静,{by}报上一级。请登录处理。电话{phone}",
    owner="supervision",
)
SUPERVISION_RAISED = template(
    "supervision.raised",
    "监察卡升级到您:{matter}{what},下面没动静。请登录处理。电话{phone}",
    owner="supervision",
)
SUPERVISION_SLIP = template(
    "supervision.slip",
    "督办:{matter},请{by}前答复。请登录签收。电话{phone}",
    owner="supervision",
)
SUPERVISION_RETURNED = template(
    "supervision.returned",
    "督办答复被退回:{matter},请{by}前再答复。请登录看。电话{phone}",
    owner="supervision",
)
SUPERVISION_REPORT = template(
    "supervision.report", "{by}的日报出来了,请登录看。电话{phone}", owner="supervision"
)
SIGN_IN_CODE = template(
    "sign_in.code",
    "{code}是您的登录验证码,{minutes}分钟内有效。我们的人不会问您要它。",
    owner="people",
    urgency=Urgency.CODE,
)
