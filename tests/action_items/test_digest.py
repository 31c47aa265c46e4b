"""Who has several items due on a day gets one digest with all of them."""

from datetime import timedelta

from incident_actions.action_items.digest import due_items, personal_digests
from incident_actions.contract.decision import Context, decide
from incident_actions.contract.listed_item import ListedItem
from incident_actions.model.person import Person
from tests.action_items.week_world import TODAY, WeekWorld, listed, week_world
from tests.worlds import WORDING


def due(world: WeekWorld, *away: Person) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the items that are due, each with the people who get its reminder."""

    def found(known: object) -> tuple[tuple[int, tuple[str, ...]], ...]:
        context = Context(known, world.process, WORDING, world.now)  # type: ignore[arg-type]  # the snapshot
        assert world.items is not None
        return tuple((each.number, each.people) for each in due_items(world.items, away, context))

    return decide(found, world.snapshot, lambda question: {question: world._answer(question)}, world._make)[0]


def digests(*items: ListedItem) -> list[tuple[str, list[int], str]]:
    """Return whom a digest goes to, with the numbers of its items, and its own key."""
    world = week_world(*items)

    def found(known: object) -> list[tuple[str, list[int], str]]:
        context = Context(known, world.process, WORDING, world.now)  # type: ignore[arg-type]  # the snapshot
        made = personal_digests(due_items(items, (), context), TODAY)
        return [(each.person, [item.number for item in each.items], each.key) for each in made]

    return decide(found, world.snapshot, lambda question: {question: world._answer(question)}, world._make)[0]


def test_an_item_is_due_for_its_owner_unless_the_owner_is_away() -> None:
    world = week_world(listed(40), listed(41, due=TODAY + timedelta(days=30)))

    assert due(world) == ((40, ("linus",)),)
    assert due(world, Person("linus", 3)) == ((40, ()),)


def test_two_items_of_one_person_make_one_digest_and_one_item_makes_none() -> None:
    ((person, numbers, key),) = digests(listed(40), listed(41))

    assert (person, numbers) == ("linus", [40, 41])
    assert key.split()[0] == f"digest:linus:{TODAY.isoformat()}"
    assert len(key.split()) == 3
    assert digests(listed(40), listed(41, owner="grace")) == []
