"""What a password must be: long and not a known one. No rule about signs and digits."""

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from leyiban.people.models import Account
from leyiban.web.wording import gettext

SHORTEST = 10


def problem_with_password(text: str, account: Account) -> str:
    """A sentence, or nothing."""
    try:
        MinimumLengthValidator(SHORTEST).validate(text, account)
    except ValidationError:
        return gettext("密码太短,至少%(n)s个字符。") % {"n": SHORTEST}
    try:
        CommonPasswordValidator().validate(text, account)
    except ValidationError:
        return gettext("这个密码太常见,容易被猜到。请换一个。")
    return ""
