"""The weeks after: every action item is followed up until it is closed."""

from incident_actions.drill.narration import readable
from incident_actions.drill.night import ALERT
from incident_actions.drill.review import GUARD, RUNBOOK
from incident_actions.drill.stage import Scene, Stage

EVIDENCE = 7
CHECK = """\
import yaml

settings = yaml.safe_load(open("checkout/settings.yml"))
assert settings["database"]["connections"] >= 40, "fewer connections than workers"
"""


def comes_round(on: Stage, day: str, expected: dict[int, tuple[str, ...]]) -> None:
    """The sweep of a day reminds exactly these people, and nobody else."""
    on.at(f"{day} 06:23")
    before = on.world.reminders()
    on.sweep("sweep" if expected else "sweep (nothing due)")
    news = on.world.reminders()[len(before) :]
    for reminder in news:
        words = on.world.replies(reminder.issue)[-1].partition("). ")[0]
        on.narration.acts(on.now, "sweep", f"on #{reminder.issue}: {readable(words)}).")
    if not news:
        on.narration.acts(on.now, "sweep", "finds nothing to remind of")
    on.verify(f"reminders of {day}", {reminder.issue: reminder.to for reminder in news}, expected)


def rests(on: Stage) -> None:
    """Three days before; a snooze; and one reminder, not three, when it is over."""
    comes_round(on, "2026-03-10", {ALERT: ("linus",)})
    on.at("2026-03-10 09:05")
    on.comment("linus", ALERT, "/snooze 6d on leave until Monday")
    comes_round(on, "2026-03-13", {})
    comes_round(on, "2026-03-16", {ALERT: ("linus", "ada")})
    on.at("2026-03-16 15:10")
    on.comment("linus", ALERT, "/done https://status.example.com/alerts/pool-nearly-exhausted")
    on.expect(
        "#3 is closed, with its evidence", (on.world.state(ALERT), on.world.labels(ALERT)), ("closed", {"action-item"})
    )


def grows_late(on: Stage) -> None:
    """The ladder: owner, then commander, then the escalation."""
    comes_round(on, "2026-03-17", {GUARD: ("grace",)})
    comes_round(on, "2026-03-20", {GUARD: ("grace",)})
    comes_round(on, "2026-03-21", {GUARD: ("grace",)})
    comes_round(on, "2026-03-23", {GUARD: ("grace", "ada")})


def finds_an_owner(on: Stage) -> None:
    """The item that nobody owns is asked of the commander."""
    comes_round(on, "2026-03-24", {RUNBOOK: ("ada",)})
    on.at("2026-03-24 09:30")
    on.comment("ada", RUNBOOK, "/owner @linus\n/due 2026-04-03")
    on.expect(
        "#6 belongs to linus now, and needs no owner any more",
        (on.world.owners(RUNBOOK), on.world.labels(RUNBOOK)),
        (("linus",), {"action-item"}),
    )


def is_done(on: Stage) -> None:
    """A week late, margaret hears of it; then it is done, with a pull request to show."""
    comes_round(on, "2026-03-27", {GUARD: ("grace", "ada", "margaret")})
    on.at("2026-03-27 14:00")
    on.act(
        "grace",
        f"opens #{EVIDENCE}: a check that refuses too small a pool",
        "push",
        lambda: on.world.propose(
            "grace",
            "check-pool-size",
            "Refuse a connection pool smaller than the workers",
            f"For #{GUARD}.",
            {"checks/pool_size.py": CHECK},
        ),
    )
    on.at("2026-03-27 15:20")
    on.act("ada", f"merges #{EVIDENCE}", "merge of another branch", lambda: on.world.merge("ada", EVIDENCE))
    on.at("2026-03-27 15:24")
    on.comment("grace", GUARD, f"/done #{EVIDENCE}")
    on.expect("#5 is closed", on.world.state(GUARD), "closed")


def is_dropped(on: Stage) -> None:
    """What turns out to be unnecessary is dropped, for a reason on record."""
    comes_round(on, "2026-03-31", {RUNBOOK: ("linus",)})
    on.at("2026-03-31 10:15")
    on.comment("linus", RUNBOOK, "/drop The database team's own runbook has it since last week.")
    states = {item.number: item.state for item in on.world.items()}
    on.expect("all action items are closed", states, dict.fromkeys((ALERT, GUARD, RUNBOOK), "closed"))


SCENES = (
    Scene(
        "The first item",
        "The sweep comes hourly and reminds 3 days before, on the day, and later. A snooze goes on record.",
        rests,
    ),
    Scene(
        "An item grows late",
        "Reminders climb: first the owner, from the third day the commander too.",
        grows_late,
    ),
    Scene(
        "The item that nobody owned", "A reminder without an owner goes to the incident's commander.", finds_an_owner
    ),
    Scene(
        "A week late",
        "From the seventh day the escalation hears of it: here margaret. Done wants something to show.",
        is_done,
    ),
    Scene("Nothing is left", "An item may also be dropped, as long as the record knows why.", is_dropped),
)
