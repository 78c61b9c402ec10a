"""The messenger over real loopback servers, by HTTP and by SMTP: what arrives, what each failure means, and that no address is ever repeated."""

import email
import logging
import pickle
import socket
import threading
from collections.abc import Iterator
from email import policy
from typing import Any

import pytest

from bot.alerts.by_apprise import ByApprise
from bot.alerts.policy import RecipientPolicy
from bot.alerts.protocol import Message
from bot.alerts.registry import build_messengers
from bot.errors import InDoubt, LoaError, Refused, Transient
from bot.settings.addresses import secret_parts
from tests.alerts.hook import PASSWORD, TOKEN, hook

__all__ = ("hook",)

HOSTILE = "1. *đậm* <b>x</b> [bấm](http://xau.vn) `ls` {{ 7*7 }} &amp; \\n :smile: Thủ tục hành chính"
MESSAGE = Message(title="Loa: Trang huonghoa đang tạm dừng", body=HOSTILE)


def failure(address: str, deadline: float = 20) -> LoaError:
    with pytest.raises(LoaError) as raised:
        ByApprise(address, "LOA_ALERT_LAN", deadline).send(MESSAGE)
    return raised.value


def test_what_arrives_is_the_plain_text_to_the_letter(hook):
    ByApprise(hook.address, "LOA_ALERT_LAN").send(MESSAGE)
    ((path, headers, body),) = hook.requests
    assert (body["title"], body["message"], path) == (MESSAGE.title, HOSTILE, f"/{TOKEN}/")
    assert headers["User-Agent"] == "Loa"


def test_what_is_urgent_is_marked_as_such(hook):
    for urgent in (True, False):
        ByApprise(hook.address, "X").send(Message(title="a", body="b", is_urgent=urgent))
    assert [body["type"] for _, _, body in hook.requests] == ["failure", "info"]


@pytest.mark.parametrize(
    ("status", "kind", "key"),
    [
        (400, Refused, "alerts.refused"),
        (401, Refused, "alerts.refused"),
        (404, Refused, "alerts.refused"),
        (429, Transient, "alerts.refused"),
        (500, InDoubt, "alerts.server_failed"),
        (503, InDoubt, "alerts.server_failed"),
    ],
)
def test_what_a_server_answers_has_a_meaning_and_a_sentence(hook, status, kind, key):
    hook.status = status
    error = failure(hook.address)
    assert (type(error), error.key, error.params["status"]) == (kind, key, status)


def test_a_redirect_is_not_followed(hook):
    hook.status, hook.location = 307, f"http://127.0.0.1:{hook.port}/elsewhere"
    assert isinstance(failure(hook.address), Refused)
    assert len(hook.requests) == 1


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_nobody_there_means_later_again():
    error = failure(f"json://loa:{PASSWORD}@127.0.0.1:{free_port()}/{TOKEN}")
    assert (type(error), error.key) == (Transient, "alerts.unreached")


def test_a_service_that_is_silent_is_given_up_and_may_have_taken_it():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = failure(f"json://127.0.0.1:{silent.getsockname()[1]}/{TOKEN}", 0.05)
        assert (type(error), error.key) == (InDoubt, "alerts.no_answer")


@pytest.mark.parametrize("address", ["khong-co://x/y", "tgram://", "mailto://", f"zalo://{TOKEN}", "", f"{TOKEN} {PASSWORD}", "json://"])
def test_an_address_that_no_service_takes_is_refused_with_its_variable_s_name(address):
    for call in (ByApprise(address, "LOA_ALERT_LAN").check, lambda: ByApprise(address, "LOA_ALERT_LAN").send(MESSAGE)):
        with pytest.raises(Refused) as refused:
            call()
        assert (refused.value.key, refused.value.params) == ("alerts.not_understood", {"variable": "LOA_ALERT_LAN"})


@pytest.mark.parametrize(
    "address",
    [
        f"mailtos://loa:{PASSWORD}@smtp.gmail.com?to=lan@huonghoa.vn",
        f"tgram://123456789:{TOKEN}aaaaaaaaaaaaaaaaaa/987654321/",
        f"zalo://123456789:{TOKEN}/abc123/",
        f"jsons://loa.example.vn/{TOKEN}",
    ],
)
def test_the_addresses_of_the_manual_are_understood_without_asking_anybody(address):
    ByApprise(address, "LOA_ALERT_LAN").check()


# Secrets


