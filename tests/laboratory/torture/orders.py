"""Orders: what a run sends at the same time is sent one after another instead, in each order in which it can arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, permutations
from math import factorial
from typing import TypeVar
from unittest.mock import patch

from incident_actions.gateway.client import connection
from incident_actions.gateway.client.concurrency import Concurrency

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Order:
    """When what is read ahead is read, and in which of their permutations things are done at the same time."""

    late: bool = False
    """Only when the run needs the answer, as over a slow connection, instead of at once."""
    turn: int = 0

    def __str__(self) -> str:
        return f"reads ahead {'late' if self.late else 'early'}, order {self.turn}"


ORDERS = tuple(Order(late, turn) for late in (False, True) for turn in range(factorial(3)))
"""Every order of up to three things at once. Four happen only where two runs met, and the races play that."""


class _Late(Future[T]):
    """A result that is found when it is asked for."""

    def __init__(self, act: Callable[[], T]) -> None:
        super().__init__()
        self._act = act

    def result(self, timeout: float | None = None) -> T:
        self._find()
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._find()
        return super().exception(timeout)

    def _find(self) -> None:
        if not self.done():
            try:
                self.set_result(self._act())
            except BaseException as failure:  # noqa: BLE001  it is raised where the result is asked for
                self.set_exception(failure)


@contextmanager
def in_order(order: Order) -> Iterator[None]:
    """Let runs of this process send everything in one order, while the `with` block lasts."""

    class Ordered(Concurrency):
        def start(self, act: Callable[[], T]) -> Future[T]:
            found = _Late(act)
            if not order.late:
                found.exception()
            return found

        def do_all(self, acts: Sequence[Callable[[], object]]) -> None:
            begun = [_Late(act) for act in acts]
            turn = order.turn % factorial(len(begun))
            for place in next(islice(permutations(range(len(begun))), turn, None)):
                begun[place].exception()
            for each in begun:
                each.result()

    with patch.object(connection, "Concurrency", Ordered):
        yield
