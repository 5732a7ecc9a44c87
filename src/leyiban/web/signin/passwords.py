"""What is wrong with a new password, said so that one can do better."""

import string

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from leyiban.people.models import Account
from leyiban.people.rules.passwords import SHORTEST, Fault, fault_of
from leyiban.web.wording import gettext


def problem_with_password(text: str, account: Account) -> str:
    """A sentence, or nothing."""
    if account.has_start_password and account.check_password(text):
        return gettext("这还是初始密码。请换一个。")
    phone = account.phone.reveal() if account.phone else ""
    match fault_of(text, owner=(account.username, account.display_name, phone)):
        case Fault.SHORT:
            return gettext("密码太短,至少%(n)s个字符。") % {"n": SHORTEST}
        case Fault.ABOUT_THE_OWNER:
            return gettext("密码里不要用您的手机号、姓名或用户名。请换一个。")
        case Fault():
            return gettext("这个密码太常见,容易被猜到。请换一个。")
    return gettext("这个密码太常见,容易被猜到。请换一个。") if _is_common(text, account) else ""


def _is_common(text: str, account: Account) -> bool:
    """Known by itself, or a known one with digits and signs around it: the commonest way to make one longer."""
    known = CommonPasswordValidator()
    for word in (text, text.strip(string.digits + string.punctuation)):
        try:
            known.validate(word, account)
        except ValidationError:
            return True
    return False
