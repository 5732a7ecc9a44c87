"""Where a request comes from, as one place: what tries are counted by."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_SITE_BITS = 64  # of an IPv6 address; the rest its owner chooses freely


def origin_of(meta: Mapping[str, Any]) -> str:
    """The place a request comes from, told by its WSGI environment; empty when nobody says.

    Only our own proxy's word is taken, and only its last word: a client can write whatever it likes before it.
    """
    if settings.BEHIND_PROXY:
        return place_of(meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip())
    return place_of(meta.get("REMOTE_ADDR", ""))


def place_of(address: str) -> str:
    """The address itself for IPv4; the first address of its /64 for IPv6, which one machine can fill alone.

    What is no address is given back as it is.
    """
    try:
        told = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(told, ipaddress.IPv4Address):
        return str(told)
    if told.ipv4_mapped is not None:
        return str(told.ipv4_mapped)
    return str(ipaddress.ip_network((told, _SITE_BITS), strict=False).network_address)
