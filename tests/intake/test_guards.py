"""No way into the agency's own network: what is checked is the address that is really connected to, at every hop, for feeds, pages and pictures alike."""

from datetime import timedelta

import pytest

from bot.errors import FeedError, Unfetched
from bot.intake.address import AddressRules
from bot.intake.connection import Gate, Network
from bot.intake.fetch import Fetcher
from bot.intake.names import Names
from bot.intake.policy import IntakePolicy
from tests.fakes.network import FakeNetwork
from tests.fakes.site import Answer, Site
from tests.intake.conftest import HERE

RSS = b"<rss version='2.0'><channel><title>Tin</title></channel></rss>"
FAR = "93.184.216.34"
NOWHERE = IntakePolicy()
CONG = {"cong.vn": [FAR]}


@pytest.fixture
def fetching(policy, feed):
    """Fetches an address with a Fetcher of the given settings: the feed's bytes, or the error that it ends in, as a feed and as a picture."""

    def fetch(url: str, intake: IntakePolicy = NOWHERE, **more) -> bytes | FeedError:
        fetcher = Fetcher(intake, **more)
        try:
            return fetcher.fetch(policy(url), feed()).body
        except FeedError as error:
            with pytest.raises(Unfetched):
                fetcher.get(url, policy(url), accept="*/*", most_bytes=1_000)
            return error
        finally:
            fetcher.close()

    return fetch


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ],
)
def test_the_loopback_is_refused_however_it_is_spelt(site, fetching, host):
    error = fetching(f"http://{host}:{site.port}/rss")

    assert error.key == "intake.private_address"
    assert "private_hosts" in error.say("vi")
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[::1]",
        "10.0.0.1",
        "192.168.1.1",
        "2852039166",
        "100.64.0.1",
        "[fe80::1]",
        "[::]",
        "255.255.255.255",
    ],
)
def test_no_packet_goes_to_a_private_address(fetching, host):
    dialled = []

    def connect(address, timeout):
        dialled.append(address)
        raise ConnectionRefusedError

    assert fetching(f"http://{host}/latest/meta-data", network=Network(connect=connect)).key == "intake.private_address"
    assert dialled == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/geheim",
        "http://[::1]:{port}/geheim",
        "http://[::ffff:127.0.0.1]:{port}/geheim",
        "http://2130706433:{port}/geheim",
        "http://0177.0.0.1:{port}/geheim",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "//127.0.0.1:{port}/geheim",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_into_the_private_network_is_refused(site, fetching, target, status):
    site.answers["/rss"] = Answer(status=status, headers={"Location": target.format(port=site.port)})
    site.answers["/geheim"] = Answer(RSS)

    error = fetching(f"{site.url}/rss", IntakePolicy(private_hosts=("localhost",)))

    assert error.key == "intake.private_address"
    assert {asked.path for asked in site.asked} == {"/rss"}


def test_the_second_hop_is_guarded_like_the_first(site, fetching):
    site.answers["/1"] = Answer(status=302, headers={"Location": "/2"})
    site.answers["/2"] = Answer(status=302, headers={"Location": f"http://127.0.0.1:{site.port}/3"})

    assert fetching(f"{site.url}/1", IntakePolicy(private_hosts=("localhost",))).key == "intake.private_address"
    assert "/3" not in {asked.path for asked in site.asked}


@pytest.mark.parametrize("allowed", ["localhost", "LOCALHOST.", "127.0.0.0/8", "127.0.0.1"])
def test_the_settings_open_the_door_for_what_they_name(site, fetching, allowed):
    site.answers["/rss"] = Answer(RSS)

    assert fetching(f"http://localhost:{site.port}/rss", IntakePolicy(private_hosts=(allowed,))) == RSS


def test_a_public_address_needs_no_setting(site, fetching):
    site.answers["/rss"] = Answer(RSS)
    net = FakeNetwork(site.port, CONG)

    assert fetching("http://cong.vn/rss", network=net.network) == RSS
    assert net.dialled == [FAR]


