"""Which addresses are on the public net, which the settings allow besides, and which ports are a website's."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.address import AddressRules, host_name, is_public, network_of, port_is_fit

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "113.160.0.1",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "198.17.255.255",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2405:4800::1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "2002:0808:0808::1",
    "64:ff9b::8.8.8.8",
]
NOT_PUBLIC = {
    "this-network": "0.0.0.0",
    "this-network-too": "0.1.2.3",
    "ten": "10.0.0.1",
    "carrier-grade-nat": "100.64.0.1",
    "carrier-grade-nat-end": "100.127.255.255",
    "loopback": "127.0.0.1",
    "loopback-end": "127.255.255.254",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "metadata-of-alibaba": "100.100.100.200",
    "private-172": "172.16.0.1",
    "private-172-end": "172.31.255.255",
    "protocols": "192.0.0.192",
    "documentation": "192.0.2.1",
    "relays-of-6to4": "192.88.99.1",
    "private-192": "192.168.1.1",
    "benchmarks": "198.19.0.1",
    "documentation-2": "198.51.100.1",
    "documentation-3": "203.0.113.1",
    "multicast": "224.0.0.1",
    "multicast-end": "239.255.255.255",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "unspecified-6": "::",
    "loopback-6": "::1",
    "mapped-loopback": "::ffff:127.0.0.1",
    "mapped-private": "::ffff:10.1.2.3",
    "mapped-in-hex": "::ffff:a9fe:a9fe",
    "compatible": "::127.0.0.1",
    "nat64-private": "64:ff9b::10.0.0.1",
    "nat64-metadata": "64:ff9b::a9fe:a9fe",
    "nat64-local-use": "64:ff9b:1::8.8.8.8",
    "discard": "100::1",
    "6to4-private": "2002:7f00:0001::1",
    "6to4-metadata": "2002:a9fe:a9fe::1",
    "teredo-server": "2001:0:7f00:1::f7f7:f7f7",
    "teredo-client": "2001:0:808:808::80ff:fffe",
    "benchmarks-6": "2001:2::1",
    "orchid": "2001:20::1",
    "documentation-6": "2001:db8::1",
    "documentation-6-new": "3fff::1",
    "segment-routing": "5f00::1",
    "unique-local": "fc00::1",
    "unique-local-2": "fd12:3456::1",
    "metadata-6": "fd00:ec2::254",
    "link-local-6": "fe80::1",
    "site-local": "fec0::1",
    "multicast-6": "ff02::1",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address):
    assert is_public(ip_address(address))
    assert AddressRules().allows("cong.vn", address)


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_any_other_address_is_not(address):
    assert not is_public(ip_address(address))
    assert not AddressRules().allows("cong.vn", address)


def test_a_teredo_address_of_two_public_ones_is_public():
    assert is_public(ip_address("2001:0:808:808::f7f7:f7f7"))


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_when_it_is_hidden_in_another(address):
    for hidden in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::1"):
        assert is_public(ip_address(hidden)) is is_public(address)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address):
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(address)


def test_what_is_no_address_is_refused():
    assert not AddressRules(("localhost",)).allows("localhost", "")
    assert not AddressRules(("localhost",)).allows("localhost", "localhost")


@pytest.mark.parametrize(
    ("entry", "host", "address", "allowed"),
    [
        ("10.0.0.0/8", "noi-bo.vn", "10.1.2.3", True),
        ("10.0.0.0/8", "noi-bo.vn", "::ffff:10.1.2.3", True),
        ("10.0.0.0/8", "noi-bo.vn", "11.0.0.1", True),  # public anyway
        ("10.0.0.0/8", "noi-bo.vn", "192.168.1.1", False),
        ("10.1.2.3/8", "noi-bo.vn", "10.9.9.9", True),  # bits of the host are forgiven
        ("10.1.2.3", "noi-bo.vn", "10.1.2.3", True),
        ("10.1.2.3", "noi-bo.vn", "10.1.2.4", False),
        ("fd00::/8", "noi-bo.vn", "fd12::1", True),
        ("fd00::/8", "noi-bo.vn", "10.1.2.3", False),
        ("[::1]", "x", "::1", True),
        ("::1", "x", "::1", True),
        ("fe80::/10", "x", "fe80::1%eth0", True),
        ("noi-bo.vn", "noi-bo.vn", "10.1.2.3", True),
        ("NOI-BO.vn.", "noi-bo.vn", "10.1.2.3", True),
        ("noi-bo.vn", "noi-bo.vn.", "10.1.2.3", True),
        ("noi-bo.vn", "www.noi-bo.vn", "10.1.2.3", False),
        ("nội-bộ.vn", "xn--ni-b-5y5ad.vn", "10.1.2.3", True),
    ],
)
def test_the_settings_allow_names_and_networks(entry, host, address, allowed):
    assert AddressRules((entry,)).allows(host, address) is allowed


def test_a_name_that_dns_can_not_hold_stays_as_it_is():
    assert host_name("ă" * 70) == "ă" * 70
    assert network_of("noi-bo.vn") is None


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 8765, 3000, 9080, 49_152])
def test_a_website_may_be_at_many_ports(port):
    assert port_is_fit(port)


@pytest.mark.parametrize(
    "port", [0, 1, 22, 23, 25, 53, 110, 143, 389, 465, 587, 993, 3306, 5060, 5432, 6000, 6379, 6667, 10080, 11211, 27017]
)
def test_but_not_where_mail_shells_and_databases_are(port):
    assert not port_is_fit(port)
