"""Attempts to reach anything but the box itself over a network."""

# ruff: noqa: D103  -- promises.py says what each must not achieve; paths are the box's

import errno
import socket
from typing import Any

_SECONDS = 1.0
_NOT_THERE = {errno.ENETUNREACH, errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
_AF_VSOCK, _AF_ALG, _AF_PACKET, _NETLINK_AUDIT = 40, 38, 17, 9


def _must_not_connect(family: int, address: Any) -> None:  # noqa: ANN401  -- an address differs by family
    with socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(_SECONDS)
        number = caller.connect_ex(address)
    assert number in _NOT_THERE, f"connect to {address}: {errno.errorcode.get(number, number)}"


def host_loopback(bait: dict[str, Any]) -> None:
    _must_not_connect(socket.AF_INET, ("127.0.0.1", bait["tcp_port"]))


def host_address(bait: dict[str, Any]) -> None:
    for address in bait["addresses"]:
        _must_not_connect(socket.AF_INET, (address, bait["tcp_port"]))


def internet(_: dict[str, Any]) -> None:
    names = [name for _, name in socket.if_nameindex()]
    assert names == ["lo"], f"there are other interfaces: {names}"
    for address in ("1.1.1.1", "10.0.0.1", "169.254.169.254"):
        _must_not_connect(socket.AF_INET, (address, 80))


def names(_: dict[str, Any]) -> None:
    for name in ("example.com", "one.one.one.one"):
        try:
            found = socket.getaddrinfo(name, 443)
        except OSError:
            continue
        raise AssertionError(f"{name} is {found[0][4]}")


def datagrams(bait: dict[str, Any]) -> None:
    # whether one arrived is seen outside: sending one into the void is no failure
    for address in ("127.0.0.1", *bait["addresses"]):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            try:
                sender.sendto(b"out", (address, bait["udp_port"]))
            except OSError:
                continue


def ipv6(bait: dict[str, Any]) -> None:
    for address in ("::1", "2606:4700:4700::1111"):
        _must_not_connect(socket.AF_INET6, (address, bait["tcp_port"]))


def abstract_sockets(bait: dict[str, Any]) -> None:
    _must_not_connect(socket.AF_UNIX, "\0" + bait["abstract"])


def raw_sockets(_: dict[str, Any]) -> None:
    kinds = (
        (socket.AF_INET, socket.SOCK_RAW, 1),
        (_AF_PACKET, socket.SOCK_RAW, 0),
        (_AF_VSOCK, socket.SOCK_STREAM, 0),
        (_AF_ALG, socket.SOCK_SEQPACKET, 0),
        (socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_AUDIT),
    )
    for family, kind, protocol in kinds:
        try:
            socket.socket(family, kind, protocol).close()
        except OSError:
            continue
        raise AssertionError(f"a socket of family {family}, protocol {protocol} can be made")
