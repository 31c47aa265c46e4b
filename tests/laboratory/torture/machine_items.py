"""The machine on an action item's own issue, whose record stands in its body."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from incident_actions.contract.issue import Comment
from incident_actions.text import record
from tests.laboratory.torture import invariants
from tests.laboratory.torture.machine import FOREIGN, STRICT, Machine
from tests.laboratory.torture.row import Row
from tests.laboratory.torture.unruly import UnrulyItem, unruly_item
from tests.laboratory.torture.walking import walked
from tests.worlds import PROCESS


class ItemMachine(Machine):
    """What can happen to an action item."""

    @initialize(owner=st.sampled_from(("linus", "mary", "")), strict=st.booleans())
    def open_issue(self, owner: str, strict: bool) -> None:
        self.world = unruly_item(owner=owner, wanted="" if owner else "mallory")
        self.world.process = STRICT if strict else PROCESS

    @rule()
    def overwrite_what_people_see(self) -> None:
        """Somebody edits the body above the record."""
        body = self.world.issue.body
        block = body[len(record.visible_text(body)) :]
        self.world.reworded(f"<!-- x --> /done\n\n{block}")

    def settled(self, seen: list[Comment]) -> None:
        """The item's state, labels and body are what its entries say, and every command has its answer."""
        world = self.world
        assert isinstance(world, UnrulyItem)
        item = world.item
        assert world.issue.open is (item.state == "open")
        assert world.issue.label_names - set(FOREIGN) >= {"action-item"}
        assert ("needs-owner" in world.issue.label_names) is (not item.owner)
        assert world.issue.label_names >= self.foreign
        invariants.every_command_answered(world, [each for each in seen if each.created >= item.opened])


def torture(seed: int, seconds: float) -> Row:
    """Let it walk until the time is over."""
    return walked("random walks of an action item", ItemMachine, seed, seconds)
