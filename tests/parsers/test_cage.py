"""The cage: whatever happens in a child is an answer, and the next job is served."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parsers.cage import Cage, Caged, CageFailure, CageWhy, Limits

sys.path.insert(0, str(Path(__file__).parent / "jobs"))

import cage_jobs

SHORT = Limits(wall_seconds=4, resident=150_000_000)


@pytest.fixture
def cage() -> Iterator[Cage]:
    with Cage(limits=SHORT, warm=()) as one:
        yield one


def _why(answer: object) -> CageWhy | None:
    return answer.why if isinstance(answer, CageFailure) else None


def test_a_value_comes_back(cage: Cage) -> None:
    assert cage.run(cage_jobs.doubled, 21) == 42
    assert cage.run(cage_jobs.paper) == cage_jobs.paper()


def test_an_endless_loop_ends_by_its_cpu_time() -> None:
    with Cage(limits=Limits(cpu_seconds=1, wall_seconds=60), warm=()) as cage:
        assert _why(cage.attempt(cage_jobs.loop)) is CageWhy.CPU
        assert cage.run(cage_jobs.doubled, 1) == 2


def test_a_job_that_waits_for_ever_ends_by_the_clock(cage: Cage) -> None:
    started = time.monotonic()
    assert _why(cage.attempt(cage_jobs.sleep)) is CageWhy.TIME
    assert time.monotonic() - started < 20
    assert cage.run(cage_jobs.doubled, 1) == 2


def test_three_gigabytes_are_refused(cage: Cage) -> None:
    assert _why(cage.attempt(cage_jobs.allocate, 3_000_000_000)) is CageWhy.MEMORY


def test_memory_in_use_is_watched_below_the_address_space(cage: Cage) -> None:
    assert _why(cage.attempt(cage_jobs.touch_slowly, 300_000_000)) is CageWhy.MEMORY
    assert cage.run(cage_jobs.doubled, 1) == 2


def test_a_killed_child_is_an_answer(cage: Cage) -> None:
    assert _why(cage.attempt(cage_jobs.die)) is CageWhy.DIED
    with pytest.raises(Caged) as caught:
        cage.run(cage_jobs.die)
    assert caught.value.failure.why is CageWhy.DIED
    assert cage.run(cage_jobs.doubled, 1) == 2


def test_a_fault_tells_where_it_was_and_replaces_the_child(cage: Cage) -> None:
    before = cage.run(cage_jobs.process)
    answer = cage.attempt(cage_jobs.fail)
    assert _why(answer) is CageWhy.FAULT
    assert isinstance(answer, CageFailure) and "a reader with a fault" in answer.detail
    assert cage.run(cage_jobs.process) != before


def test_a_child_serves_many_jobs_and_is_then_replaced() -> None:
    with Cage(limits=Limits(jobs=3), warm=()) as cage:
        processes = [cage.run(cage_jobs.process) for _ in range(7)]
    assert [processes.index(p) for p in processes] == [0, 0, 0, 3, 3, 3, 6]


def test_what_libraries_print_is_not_the_answer(cage: Cage) -> None:
    assert cage.run(cage_jobs.chatter) == "done"


def test_an_answer_that_could_run_is_refused(cage: Cage) -> None:
    assert _why(cage.attempt(cage_jobs.code_in_the_answer)) is CageWhy.ANSWER
    assert cage.run(cage_jobs.doubled, 1) == 2


def test_an_answer_without_end_is_refused() -> None:
    with Cage(warm=()) as cage:
        assert _why(cage.attempt(cage_jobs.long_answer)) is CageWhy.ANSWER


def test_secrets_of_the_environment_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERFOIL_SECRET", "s3cret")
    with Cage(warm=()) as cage:
        assert "COUNTERFOIL_SECRET" not in cage.run(cage_jobs.environment)


def test_no_network_where_the_system_permits_it(cage: Cage) -> None:
    if os.geteuid() != 0:
        pytest.skip("leaving the network needs root or user namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not cage.run(cage_jobs.connect, server.getsockname()[1])


def test_two_children_serve_many_threads() -> None:
    with Cage(jobs=2, warm=()) as cage, ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(
                lambda n: cage.attempt(cage_jobs.die if n % 10 == 3 else cage_jobs.doubled, *(() if n % 10 == 3 else (n,))),
                range(40),
            )
        )
    assert [_why(a) is CageWhy.DIED if n % 10 == 3 else a == 2 * n for n, a in enumerate(answers)] == [True] * 40


def test_closing_leaves_no_child() -> None:
    cage = Cage(jobs=2, warm=())
    processes = {cage.run(cage_jobs.process) for _ in range(4)}
    cage.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in processes)
    assert _why(cage.attempt(cage_jobs.doubled, 1)) is CageWhy.DIED


def test_closing_ends_a_running_job() -> None:
    cage = Cage(warm=())
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(cage.attempt, cage_jobs.sleep)
        time.sleep(0.5)
        cage.close()
        assert _why(running.result(timeout=5)) is CageWhy.DIED
