"""Small help with addresses."""

from urllib.parse import urlsplit


def with_query(url: str, query: str) -> str:
    """``url`` with ``query`` added to whatever query it has."""
    return f"{url}{'&' if urlsplit(url).query else '?'}{query}"