def test_a_name_that_is_public_at_the_first_look_and_private_at_the_second_gets_nowhere(site, fetching):
    """DNS rebinding: every connection asks the name once, and goes to what was looked at."""
    site.answers["/rss"] = Answer(RSS, headers={"Connection": "close"})
    answers = [[FAR], ["127.0.0.1"], [FAR]]
    looks = iter(answers)
    net = FakeNetwork(site.port, {"xau.vn": lambda: next(looks)})

    assert fetching("http://xau.vn/rss", network=net.network) == RSS
    assert (
        fetching("http://xau.vn/rss", network=FakeNetwork(site.port, {"xau.vn": lambda: answers[1]}).network).key
        == "intake.private_address"
    )
    assert net.dialled == [FAR]  # and the name was asked once: two answers are left
    assert len(list(looks)) == 2


def test_a_redirect_to_the_same_name_that_has_become_private_is_refused(site, fetching):
    looks = iter([[FAR], ["10.0.0.1"], [FAR], ["10.0.0.1"]])
    net = FakeNetwork(site.port, {"xau.vn": lambda: next(looks)})
    site.answers["/rss"] = Answer(status=302, headers={"Location": "/tiep", "Connection": "close"})
    site.answers["/tiep"] = Answer(RSS)

    assert fetching("http://xau.vn/rss", network=net.network).key == "intake.private_address"
    assert "10.0.0.1" not in net.dialled


def test_what_the_connection_itself_says_counts(site, fetching):
    """Wherever the dialled address leads (a gateway, a resolver's trick): if the socket ends at a private address, nothing is asked."""
    net = FakeNetwork(site.port, CONG)
    net.truly = "127.0.0.1"

    assert fetching("http://cong.vn/rss", network=net.network).key == "intake.private_address"
    assert site.asked == []


def test_of_several_addresses_only_the_public_ones_are_tried(site, fetching):
    site.answers["/rss"] = Answer(RSS)
    net = FakeNetwork(site.port, {"cong.vn": ["127.0.0.1", "fd00::1", "1.1.1.1", FAR]})
    net.dead = {"1.1.1.1"}

    assert fetching("http://cong.vn/rss", network=net.network) == RSS
    assert net.dialled == ["1.1.1.1", FAR]


def test_of_a_hundred_addresses_four_are_tried(site, fetching):
    net = FakeNetwork(site.port, {"cong.vn": [f"1.1.1.{number}" for number in range(100)]})
    net.dead = {f"1.1.1.{number}" for number in range(100)}

    assert fetching("http://cong.vn/rss", network=net.network).key == "intake.refused"
    assert len(net.dialled) == 2 * 4  # once as a feed, once as a picture


def test_the_time_for_a_connection_is_shared_by_the_addresses():
    waited = []

    def connect(address, timeout):
        waited.append(timeout)
        raise TimeoutError

    names = Names(lambda *_: [(2, (FAR, 80)), (2, ("1.1.1.1", 80))])
    gate = Gate(rules=AddressRules(), names=names, connect=connect)
    with pytest.raises(TimeoutError):
        gate.dial("cong.vn", 80, 10.0, trusted=False)
    assert waited == [5.0, 5.0]


@pytest.mark.parametrize("name", ["a" * 64 + ".vn", "khong-co.invalid", "..", "a..vn"])
def test_what_can_be_no_name_is_said_in_a_sentence(fetching, name):
    assert fetching(f"http://{name}/rss", network=FakeNetwork(9, {}).network).key in {"intake.no_such_host", "intake.bad_redirect"}


@pytest.mark.parametrize("port", [22, 25, 6379, 6667, 11211])
def test_a_port_where_no_website_is_is_refused(site, fetching, port):
    error = fetching(f"http://localhost:{port}/rss", HERE)
    assert (error.key, error.params["port"]) == ("intake.bad_port", port)
    site.answers["/rss"] = Answer(status=302, headers={"Location": f"http://localhost:{port}/"})
    assert fetching(f"{site.url}/rss", HERE).key == "intake.bad_port"