class Everything(logging.Handler):
    """A handler of the program's own, at the root, that takes everything down to apprise's finest level."""

    def __init__(self) -> None:
        super().__init__(1)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def log() -> Iterator[Everything]:
    root, handler = logging.getLogger(), Everything()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def test_no_address_is_repeated_whatever_goes_wrong(hook, log, capfd, monkeypatch):
    monkeypatch.setattr(logging.getLogger("urllib3"), "level", logging.WARNING)  # as the program's log has it
    addresses = [hook.address, f"json://loa:{PASSWORD}@127.0.0.1:{free_port()}/{TOKEN}", f"zalo://{TOKEN}/{PASSWORD}", f"nope://{PASSWORD}"]
    said = []
    for status, address in [*((status, hook.address) for status in (200, 401, 500)), *((200, each) for each in addresses[1:])]:
        hook.status = status
        messenger = ByApprise(address, "LOA_ALERT_LAN")
        said += [repr(messenger), str(messenger)]
        try:
            messenger.send(MESSAGE)
        except LoaError as error:
            said += [repr(error), str(error), error.say("vi"), repr(error.__cause__), repr(error.args), repr(error.params)]
    out = capfd.readouterr()
    everything = "\n".join([*said, *(f"{record.name} {record.getMessage()}" for record in log.records), out.out, out.err])
    assert len(hook.requests) == 3
    assert (PASSWORD in everything, TOKEN in everything) == (False, False)
    assert [record.name for record in log.records if record.name.startswith("apprise")] == [], "not even what is harmless"


def test_a_messenger_does_not_travel(hook):
    with pytest.raises(TypeError):
        pickle.dumps(ByApprise(hook.address, "X"))


def test_apprise_changes_nothing_for_other_loggers(hook):
    ByApprise(hook.address, "X").send(MESSAGE)
    assert logging.getLogger("loa.x").propagate


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (f"mailtos://loa:{PASSWORD}@smtp.gmail.com?to=lan@huonghoa.vn", {PASSWORD}),
        ("mailto://loa:p%40ssw0rd%20x@smtp.vn", {"p%40ssw0rd%20x", "p@ssw0rd x"}),
        (f"tgram://123456789:{TOKEN}/987654321/", {TOKEN}),
        (f"jsons://loa.example.vn/hooks/{TOKEN}?token={TOKEN}x", {TOKEN, f"{TOKEN}x"}),
        ("json://127.0.0.1/canhbao", set()),
        ("khong phai dia chi", set()),
    ],
)
def test_the_parts_of_an_address_that_no_log_may_show(address, parts):
    assert set(secret_parts(address)) == parts


def test_a_recipient_has_a_messenger_by_name():
    class Values:
        def get(self, name):
            return {"LOA_A": "json://127.0.0.1", "LOA_B": "json://localhost"}[name]

    policies = [RecipientPolicy(name="lan", url_from="LOA_A"), RecipientPolicy(name="mai", url_from="LOA_B")]
    made = build_messengers(policies, Values())
    assert [(name, repr(each)) for name, each in made.items()] == [("lan", "ByApprise(LOA_A)"), ("mai", "ByApprise(LOA_B)")]


# E-mail


class Postbox(threading.Thread):
    """As much of an SMTP server as takes one message after the other."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.letters: list[bytes] = []
        self.refuses = False

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                self.talk(connection, lines)

    def talk(self, connection: socket.socket, lines: Any) -> None:
        connection.sendall(b"220 loopback\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                connection.sendall(b"354 go on\r\n")
                letter = b"".join(iter(lambda: next(lines), b".\r\n"))
                self.letters.append(letter)
                connection.sendall(b"250 taken\r\n")
            elif verb == b"QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"535 no\r\n" if self.refuses and verb != b"EHLO" else b"250 fine\r\n")

    def close(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.join()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    running = Postbox()
    running.start()
    yield running
    running.close()


def mail_address(postbox: Postbox) -> str:
    return f"mailto://127.0.0.1:{postbox.port}?from=loa@huonghoa.vn&to=lan@huonghoa.vn&mode=insecure"


def test_an_e_mail_arrives_with_its_text_as_text(postbox):
    ByApprise(mail_address(postbox), "X").send(MESSAGE)
    (letter,) = postbox.letters
    parsed = email.message_from_bytes(letter, policy=policy.default)
    assert (parsed["Subject"], parsed["To"]) == (MESSAGE.title, "lan@huonghoa.vn")
    assert parsed.get_content().strip() == HOSTILE
    assert parsed.get_content_type() == "text/plain"


def test_an_e_mail_that_is_html_shows_the_text_and_none_of_it_as_markup(postbox):
    ByApprise(f"{mail_address(postbox)}&format=html", "X").send(MESSAGE)
    parsed = email.message_from_bytes(postbox.letters[0], policy=policy.default)
    html = parsed.get_body(("html",)).get_content()
    assert "&lt;b&gt;x&lt;/b&gt;" in html.replace("&nbsp;", " ")
    assert "<b>x</b>" not in html


def test_a_title_makes_no_header_of_its_own(postbox):
    ByApprise(mail_address(postbox), "X").send(Message(title="Loa\r\nBcc: ke-xau@xau.vn", body="x"))
    (letter,) = postbox.letters
    assert email.message_from_bytes(letter, policy=policy.default)["Bcc"] is None


def test_a_mail_server_that_refuses_is_told_as_such(postbox):
    postbox.refuses = True
    error = failure(mail_address(postbox))
    assert (type(error), error.key) == (Transient, "alerts.unreached")
