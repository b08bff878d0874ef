"""Background puts: bounded, waited for, and no failure lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from media_pipeline.store.uploads import Uploads


@pytest.fixture
def uploads() -> Iterator[Uploads]:
    uploads = Uploads(threads=4, ceiling=100)
    yield uploads
    uploads.close()


def failing() -> None:
    raise OSError("no room")


def in_a_thread(work: object) -> list[BaseException]:
    """What a call raised in a thread of its own."""
    raised: list[BaseException] = []

    def call() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    return raised


def test_waiting_for_one_path_does_not_wait_for_another(uploads: Uploads) -> None:
    held, done = threading.Event(), []
    uploads.start("slow", 1, lambda: held.wait(20))
    uploads.start("quick", 1, lambda: done.append("quick"))
    uploads.wait("quick")
    assert done == ["quick"]
    held.set()
    uploads.wait()


def test_the_ceiling_holds(uploads: Uploads) -> None:
    lock, under_way, most = threading.Lock(), [0], [0]
    both = threading.Barrier(2)

    def work() -> None:
        with lock:
            under_way[0] += 40
            most[0] = max(most[0], under_way[0])
        both.wait(20)  # two of 40 fit below 100 at once, so pairs meet; a third would not
        with lock:
            under_way[0] -= 40

    for number in range(10):
        uploads.start(str(number), 40, work)
    uploads.wait()
    assert most[0] == 80


def test_one_item_larger_than_the_ceiling_still_goes(uploads: Uploads) -> None:
    done = []
    uploads.start("huge", 1000, lambda: done.append(1))
    uploads.wait()
    assert done == [1]


def test_the_same_path_is_under_way_once(uploads: Uploads) -> None:
    held, runs = threading.Event(), []
    for _ in range(5):
        uploads.start("tile", 1, lambda: (runs.append(1), held.wait(20)))
    held.set()
    uploads.wait()
    assert runs == [1]


def test_a_failure_is_heard_once_by_the_one_who_waits(uploads: Uploads) -> None:
    uploads.start("a", 1, failing)
    with pytest.raises(OSError, match="no room"):
        uploads.wait()
    uploads.wait()


def test_a_failure_stops_the_next_put(uploads: Uploads) -> None:
    uploads.start("a", 1, failing)
    with pytest.raises(OSError, match="no room"):
        for number in range(10_000):
            uploads.start(str(number), 60, lambda: None)


def test_another_thread_does_not_take_the_failure_away(uploads: Uploads) -> None:
    uploads.start("a", 1, failing)
    assert [str(error) for error in in_a_thread(uploads.wait)] == ["no room"]
    with pytest.raises(OSError, match="no room"):
        uploads.wait()


def test_a_put_from_a_worker_thread_is_heard_where_the_barrier_is(uploads: Uploads) -> None:
    assert in_a_thread(lambda: uploads.start("a", 1, failing)) == []
    with pytest.raises(OSError, match="no room"):
        uploads.wait()
