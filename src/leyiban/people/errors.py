"""What can lawfully go wrong with people: each its own class, with a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotAllowed, NotFound, Refusal

# ── Signing in ───────────────────────────────────────────────────────────────────────────────────────────


class SignInFailed(Refusal):
    """Name or password is wrong; never says which."""

    code = "sign_in_failed"
    kind = Kind.UNAUTHENTICATED
    message = _("用户名或密码不对。请再试,或用手机验证码登录。")


class StartPasswordOver(Refusal):
    """The start password was not used in time."""

    code = "start_password_over"
    kind = Kind.UNAUTHENTICATED
    message = _("这个初始密码过期了。请让管理员再给您一个。")


class PresentPasswordWrong(Refusal):
    """Whoever changes a password does not know the present one."""

    code = "present_password_wrong"
    kind = Kind.UNAUTHENTICATED
    message = _("现在的密码不对。忘了的话,请退出后用手机验证码登录。")


class SignInLocked(Refusal):
    code = "sign_in_locked"
    kind = Kind.TOO_MANY
    message = _("试错太多次,先停{minutes}分钟,{until}以后再试。您的资料都在。急用请换一种方式登录。")


class AccountClosed(Refusal):
    code = "account_closed"
    kind = Kind.UNAUTHENTICATED
    message = _("这个账号已停用。请打电话问,或到窗口办理。")


class CodeTooSoon(Refusal):
    code = "code_too_soon"
    kind = Kind.TOO_MANY
    message = _("验证码刚发过。请等{seconds}秒再要。")


class CodeTooOften(Refusal):
    code = "code_too_often"
    kind = Kind.TOO_MANY
    message = _("验证码发得太多了。{until}以后再要,或换一种方式登录。")


class CodeWrong(Refusal):
    """Wrong, expired, spent or never sent: one answer for all, so that nothing can be learnt from it."""

    code = "code_wrong"
    kind = Kind.UNAUTHENTICATED
    message = _("验证码不对,或已过期。请核对短信,或重新要一个。")


class CodeNotSent(Refusal):
    code = "code_not_sent"
    kind = Kind.UNAVAILABLE
    message = _("短信没发出去。请过几分钟再试,或用省统一身份登录。")


class SecondFactorWrong(Refusal):
    code = "second_factor_wrong"
    kind = Kind.UNAUTHENTICATED
    message = _("动态码不对,或已用过。请等下一个再填。")


class SecondFactorMissing(Refusal):
    code = "second_factor_missing"
    kind = Kind.UNAUTHENTICATED
    message = _("请先添加通行密钥或绑定动态码。")


class SecondStepWanted(Refusal):
    """A program has a proven phone, and its owner wants more than a phone."""

    code = "second_step_wanted"
    kind = Kind.UNAUTHENTICATED
    message = _("这个账号开了两步登录,光有验证码不够。请在网页登录后,用网页的登录要凭证。")


class PasskeyWrong(Refusal):
    code = "passkey_wrong"
    kind = Kind.UNAUTHENTICATED
    message = _("这个通行密钥没通过。请再试一次,或换一种方式登录。")


class PasskeyMissing(NotFound):
    code = "passkey_missing"
    message = _("没有这个通行密钥。可能已经删了,请刷新看看。")


class PasskeyTooMany(Refusal):
    code = "passkey_too_many"
    kind = Kind.CONFLICT
    message = _("通行密钥太多了。请先删掉不用的。")


class ProvinceUnavailable(Refusal):
    code = "province_unavailable"
    kind = Kind.UNAVAILABLE
    message = _("省统一身份暂时连不上。您填的都在。请用手机验证码登录,或稍后再试。")


class ProvinceRefused(Refusal):
    code = "province_refused"
    kind = Kind.UNAUTHENTICATED
    message = _("省统一身份没有确认您的身份。请再登录一次,或用手机验证码登录。")


class TokenInvalid(Refusal):
    code = "token_invalid"
    kind = Kind.UNAUTHENTICATED
    message = _("登录凭证无效或已过期。请重新登录。")


class ScopeMissing(NotAllowed):
    code = "scope_missing"
    message = _("这个登录凭证不能做这一步。请换一个有权限的凭证。")


# ── Other offices' systems ───────────────────────────────────────────────────────────────────────────────


class SystemUnknown(NotFound):
    code = "system_unknown"
    message = _("没有登记这个系统,或已停用。请核对名称。")


class SystemEnded(Refusal):
    """A description of a system that was ended: it comes back only when that is what is asked."""

    code = "system_ended"
    message = _("这个系统已停用。要重新登记,请加 --again。")


class SystemStrange(Refusal):
    """A request that names no system of ours, or an address that its system did not register."""

    code = "system_strange"
    message = _("这个系统没有登记,或它给的返回地址不对。请从原来的网站重新登录,还不行就告诉它的客服。")


class ConsentMissing(NotFound):
    code = "consent_missing"
    message = _("您没有同意过这个系统读取信息,不用撤回。")


# ── Who somebody is ──────────────────────────────────────────────────────────────────────────────────────


class IdentityMismatch(Refusal):
    code = "identity_mismatch"
    message = _("姓名和证件号对不上。请按身份证填写;都没错,请到窗口核对。")


class IdentityServiceDown(Refusal):
    code = "identity_service_down"
    kind = Kind.UNAVAILABLE
    message = _("身份核对暂时连不上。您填的都在,请过几分钟再试,或用省统一身份登录。")


class IdentityTaken(Refusal):
    """The person has an account already. Name and number alone do not open it: many know them."""

    code = "identity_taken"
    kind = Kind.CONFLICT
    message = _("这个身份已有账号。请用省统一身份登录,或在登录页点“登不进来了”。")


class FaceNotPassed(Refusal):
    """Not passed, not finished, too old, or ordered by another session: one answer for all."""

    code = "face_not_passed"
    message = _("人脸核验没有通过,或已过期。请再做一次。")


class StaffAccountKept(NotAllowed):
    """A member of staff gets his account back from an administrator: a face and a phone skip no second factor."""

    code = "staff_account_kept"
    message = _("这是工作人员账号,不能这样找回。请找本单位管理员重置登录方式。")


class AlreadyProven(Refusal):
    code = "already_proven"
    kind = Kind.CONFLICT
    message = _("这个账号已经实名。要改成别人,请另开一个账号。")


class LevelTooLow(NotAllowed):
    """``needed`` is the real-name level of ``identity-and-codes`` §5."""

    code = "level_too_low"
    message = _("这一步要先核实身份。请点“实名认证”,填过的都在。")


class PersonNotFound(NotFound):
    code = "person_not_found"
    message = _("没有找到这个人。请核对证件号,或新登记。")


# ── Acting for others ────────────────────────────────────────────────────────────────────────────────────


class ActingEnded(NotAllowed):
    """The party acted for is no longer one of the actor's."""

    code = "acting_ended"
    message = _("您现在不能替这一家办了:授权没有、暂停或已到期。请找对方重新授权。")


