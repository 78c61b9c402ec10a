"""Long work: one piece at a time, bounded in number and time, its owner's alone; every end is told, and the service's stop waits for none of it."""

import stat
import tempfile
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import Conflict, LoaError
from bot.plan.rights import Deed
from bot.service.workshop import KEPT, MOST_BYTES, MOST_IN_HAND, MOST_KEPT, MOST_OF_ONE, Finished, Order, Stage, Workshop

SECONDS = 20  # no test waits so long; a broken one ends


@pytest.fixture
def instant() -> list[float]:
    return [1_000.0]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def workshop(folder, instant):
    found = Workshop(lambda: instant[0])
    yield found
    found.close()


def write(folder: Path, size: int = 3) -> Finished:
    path = folder / "file"
    with path.open("wb") as file:
        file.write(b"abc")
        file.truncate(size)
    return Finished(path=path, name="Báo cáo.docx", plain_name="bao-cao.docx", media_type="application/x")


def an_order(make=lambda folder, told: write(folder), owner: str = "lan") -> Order:
    return Order(owner=owner, deed=Deed.REPORT, title="Báo cáo", make=make, wish={"number": "4"})


def wait(workshop: Workshop) -> None:
    """Until nothing is in hand."""
    with workshop._changed:
        assert workshop._changed.wait_for(lambda: all(piece.is_over for piece in workshop._pieces.values()), SECONDS)


class Gate:
    """Work that has begun and goes on when a test says so."""

    def __init__(self) -> None:
        self.begun, self.open = threading.Event(), threading.Event()

    def __call__(self, folder, told):
        told(3, 10)
        self.begun.set()
        assert self.open.wait(SECONDS)
        return write(folder)


def test_what_was_made_is_there_for_who_asked_and_for_nobody_else(workshop):
    key = workshop.order(an_order())
    wait(workshop)
    piece = workshop.look(key, "lan")
    assert (piece.stage, piece.size, piece.finished.path.read_bytes()) == (Stage.DONE, 3, b"abc")
    assert workshop.of("lan") == [piece]
    assert workshop.look(key, "minh") is None
    assert workshop.of("minh") == []
    assert workshop.look(f"{key}x", "lan") is None
    assert workshop.look("", "lan") is None


def test_keys_are_long_and_tell_nothing_of_each_other(workshop):
    keys = []
    for _ in range(3):
        keys.append(workshop.order(an_order()))
        wait(workshop)
    assert len(set(keys)) == 3
    assert all(len(key) >= 32 for key in keys)


def test_nobody_else_on_the_machine_looks_into_its_folder(workshop, folder):
    key = workshop.order(an_order())
    wait(workshop)
    inside = workshop.look(key, "lan").finished.path.parent
    assert inside.parent.parent == folder
    assert [stat.S_IMODE(each.stat().st_mode) for each in (inside, inside.parent)] == [0o700, 0o700]


def test_one_is_made_after_the_other_and_says_how_far_it_is(workshop):
    first, second = Gate(), Gate()
    keys = [workshop.order(an_order(make, owner)) for make, owner in ((first, "lan"), (second, "minh"))]
    assert first.begun.wait(SECONDS)
    under_way, waiting = workshop.look(keys[0], "lan"), workshop.look(keys[1], "minh")
    assert (under_way.stage, under_way.done, under_way.total) == (Stage.UNDER_WAY, 3, 10)
    assert (waiting.stage, waiting.ahead) == (Stage.WAITING, 1)
    assert not second.begun.is_set()
    first.open.set()
    assert second.begun.wait(SECONDS)
    assert workshop.look(keys[0], "lan").stage is Stage.DONE
    second.open.set()
    wait(workshop)
    assert workshop.look(keys[1], "minh").stage is Stage.DONE


def test_too_much_is_refused_with_a_sentence_and_there_is_room_again_when_something_is_done(workshop):
    gate = Gate()
    for number in range(MOST_IN_HAND):
        workshop.order(an_order(gate, owner=str(number)))
    with pytest.raises(Conflict) as refused:
        workshop.order(an_order(owner="another"))
    assert "thử lại" in refused.value.say("vi")
    gate.open.set()
    wait(workshop)
    workshop.order(an_order(owner="another"))


