"""What our cookies are called."""

_NAMES = ("sessionid", "csrftoken", "language")


def cookie_names(*, https: bool) -> tuple[str, ...]:
    """Names of the cookies of session, form token and language.

    Over TLS with the prefix that makes a browser refuse them from another host, for another path, or without
    TLS (RFC 6265bis); without TLS browsers would not take them under such a name.
    """
    return tuple(f"__Host-{name}" for name in _NAMES) if https else _NAMES