class NotRepresentative(NotAllowed):
    code = "not_representative"
    message = _("只有法定代表人(经营者、负责人)本人能授权。请他登录后再办。")


class RegisterSaysOtherwise(NotAllowed):
    """The register names another head, does not know the body, or it is not in operation."""

    code = "register_says_otherwise"
    message = _("登记机关说您现在不是它的法定代表人。请先办好变更登记,再来接管。")


class TakenOverMeanwhile(Refusal):
    """While the register was asked for this one, it named a later head: an old answer undoes no newer one."""

    code = "taken_over_meanwhile"
    kind = Kind.CONFLICT
    message = _("刚有另一位法定代表人核实了身份。请再核对一次。")


class NotYourMandate(NotFound):
    code = "not_your_mandate"
    message = _("没有找到这份授权。请核对,或请对方重新发起。")


class MandateNotThere(Refusal):
    """The move does not start from the mandate's present state."""

    code = "mandate_wrong_state"
    kind = Kind.CONFLICT
    message = _("这份授权现在是“{state}”,不能这样办。请刷新看看。")


class MandateTermInvalid(Refusal):
    code = "mandate_term_invalid"
    message = _("授权期限不对。结束日要在开始日之后,最长{months}个月。")


class MandateScopeInvalid(Refusal):
    code = "mandate_scope_invalid"
    message = _("请选授权能办的事项和能做的事。代办员不能替人签承诺。")


class MandateToOneself(Refusal):
    code = "mandate_to_oneself"
    message = _("不用授权给自己。请填经办人的姓名和证件号。")


# ── Posts ────────────────────────────────────────────────────────────────────────────────────────────────


class PostHeldAlready(Refusal):
    code = "post_held_already"
    kind = Kind.CONFLICT
    message = _("这位同事已经在这个岗位上。")


class PostUnknown(NotFound):
    code = "post_unknown"
    message = _("没有岗位“{post}”。岗位写在城市包的 posts.yaml 里。")


class StaffUnknown(NotFound):
    code = "staff_unknown"
    message = _("没有用户名为“{username}”的工作人员。")


class UsernameTaken(Refusal):
    """By somebody of another name, a citizen, or an account that was closed: a name is never given twice."""

    code = "username_taken"
    kind = Kind.CONFLICT
    message = _("这个用户名已经有人用过。请换一个。")


class OutOfJurisdiction(NotAllowed):
    code = "out_of_jurisdiction"
    message = _("这不在您管的单位和地方。请转给有权限的同事。")


class TwoPersonsNeeded(NotAllowed):
    """A break-glass right is allowed by a second person with authority over the post."""

    code = "two_persons_needed"
    message = _("紧急授权要另一位管理员同意,本人不能批自己。")


class BreakGlassTooLong(Refusal):
    code = "break_glass_too_long"
    message = _("紧急授权最长{hours}小时。请缩短,并写明原因。")


# ── A city's data ────────────────────────────────────────────────────────────────────────────────────────


class BrokenPeopleData(Refusal):
    """Rows of a pack that cannot be loaded; ``problems`` name row and field."""

    code = "broken_people_data"
    message = _("区划、单位或岗位数据有错,没有装入。请改正后重试。")


class DemoRefused(NotAllowed):
    """Invented people with known passwords have no place where real ones are served."""

    code = "demo_refused"
    message = _("正式环境不能装演示账号。")
