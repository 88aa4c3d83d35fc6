"""Where hostile bytes are read: child processes with limits of memory, time and network (docs/threats.md T15-T19).

    with Cage(jobs=2) as cage:
        papers = cage.run(parsers.documents.read, data, name, knowledge)

A child is warm and takes many jobs; it is replaced after `Limits.jobs`, and after anything went wrong in it. `run` may be
called from many threads; as many jobs as the cage has children run at once, the others wait. The children are started by
exec, not by fork alone, so threads of the parent do no harm. What a child answers is unpacked as plain facts only (types of
`core` and `parsers`): a child that was taken over cannot run code in its parent.
"""

import pickle
import queue
from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from parsers.cage_process import CageProcess
from parsers.cage_terms import CageFailure, CageWhy, Limits

__all__ = ["Cage", "CageFailure", "CageWhy", "Caged", "Limits"]

P = ParamSpec("P")
T = TypeVar("T")

WARM = ("parsers.documents", "lxml.etree", "pypdfium2")


class Caged(Exception):
    """The job gave no value; `failure` says why."""

    def __init__(self, failure: CageFailure) -> None:
        super().__init__(f"{failure.why}: {failure.detail[:200]}")
        self.failure = failure


class Cage:
    """A number of warm children. Use it as a context manager, or call `close`."""

    def __init__(self, *, jobs: int = 1, limits: Limits | None = None, warm: tuple[str, ...] = WARM) -> None:
        """`warm`: modules that a child imports before its first job."""
        self._limits = limits or Limits()
        self._warm = warm
        self._free: queue.LifoQueue[CageProcess] = queue.LifoQueue()
        self._children = [CageProcess(self._limits, warm) for _ in range(jobs)]
        for child in self._children:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kill the children; a job that still runs in another thread, or comes later, fails as DIED."""
        for child in self._children:
            child.stop()
        for child in [self._free.get() for _ in self._children]:
            child.dispose()
            self._free.put(child)

    def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a module-level function in a child, with arguments that can be pickled. Raises Caged."""
        answer = self.attempt(function, *args, **named)
        if isinstance(answer, CageFailure):
            raise Caged(answer)
        return answer

    def attempt(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | CageFailure:
        """As `run`, but a job without a value is an answer like any other. Raises nothing for what happens in the child."""
        request = pickle.dumps((function.__module__, function.__qualname__, args, named), protocol=5)
        child = self._free.get()
        try:
            return cast("T | CageFailure", child.ask(request))
        finally:
            self._free.put(child)