def test_nobody_fills_it_alone(workshop):
    gate = Gate()
    for _ in range(MOST_OF_ONE):
        workshop.order(an_order(gate))
    with pytest.raises(Conflict) as refused:
        workshop.order(an_order())
    assert refused.value.key == "service.workshop_yours"
    workshop.order(an_order(gate, owner="minh"))
    gate.open.set()


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (LoaError("reports.template_unreadable", why="x"), "reports.template_unreadable"),
        (OSError(28, "No space left on device"), "service.workshop_unwritable"),
        (RuntimeError("inside"), "service.workshop_broken"),
        (MemoryError(), "service.workshop_broken"),
    ],
    ids=repr,
)
def test_whatever_goes_wrong_is_a_sentence_and_a_line_of_the_log(workshop, folder, error, key):
    def broken(room, told):
        (room / "half").write_bytes(b"x" * 100)
        raise error

    with capture_logs() as said:
        number = workshop.order(an_order(broken))
        wait(workshop)
    piece = workshop.look(number, "lan")
    assert (piece.stage, piece.error.key, piece.order.wish) == (Stage.FAILED, key, {"number": "4"})
    assert "inside" not in piece.error.say("vi")
    assert [("exc_info" in line, line["log_level"]) for line in said] == [
        (True, "error") if not isinstance(error, LoaError) else (False, "warning")
    ]
    assert not list(folder.rglob("half"))
    # And the next one is made.
    after = workshop.order(an_order())
    wait(workshop)
    assert workshop.look(after, "lan").stage is Stage.DONE


def test_a_file_is_kept_for_its_time_and_then_gone(workshop, instant):
    key = workshop.order(an_order())
    wait(workshop)
    path = workshop.look(key, "lan").finished.path
    instant[0] += KEPT.total_seconds() - 1
    assert workshop.look(key, "lan") is not None
    instant[0] += 1
    assert workshop.look(key, "lan") is None
    assert not path.exists()


def test_a_file_whose_time_is_over_goes_also_where_nobody_looks(folder):
    """The clock is the real one, but so late that the time is over at once."""
    ticks = iter(range(0, 10**9, int(KEPT.total_seconds())))
    workshop = Workshop(lambda: float(next(ticks)))
    workshop.order(an_order())
    with workshop._changed:
        assert workshop._changed.wait_for(lambda: not workshop._pieces, SECONDS)
    workshop.close()


def test_of_many_files_the_last_are_kept(workshop, instant):
    keys = []
    for _ in range(MOST_KEPT + 2):
        keys.append(workshop.order(an_order()))
        wait(workshop)
        instant[0] += 1
    paths = {piece.finished.path for piece in workshop.of("lan")}
    assert [piece.key for piece in workshop.of("lan")] == keys[:1:-1]
    assert all(path.exists() for path in paths)
    assert {path.parent.name for path in paths} == {each.name for each in next(iter(paths)).parent.parent.iterdir()}


def test_of_large_files_fewer_are_kept_and_never_none(workshop, instant):
    for size in (MOST_BYTES // 2, MOST_BYTES // 2 + 1, 2 * MOST_BYTES):
        key = workshop.order(an_order(lambda folder, told, size=size: write(folder, size)))
        wait(workshop)
        instant[0] += 1
        assert [piece.key for piece in workshop.of("lan")] == [key]


def test_a_stop_ends_what_is_under_way_at_its_next_step_and_leaves_no_file(workshop, folder):
    begun, ended = threading.Event(), threading.Event()

    def endless(room, told):
        (room / "half").write_bytes(b"x")
        try:
            while True:
                told(1, 2)
                begun.set()
        finally:
            ended.set()

    workshop.order(an_order(endless))
    workshop.order(an_order(Gate()))
    assert begun.wait(SECONDS)
    workshop.close()
    assert ended.is_set()
    assert not workshop._thread.is_alive()
    assert list(folder.iterdir()) == []
    assert workshop.of("lan") == []
    with pytest.raises(Conflict) as refused:
        workshop.order(an_order())
    assert refused.value.key == "service.workshop_closed"


def test_a_stop_does_not_wait_for_work_that_takes_no_step_and_that_leaves_no_file_either(workshop, folder):
    begun, go = threading.Event(), threading.Event()

    def stuck(room, told):
        begun.set()
        assert go.wait(SECONDS)
        room.mkdir(parents=True, exist_ok=True)
        return write(room)

    workshop.order(an_order(stuck))
    assert begun.wait(SECONDS)
    workshop.close(patience=0)
    assert workshop._thread.is_alive()
    assert list(folder.iterdir()) == []
    go.set()
    workshop._thread.join(SECONDS)
    assert not workshop._thread.is_alive()
    assert list(folder.iterdir()) == []


def test_without_an_order_there_is_neither_thread_nor_folder(folder):
    before = threading.active_count()
    workshop = Workshop()
    assert workshop.of("lan") == []
    workshop.close()
    workshop.close()
    assert threading.active_count() == before
    assert list(folder.iterdir()) == []
