"""The content security policy as a header says it, and the one page that may send a form further."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseBase


def policy_text(directives: Mapping[str, tuple[str, ...]]) -> str:
    """The header's value for ``{"default-src": ("'self'",), …}``."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def let_form_lead_to(response: HttpResponseBase, address: str) -> None:
    """Browsers hold also a form's redirects against the policy: this page's form may end at that host."""
    parts = urlsplit(address)
    policy = settings.CONTENT_SECURITY_POLICY
    leads_to = (*policy["form-action"], f"{parts.scheme}://{parts.netloc}")
    response.headers["Content-Security-Policy"] = policy_text({**policy, "form-action": leads_to})
