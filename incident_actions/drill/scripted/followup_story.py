"""Scenes of the weeks after: the tool follows up on each action item until it is closed."""

from incident_actions.drill.narration import strip_markdown
from incident_actions.drill.scripted.incident_story import ALERT
from incident_actions.drill.scripted.postmortem_story import GUARD, RUNBOOK
from incident_actions.drill.stage import Scene, Stage

EVIDENCE = 7
CHECK = """\
import yaml

settings = yaml.safe_load(open("checkout/settings.yml"))
assert settings["database"]["connections"] >= 40, "fewer connections than workers"
"""


def expect_reminders(on: Stage, day: str, expected: dict[int, tuple[str, ...]]) -> None:
    """Run a day's sweep, and check that it reminds these people by issue, and nobody else."""
    on.wait_until_utc(f"{day} 06:23")
    before = on.repository.reminders()
    on.sweep("sweep" if expected else "sweep (nothing due)")
    news = on.repository.reminders()[len(before) :]
    for reminder in news:
        words = on.repository.replies(reminder.issue)[-1].strip().partition("\n")[0]
        on.narration.print_action(on.now, "sweep", f"comments on #{reminder.issue}: {strip_markdown(words)}")
    if not news:
        on.narration.print_action(on.now, "sweep", "finds nothing that is due")
    on.check_silently(f"reminders of {day}", {reminder.issue: reminder.to for reminder in news}, expected)


def snooze_the_first_item(on: Stage) -> None:
    """Remind linus 3 days early, let him snooze, and remind him once when the snooze is over."""
    expect_reminders(on, "2026-03-10", {ALERT: ("linus",)})
    on.wait_until_utc("2026-03-10 09:05")
    on.comment("linus", ALERT, "/snooze 6d on leave until Monday")
    expect_reminders(on, "2026-03-13", {})
    expect_reminders(on, "2026-03-16", {ALERT: ("linus", "ada")})
    on.wait_until_utc("2026-03-16 15:10")
    on.comment("linus", ALERT, "/done https://status.example.com/alerts/pool-nearly-exhausted fired in the load test")
    on.check("#3 is closed, with a link to the evidence", on.repository.state(ALERT), "closed")


def let_an_item_grow_late(on: Stage) -> None:
    """Remind the owner first, then the incident commander too; meanwhile drop an item that nobody owns."""
    expect_reminders(on, "2026-03-17", {GUARD: ("grace",)})
    expect_reminders(on, "2026-03-20", {GUARD: ("grace",)})
    expect_reminders(on, "2026-03-21", {GUARD: ("grace",)})
    expect_reminders(on, "2026-03-23", {GUARD: ("grace", "ada")})
    expect_reminders(on, "2026-03-24", {RUNBOOK: ("ada",)})
    on.wait_until_utc("2026-03-24 09:30")
    on.comment("ada", RUNBOOK, "/drop The database team's own runbook has covered this since last week.")
    on.check("#6, which nobody owned, is closed with a reason", on.repository.state(RUNBOOK), "closed")


def finish_a_late_item(on: Stage) -> None:
    """Remind margaret after a week, then close the item with a pull request as evidence."""
    expect_reminders(on, "2026-03-27", {GUARD: ("grace", "ada", "margaret")})
    on.wait_until_utc("2026-03-27 14:00")
    on.perform(
        "grace",
        f"opens #{EVIDENCE}: a check that refuses a pool that is too small",
        "push",
        lambda: on.repository.open_pull_request(
            "grace",
            "check-pool-size",
            "Refuse a connection pool smaller than the number of workers",
            f"For #{GUARD}.",
            {"checks/pool_size.py": CHECK},
        ),
    )
    on.wait_until_utc("2026-03-27 15:20")
    on.perform("ada", f"merges #{EVIDENCE}", "merge of another branch", lambda: on.repository.merge("ada", EVIDENCE))
    on.wait_until_utc("2026-03-27 15:24")
    on.comment("grace", GUARD, f"/done #{EVIDENCE}")
    states = {item.number: item.state for item in on.repository.items()}
    on.check("all action items are closed", states, dict.fromkeys((ALERT, GUARD, RUNBOOK), "closed"))


SCENES = (
    Scene(
        "An action item is due",
        "The sweep reminds the owner three days ahead. A snooze needs a reason, which is recorded.",
        snooze_the_first_item,
    ),
    Scene(
        "An action item is overdue",
        "The owner is reminded first, and from the third day the incident commander too.",
        let_an_item_grow_late,
    ),
    Scene(
        "The last action item is closed",
        "From the seventh day the escalation contact is reminded too. Closing an item takes evidence.",
        finish_a_late_item,
    ),
)
