"""Certificates that are refused: a sentence with its remedy for each way in which one can be wrong, and the day where it has run out."""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import FeedError, Unfetched
from bot.intake.fetch import Fetcher
from bot.intake.transport import tls_context
from tests.fakes.network import FakeNetwork
from tests.fakes.site import Answer, Site
from tests.intake.conftest import HERE

RSS = b"<rss version='2.0'><channel><title>Tin</title></channel></rss>"
_AUTHORITY = """
[ca]
default_ca = here
[here]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = names
unique_subject = no
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Callable[[str, str], Path]:
    """Makes a self-signed certificate for localhost that holds between two days (YYYYMMDD), with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    (folder / "ca.cnf").write_text(_AUTHORITY, encoding="ascii")
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01\n", encoding="ascii")

    def run(command: str) -> None:
        subprocess.run([openssl, *command.split()], cwd=folder, check=True, capture_output=True)

    run("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout key.pem -out request.pem")

    def make(begin: str, end: str) -> Path:
        path = folder / f"{begin}-{end}.pem"
        if not path.exists():
            run(
                f"ca -batch -config ca.cnf -selfsign -keyfile key.pem -in request.pem -notext -out signed.pem -startdate {begin}000000Z -enddate {end}180000Z"
            )
            path.write_text(
                (folder / "key.pem").read_text(encoding="ascii") + (folder / "signed.pem").read_text(encoding="ascii"), encoding="ascii"
            )
        return path

    return make


def refused(certificate: Path, policy, feed, *, host: str = "localhost", trusted: bool = True) -> FeedError:
    """What is said of a site with this certificate; nothing is ever asked of it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site(context) as site:
        site.answers["/rss"] = Answer(RSS)
        fetcher = Fetcher(HERE, ca_file=certificate if trusted else None)
        url = f"https://{host}:{site.port}/rss"
        with pytest.raises(FeedError) as caught:
            fetcher.fetch(policy(url), feed())
        with pytest.raises(Unfetched) as unfetched:
            fetcher.get(url, policy(url), accept="*/*", most_bytes=1_000)
        assert (unfetched.value.key, unfetched.value.host_down) == ("intake.resource_certificate", True)
        assert site.asked == []
        fetcher.close()
    return caught.value


def test_one_that_has_run_out_is_told_with_the_day_in_vietnam(certificate, policy, feed):
    error = refused(certificate("20200101", "20210314"), policy, feed)

    assert error.key == "intake.certificate_expired_since"
    assert "đã hết hạn từ ngày 15/03/2021" in error.say("vi")  # 18:00 UTC on the 14th
    assert "15/03/2021" in str(error)


def test_one_that_is_not_valid_yet_points_to_the_clock(certificate, policy, feed):
    error = refused(certificate("20900101", "20910101"), policy, feed)

    assert error.key == "intake.certificate_early"
    assert "đồng hồ" in error.say("vi")


def test_one_for_another_name_says_so(certificate, policy, feed):
    error = refused(certificate("20200101", "20900101"), policy, feed, host="127.0.0.1")

    assert error.key == "intake.certificate_name"
    assert "127.0.0.1" in str(error)


def test_one_that_nobody_vouches_for_names_the_setting(certificate, policy, feed):
    error = refused(certificate("20200101", "20900101"), policy, feed, trusted=False)

    assert error.key == "intake.certificate_unknown"
    assert "ca_file" in error.say("vi")


def test_one_that_has_run_out_and_is_not_trusted_either_has_no_day_that_could_be_believed(certificate, policy, feed):
    assert refused(certificate("20200101", "20210314"), policy, feed, trusted=False).key in {
        "intake.certificate_unknown",
        "intake.certificate_expired",
    }


def test_the_second_look_at_a_certificate_goes_through_the_same_guard(certificate, policy, feed):
    path = certificate("20200101", "20210314")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with Site(context) as site:
        looks = iter([["93.184.216.34"], ["127.0.0.1"]])
        net = FakeNetwork(site.port, {"localhost": lambda: next(looks)})
        fetcher = Fetcher(ca_file=path, network=net.network)
        with pytest.raises(FeedError) as caught:
            fetcher.fetch(policy("https://localhost/rss"), feed())
        assert caught.value.key in {"intake.certificate_expired", "intake.private_address"}
        assert net.dialled == ["93.184.216.34"]
        fetcher.close()


def test_a_server_that_speaks_no_tls_is_told_from_one_with_a_bad_certificate(site, fetcher, policy, feed):
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy(f"https://localhost:{site.port}/rss"), feed())
    assert caught.value.key == "intake.tls"


def test_an_agencys_own_authority_is_trusted_where_the_settings_name_its_file_and_the_usual_ones_still_are(certificate, policy, feed):
    own = certificate("20200101", "20900101")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    usual = {each["serialNumber"] for each in tls_context(None).get_ca_certs()}
    with Site(context) as site:
        site.answers["/rss"] = Answer(RSS)
        fetcher = Fetcher(HERE, ca_file=own)
        assert fetcher.fetch(policy(f"https://localhost:{site.port}/rss"), feed()).body == RSS
        fetcher.close()
    assert usual <= {each["serialNumber"] for each in tls_context(own).get_ca_certs()}
