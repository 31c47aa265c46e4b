"""What is sent, what of it goes on record, and what is said where somebody was not reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from incident_actions.contract.effects import Creation, Notify
from incident_actions.contract.snapshot import CreationResult
from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.incident import entry as e
from incident_actions.model.process.communication import Notification
from incident_actions.model.process.configuration_part import to_plain_values
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.process import Process
from incident_actions.model.process.validation import validate
from tests.worlds import PROCESS, World

RULES = (
    Notification(on=("declared", "raised", "resolved"), to=("oncall",)),
    Notification(on=("declared", "raised"), to=("managers",)),
)


@dataclass
class Heard(World):
    """A world whose addresses may be down; `sent` is all that was tried."""

    notifies: bool = True
    down: dict[str, str] = field(default_factory=dict)
    sent: list[Notify] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = replace(PROCESS, notifications=RULES)

    def _made(self, creation: Creation) -> CreationResult:
        if not isinstance(creation, Notify):
            return super()._made(creation)
        self.sent.append(creation)
        return CreationResult(
            undelivered=tuple((each, self.down[each]) for each in creation.audiences if each in self.down)
        )

    def results(self) -> list[tuple[str, str, str]]:
        """What the record says of them."""
        return [
            (each.what, each.audience, each.problem) for each in self.entries() if isinstance(each, e.NotificationSent)
        ]


def test_the_run_that_took_a_fact_sends_nothing_and_the_next_look_does() -> None:
    world = Heard()

    world.run()
    assert world.sent == []
    world.run()

    assert [(each.key, each.issue, each.audiences, each.title, each.level) for each in world.sent] == [
        ("notify:declared:2026-03-04T14:00:00", 7, ("oncall", "managers"), "[severity not set] declared: Checkout is down (#7)", "failure")
    ]  # fmt: skip
    assert world.results() == [("declared", "oncall", ""), ("declared", "managers", "")]


def test_a_run_with_an_answer_to_give_does_not_wait_for_what_an_earlier_one_owes() -> None:
    world = Heard()
    world.run()

    world.post("grace", "/sev 3")
    world.run()
    assert world.sent == []
    world.run()

    assert [each.title for each in world.sent] == ["[severity not set] declared: Checkout is down (#7)"]


def test_a_look_that_finds_nothing_owed_leaves_everything_as_it_is() -> None:
    world = Heard()
    world.run()
    world.run()

    assert world.run().is_empty


def test_without_addresses_nothing_is_owed() -> None:
    world = Heard(notifies=False)
    world.run()

    assert world.run().is_empty
    assert world.results() == []


def test_a_failed_notification_is_posted_once_in_a_row_for_each_audience() -> None:
    world = Heard(down={"managers": "refused:2:Slack"})
    world.run()
    world.run()
    world.post("grace", "/ic\n/sev 2")
    world.run()
    world.post("grace", "/sev 1")
    world.run()
    world.run()
    first = [reply for reply in world.replies() if "Please tell them" in reply]
    world.down = {"oncall": "silent:1:Slack; unreadable:3:"}
    world.post("grace", "/resolve")
    world.run()
    world.run()

    assert first == [
        "@margaret: **`managers` may not have been notified that this incident was declared.** Please tell them yourself.\n\n"
        "Slack rejected it (line 2)"
    ]
    assert [reply for reply in world.replies() if "Please tell them" in reply][1:] == [
        "@grace, @margaret: **`oncall` may not have been notified that this incident was resolved.** Please tell them yourself.\n\n"
        "Slack did not answer in time (line 1), Apprise can't read the address (line 3)"
    ]
    assert world.results() == [
        ("declared", "oncall", ""),
        ("declared", "managers", "refused:2:Slack"),
        ("raised", "oncall", ""),
        ("raised", "managers", "refused:2:Slack"),
        ("resolved", "oncall", "silent:1:Slack; unreadable:3:"),
        ("resolved", "managers", ""),
    ]


def test_the_person_on_call_is_asked_to_inform_people_manually() -> None:
    world = Heard(down={"oncall": "nobody::"})
    rota = validate(Process, {**to_plain_values(PROCESS), "on_call": {"primary": [{"people": ["linus"]}]}})
    world.process = replace(rota, notifications=RULES)
    world.run()
    world.run()

    assert world.replies() == [
        "@linus, @margaret: **`oncall` may not have been notified that this incident was declared.** Please tell them yourself.\n\n`INCIDENT_NOTIFY_URLS` has no address for them"
    ]


def test_everybody_has_no_name() -> None:
    world = Heard(down={"": "late:1:; broken:2:"})
    world.process = PROCESS
    world.run()
    world.run()

    assert world.replies() == [
        "@margaret: **Some people may not have been notified that this incident was declared.** Please tell them yourself.\n\nthe run ended first (line 1), sending failed (line 2)"
    ]


def test_a_text_stays_within_bounds_in_whosever_words() -> None:
    world = Heard()
    world.post("grace", f"/impact {'x' * 5_000}\n/affects {', '.join('y' * 50 for _ in range(40))}\n/sev 3")
    world.run()
    world.run()
    world.post("grace", f"/sev 1 {'z' * 5_000}")
    world.run()
    world.run()

    assert [(len(each.title) < 250, 100 < len(each.body) < 2_500) for each in world.sent] == [(True, True)] * 2
    assert world.sent[1].body.count("z") == 499
    assert world.sent[1].body.count("x") == 299


def test_urgency_follows_what_happened_and_how_bad_it_is() -> None:
    world = Heard()
    world.process = PROCESS
    world.post("grace", "/sev 3")
    world.run()
    world.run()
    for command in ("/sev 1", "/resolve", "/reopen again", "/false-alarm no"):
        world.post("grace", command)
        world.run()
        world.run()

    assert [(each.key.split(":")[1], each.level) for each in world.sent] == [
        ("declared", "failure"),
        ("raised", "failure"),
        ("resolved", "success"),
        ("reopened", "failure"),
        ("dismissed", "success"),
    ]


def test_the_rules_are_read_from_the_configuration() -> None:
    text = "notifications:\n  - { on: [declared], severities: [SEV-1], to: [oncall, managers] }\n  - { on: [post-mortem owed] }\n"

    assert read_process(text, templates.load_preset, tuple(BY_WORD)).notifications == (
        Notification(on=("declared",), severities=("SEV-1",), to=("oncall", "managers")),
        Notification(on=("post-mortem owed",)),
    )


def test_an_announcement_is_sent_in_place_of_the_tools_own_words_with_the_link_of_the_issue() -> None:
    text = (
        "announcements:\n"
        "  facts: {stage: update, audience: x, text: '{title}, led by {commander}'}\n"
        "  empty: {stage: update, audience: x, text: '{impact}'}\n"
        "notifications:\n  - { on: [updated], to: [room], say: facts }\n"
        "  - { on: [role assigned], to: [room], say: empty }\n"
    )
    world = Heard()
    world.process = read_process(text, templates.load_preset, tuple(BY_WORD))
    world.run()
    world.post("grace", "/update <!channel> we look\n/ic\n/update it holds")
    world.run()
    world.run()

    told = [(each.key.partition(":c")[0], each.audiences, each.level, each.body.split("\n")[0]) for each in world.sent]
    assert told == [
        ("notify:updated", ("room",), "info", "Checkout is down, led by not known yet"),
        ("notify:role_assigned", ("room",), "info", "grace is now Incident commander. Taken at 2026-03-04 14:00 UTC."),
        ("notify:updated", ("room",), "info", "Checkout is down, led by grace"),
    ]
    assert {each.body.rpartition("/")[2] for each in world.sent} == {"7"}
    assert world.run().is_empty
