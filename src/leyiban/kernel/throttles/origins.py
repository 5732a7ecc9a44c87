"""Where a request comes from, as one place: what tries are counted by."""

import ipaddress

_SITE_BITS = 64  # of an IPv6 address; the rest its owner chooses freely


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
