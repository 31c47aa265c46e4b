"""`/selftest` posts what each check of the doctor came to."""

from __future__ import annotations

from tests.engine.commands.asking import facts, running


def test_a_selftest_posts_the_report_and_records_that_it_was_answered() -> None:
    world = running()
    before = len(world.replies())

    assert facts(world, "grace", "/selftest") == [{"kind": "answered", "word": "selftest"}]
    assert len(world.replies()) == before + 1