@pytest.mark.parametrize("target", ["http://lan:matkhau@localhost/", "http://lan@localhost/", "http://:matkhau@localhost/"])
def test_a_redirect_with_a_name_or_a_password_is_refused_and_the_password_not_repeated(site, fetching, target):
    site.answers["/rss"] = Answer(status=302, headers={"Location": target})

    error = fetching(f"{site.url}/rss", HERE)

    assert error.key == "intake.credentials"
    assert "matkhau" not in error.say("vi")


# A proxy


def test_a_proxy_is_asked_for_everything_and_may_stand_in_the_private_network(site, fetching):
    site.answers["http://cong.vn/rss?a=1"] = Answer(RSS)

    assert fetching("http://cong.vn/rss?a=1", proxy=site.url, network=_by_proxy(site)) == RSS
    assert site.asked[0].headers["host"] == "cong.vn"


def test_the_password_of_a_proxy_goes_to_the_proxy_and_nowhere_else(site, policy, feed):
    site.answers["http://cong.vn/rss"] = Answer(status=407)
    fetcher = Fetcher(proxy=f"http://loa:mat-khau@localhost:{site.port}", network=_by_proxy(site))

    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy("http://cong.vn/rss"), feed())

    assert site.asked[0].headers["proxy-authorization"] == "Basic bG9hOm1hdC1raGF1"
    assert caught.value.key == "intake.proxy"
    shown = f"{caught.value!r} {caught.value} {caught.value.say('vi')} {fetcher!r} {vars(fetcher._transport.poolmanager)}"
    assert "mat-khau" not in shown
    fetcher.close()


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://169.254.169.254/", "http://noi-bo.vn/"]
)
def test_a_proxy_is_not_asked_for_private_addresses_either(site, fetching, target):
    """What a name means to the proxy can't be seen from here: what it means here is looked at."""
    named = FakeNetwork(site.port, {"noi-bo.vn": ["10.0.0.1"]}).network
    network = named if "noi-bo" in target else Network()

    assert fetching(target, proxy=site.url, network=network).key == "intake.private_address"
    assert site.asked == []


def test_a_name_that_only_the_proxy_knows_is_asked_of_it(site, fetching):
    site.answers["http://chi-proxy-biet.vn/rss"] = Answer(RSS)

    assert fetching("http://chi-proxy-biet.vn/rss", proxy=site.url, network=_by_proxy(site)) == RSS


def test_a_redirect_is_vetted_before_the_proxy_follows_it(site, fetching):
    site.answers["http://cong.vn/rss"] = Answer(status=302, headers={"Location": "http://127.0.0.1/"})

    assert fetching("http://cong.vn/rss", proxy=site.url, network=_by_proxy(site)).key == "intake.private_address"


def test_a_proxy_that_makes_no_tunnels_or_is_not_there_is_named(site, fetching):
    assert fetching("https://cong.vn/rss", proxy=site.url, network=_by_proxy(site)).key == "intake.proxy"
    with Site() as gone:
        pass
    assert fetching("http://cong.vn/rss", proxy=gone.url, network=_by_proxy(gone)).key == "intake.proxy"


def test_the_proxies_of_the_environment_are_not_looked_at(site, fetching, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/rss"] = Answer(RSS)

    assert fetching(f"{site.url}/rss", HERE) == RSS


def _by_proxy(site: Site) -> Network:
    """cong.vn is public, the proxy's name is localhost, and no other name is known."""
    return FakeNetwork(site.port, {**CONG, "localhost": ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]}).network


def test_a_wait_that_a_site_asks_for_is_capped_by_the_settings(site, policy, feed):
    site.answers["/rss"] = Answer(RSS, headers={"Retry-After": "7200"})
    fetcher = Fetcher(HERE.model_copy(update={"longest_interval": timedelta(hours=1)}))

    assert fetcher.fetch(policy(f"{site.url}/rss"), feed()).retry_after == timedelta(hours=1)
    fetcher.close()
