"""Which addresses may be asked: what is on the public net, what the settings allow besides, and which ports are the web's. Pure."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registries of special addresses, written out: what Python's `is_global` says changes from one 3.11 to the next.
_NOT_PUBLIC: Final[Sequence[IPv4Network]] = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local; the metadata services of clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # once the relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved; broadcast
        ),
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")  # all that is given out; unique-local, link-local, multicast, loopback lie outside
_NOT_PUBLIC_6: Final[Sequence[IPv6Network]] = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # for protocols: Teredo (which is looked into first), benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "3fff::/20",
        ),
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")

# The "bad ports" of WHATWG's fetch standard; below them those of databases, caches and the like, which a GET may do harm to.
_LISTED: Final = """
0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427
465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665
6666 6667 6668 6669 6679 6697 10080
1433 1521 2375 2379 3306 3389 5432 5984 6379 9042 11211 27017
"""
_BAD_PORTS: Final = frozenset(map(int, _LISTED.split()))


def port_is_fit(port: int) -> bool:
    """Whether a website may be there: no mail, no shell, no database."""
    return port not in _BAD_PORTS


def is_public(address: Address) -> bool:
    """Whether an address is on the public net, and so are the IPv4 addresses that are hidden in it (mapped, compatible, 6to4, NAT64, Teredo)."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    inner = _hidden(address)
    if inner:
        return all(map(is_public, inner))
    return address in _GLOBAL_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _hidden(address: IPv6Address) -> Sequence[IPv4Address]:
    """The IPv4 addresses to which packets for an IPv6 address go in the end; empty for a true IPv6 address."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64 or address in _COMPATIBLE:  # "::" and "::1" too: they become 0.0.0.0 and 0.0.0.1
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return ()


class AddressRules:
    """What may be connected to: the public net, and what `private_hosts` of the settings names."""

    def __init__(self, private_hosts: Iterable[str] = ()) -> None:
        networks: list[Network] = []
        names: set[str] = set()
        for each in private_hosts:
            network = network_of(each)
            if network is None:
                names.add(host_name(each))
            else:
                networks.append(network)
        self._networks, self._names = tuple(networks), frozenset(names)

    def allows(self, host: str, address: str) -> bool:
        """Whether `address` (an IP, perhaps with a zone) may be connected to for the sake of `host`."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if is_public(found) or host_name(host) in self._names:
            return True
        meant = (found, *(_hidden(found) if isinstance(found, IPv6Address) else ()))
        return any(each in network for each in meant for network in self._networks if each.version == network.version)


def network_of(text: str) -> Network | None:
    """The network (10.0.0.0/8) or the single address that `text` names; None for the name of a host."""
    try:
        return ip_network(text.strip().strip("[]"), strict=False)
    except ValueError:
        return None


def host_name(text: str) -> str:
    """A host's name as it is compared: lower case, without the dot at its end, the letters of its language as DNS writes them."""
    name = text.strip().strip("[]").rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
