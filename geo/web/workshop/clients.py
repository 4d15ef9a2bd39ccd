"""Who asks? As far as turns are concerned: the address that a request comes from.

Behind a proxy that is the one it names. Whether a proxy is believed the server decides before us:
uvicorn takes ``X-Forwarded-For`` from the addresses in ``FORWARDED_ALLOW_IPS`` alone (else from
this machine), so nobody takes another's turn by claiming to be somebody new.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from starlette.types import Scope

_HOME_BITS: Final = 64
"""Of an IPv6 address: a household or an office has all that begin alike (RFC 6177)."""


def client_of(scope: Scope) -> str:
    """Return who asks; all whose address is not known are one."""
    peer = scope.get("client")
    if not peer:
        return ""
    try:
        address = ipaddress.ip_address(peer[0])
    except ValueError:
        return str(peer[0])
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _HOME_BITS), strict=False))
