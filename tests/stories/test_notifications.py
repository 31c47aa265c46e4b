"""What people beside GitHub hear of an incident, on local receivers; and what happens when they cannot be reached."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import start_process
from incident_actions.model.incident.entry import NotificationSent
from incident_actions.sandbox import Job
from incident_actions.sandbox.state.records import ACTIONS_BOT
from incident_actions.text import record
from tests.receivers.mail import Letter, Mail
from tests.receivers.web import Web
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team, in_process

CONFIGURATION = """
extends: default
services: [api, web, checkout]
severities:
  - { label: SEV-1, update_every: 30, postmortem: true }
  - { label: SEV-2, update_every: 60 }
  - { label: SEV-3 }
targets: { acknowledge: null, assess: null, first_update: null, public_update: null, room: null, roles: null, mitigate: null, watch: null }
contacts: { head: { name: Head of engineering, people: [ada] } }
ladder:
  - { name: nobody-on-it, when: not acknowledged, after: 10, page: [head] }
escalation: [ada]
notifications:
  - { on: [declared, raised, escalated, resolved], to: [oncall] }
  - { on: [declared, raised, resolved], severities: [SEV-1], to: [managers] }
  - { on: [update due, published, post-mortem owed], to: [comms] }
"""
SEV_2 = "SEV-2: A major feature is broken"
ISSUE = "{server}/acme/shop/issues/1"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path, CONFIGURATION) as team:
        yield team


def notifying(*lines: str) -> Callable[[Job], int]:
    """Run jobs in a repository that has these addresses."""
    urls = "\n".join(lines)
    return lambda job: in_process(replace(job, environment={**job.environment, "INCIDENT_NOTIFY_URLS": urls}))


def to(there: Web, path: str) -> list[str]:
    """What a webhook got, as title and text in one."""
    return [f"{got['type']}: {got['title']}\n{got['message']}" for got in there.to(path)]


def results(team: Team, issue: int = 1) -> list[tuple[str, str, str]]:
    """What the record says of notifications: what, to whom, and what kept it."""
    (card,) = team.cards(issue)
    block = record.read_block(card)
    assert block
    return [(each.what, each.audience, each.problem) for each in block.entries if isinstance(each, NotificationSent)]


@pytest.mark.rest
def test_a_night_as_each_audience_hears_it(
    team: Team, there: Web, letters: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in there.proxied(tmp_path).items():
        monkeypatch.setenv(name, value)
    at = f"json://127.0.0.1:{there.port}"
    team.sandbox.jobs.runner = notifying(
        "oncall = slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        f"oncall = {at}/oncall",
        f"managers = mailto://127.0.0.1:{letters.port}?from=incidents@acme.test&to=managers@acme.test&format=text",
        f"comms = {at}/comms",
        f"{at}/all",
    )
    address = ISSUE.format(server=team.sandbox.url)

    team.file(
        "grace", "Checkout is down", severity=SEV_2, summary="Payments fail", impact="1 in 3", services="api, web"
    )
    team.later(minutes=2)
    team.say("grace", 1, "/sev 1 all of them now")
    team.later(minutes=12)
    team.sweep()
    team.say("grace", 1, "/ack")
    team.say("grace", 1, "/ic")
    team.later(minutes=20)
    team.sweep()
    team.say("grace", 1, "/update we roll back")
    team.later(minutes=5)
    team.say("grace", 1, "/resolve rolled back to 41")

    facts = "Impact: 1 in 3\nAffected: api, web"
    burns = [
        "warning: [SEV-2] declared: Checkout is down (#1)\n"
        "Declared by grace at 2026-03-04 14:00 UTC.\nPayments fail\n"
        f"Severity: SEV-2. Status: Investigating. Commander: nobody yet.\n{facts}\n\n{address}",
        "failure: [SEV-1] severity raised: Checkout is down (#1)\n"
        "The severity was raised to SEV-1 by grace at 2026-03-04 14:02 UTC: all of them now\n"
        f"Severity: SEV-1. Status: Investigating. Commander: nobody yet.\n{facts}\n\n{address}",
        "failure: [SEV-1] escalated: Checkout is down (#1)\n"
        "Not acknowledged for 10 min. Paged: Head of engineering (ada).\n"
        f"Severity: SEV-1. Status: Investigating. Commander: nobody yet.\n{facts}\n\n{address}",
    ]
    update = (
        "warning: [SEV-1] update overdue: Checkout is down (#1)\n"
        "The next update was due at 2026-03-04 14:32 UTC. Post it on the issue: /update and the text.\n"
        f"Severity: SEV-1. Status: Investigating. Commander: grace.\n{facts}\n\n{address}"
    )
    over = (
        "success: [SEV-1] resolved: Checkout is down (#1)\n"
        f"Resolved by grace at 2026-03-04 14:39 UTC: rolled back to 41\n\n{address}"
    )
    assert to(there, "/oncall") == [*burns, over]
    assert to(there, "/comms") == [update]
    assert to(there, "/all") == [*burns, update, over]
    slack = [each.body["attachments"][0] for each in there.got if each.host == "hooks.slack.com"]
    assert [f"{each['title']}\n{each['text']}" for each in slack] == [
        each.partition(": ")[2] for each in (*burns, over)
    ]
    assert letters.letters == [
        Letter(("managers@acme.test",), title, f"{text}\n".replace("\n", "\r\n"), "")
        for title, text in (
            (each.partition(": ")[2].partition("\n")[0], each.partition("\n")[2]) for each in (burns[1], over)
        )
    ]
    assert results(team) == [
        ("declared", "oncall", ""),
        ("raised", "oncall", ""),
        ("raised", "managers", ""),
        ("escalated", "oncall", ""),
        ("update due", "comms", ""),
        ("resolved", "oncall", ""),
        ("resolved", "managers", ""),
    ]
    assert [line for line in team.timeline(1) if "managers" in line] == [
        "2026-03-04 14:02 UTC · Notified managers: raised",
        "2026-03-04 14:39 UTC · Notified managers: resolved",
    ]


def asked(team: Team, text: str) -> int:
    """How many requests the answer to a comment takes."""
    before = len(team.sandbox.requests)
    team.say("grace", 1, text)
    return sum(each.actor == ACTIONS_BOT for each in team.sandbox.requests[before:])


POSTING = """
extends: regulated
on_call: { primary: [{ people: [grace] }] }
notifications:
  - { on: [declared, resolved], to: [oncall] }
  - { on: [updated], say: incident-summary, to: [incidents, war-room] }
  - { on: [acknowledged, role assigned, mitigated], to: [war-room] }
"""


@pytest.mark.rest
def test_one_update_posts_the_words_of_the_document_to_each_place_that_it_names(team: Team, there: Web) -> None:
    team.write("ada", ".github/incidents.yml", "main", POSTING)
    at = f"json://127.0.0.1:{there.port}"
    team.sandbox.jobs.runner = notifying(
        f"oncall = {at}/oncall", f"incidents = {at}/incidents", f"war-room = {at}/war-room"
    )
    address = ISSUE.format(server=team.sandbox.url)

    team.file("grace", "Checkout is down", severity="Sev1: Production down or PHI breach", services="api")
    team.later(minutes=2)
    team.say("grace", 1, "/ack\n/ic @ada")
    team.later(minutes=1)
    team.say("ada", 1, "/update we roll back to 41")
    team.later(minutes=1)
    team.say("ada", 1, "/mitigated")
    team.sweep()

    facts = "Severity: Sev1. Status: investigating. Commander: {}.\nAffected: api\n\n" + address
    summary = (
        "info: [Sev1] update: Checkout is down (#1)\n"
        "Incident summary\n"
        "What: Checkout is down (users: not known yet)\n"
        "When: 2026-03-04 14:00 UTC\n"
        "Status: investigating\n"
        "Service(s): api\n\n"
        "Latest update (2026-03-04 14:03 UTC)\n"
        "we roll back to 41\n\n"
        f"Next update by 2026-03-04 14:18 UTC\n\n{address}"
    )
    assert to(there, "/incidents") == [summary]
    assert to(there, "/war-room") == [
        "info: [Sev1] acknowledged: Checkout is down (#1)\n"
        "Acknowledged by grace at 2026-03-04 14:02 UTC.\n" + facts.format("nobody yet"),
        "info: [Sev1] role assigned: Checkout is down (#1)\n"
        "ada is now primary on-call. Assigned by grace at 2026-03-04 14:02 UTC.\n" + facts.format("ada"),
        summary,
        "info: [Sev1] mitigated: Checkout is down (#1)\n"
        "Users are no longer affected. Mitigated by ada at 2026-03-04 14:04 UTC.\n" + facts.format("ada"),
    ]
    assert [got["title"] for got in there.to("/oncall")] == ["[Sev1] declared: Checkout is down (#1)"]
    assert results(team) == [
        ("declared", "oncall", ""),
        ("acknowledged", "war-room", ""),
        ("role assigned", "war-room", ""),
        ("updated", "incidents", ""),
        ("updated", "war-room", ""),
        ("mitigated", "war-room", ""),
    ]


@pytest.mark.rest
def test_the_regulated_preset_posts_its_summary_with_each_update_but_not_for_a_ticket(team: Team, there: Web) -> None:
    team.write("ada", ".github/incidents.yml", "main", "extends: regulated\n")
    team.sandbox.jobs.runner = notifying(f"json://127.0.0.1:{there.port}/all")

    team.file("grace", "Checkout is down", severity="Sev3: Limited user impact or non-critical service degraded")
    team.say("grace", 1, "/update we look at it\n/status identified a full disk")
    team.say("grace", 1, "/sev 4\n/update it can wait")

    messages = [(got["title"], got["message"].partition("\n")[0]) for got in there.to("/all")]
    assert messages == [
        ("[Sev3] declared: Checkout is down (#1)", "Declared by grace at 2026-03-04 14:00 UTC."),
        ("[Sev3] update: Checkout is down (#1)", "Incident summary"),
        ("[Sev3] update: Checkout is down (#1)", "Incident summary"),
    ]
    assert [each["message"].count("a full disk") for each in there.to("/all")] == [0, 0, 1]


@pytest.mark.rest
def test_progress_that_no_rule_names_is_not_sent_and_takes_no_requests(team: Team, there: Web) -> None:
    team.file("grace", "Checkout is down", severity=SEV_2)
    without = asked(team, "/update we look at it"), asked(team, "/ic @ada")
    team.sandbox.jobs.runner = notifying(f"json://127.0.0.1:{there.port}/all")
    team.say("grace", 1, "/note somebody can be notified now")

    assert (asked(team, "/update we roll back"), asked(team, "/ic @linus")) == without
    assert [got["title"] for got in there.to("/all")] == ["[SEV-2] declared: Checkout is down (#1)"]


@pytest.mark.rest
def test_without_rules_everybody_hears_everything(team: Team, there: Web) -> None:
    quiet = CONFIGURATION.partition("notifications:")[0]
    team.write("ada", ".github/incidents.yml", "main", quiet)
    team.sandbox.jobs.runner = notifying(
        f"oncall = json://127.0.0.1:{there.port}/oncall", f"json://127.0.0.1:{there.port}/all"
    )

    team.file("grace", "Checkout is down", severity=SEV_2)
    team.say("grace", 1, "/false-alarm the probe was wrong")

    titles = ["[SEV-2] declared: Checkout is down (#1)", "[SEV-2] false alarm: Checkout is down (#1)"]
    assert [got["title"] for got in there.to("/oncall")] == titles
    assert [got["title"] for got in there.to("/all")] == titles
    assert results(team) == [("declared", "", ""), ("resolved", "", "")]


@pytest.mark.rest
def test_without_addresses_nothing_is_notified_and_nothing_more_is_asked_of_github(team: Team, there: Web) -> None:
    team.file("grace", "Checkout is down", severity=SEV_2)
    without = asked(team, "/sev 1")

    assert results(team) == []
    assert there.got == []
    team.sandbox.jobs.runner = notifying(f"json://127.0.0.1:{there.port}/all")
    assert asked(team, "/sev 3") == without + 3, "what is recent is told as soon as there is somebody to tell"
    assert asked(team, "/sev 2") == without + 3
    assert asked(team, "/sev 3") == without
    assert [got["title"] for got in there.to("/all")] == [
        "[SEV-2] declared: Checkout is down (#1)",
        "[SEV-1] severity raised: Checkout is down (#1)",
        "[SEV-2] severity raised: Checkout is down (#1)",
    ]


def test_the_answer_on_github_stands_before_anybody_else_hears(team: Team, there: Web) -> None:
    team.sandbox.jobs.runner = notifying(f"json://127.0.0.1:{there.port}/all")
    seen: list[list[str]] = []
    there.watchers.append(lambda: seen.append([team.headline(1), *team.reactions(1)]))

    team.file("grace", "Checkout is down", severity=SEV_2)
    team.say("grace", 1, "/sev 1")

    assert seen == [["🟠 SEV-2 · Investigating"], ["🔴 SEV-1 · Investigating", "+1"]]


@pytest.mark.rest
def test_an_unreachable_audience_is_reported_once_and_again_after_it_was_reached(team: Team, there: Web) -> None:
    at = f"json://127.0.0.1:{there.port}"
    team.sandbox.jobs.runner = notifying("# the team's", f"oncall = {at}/oncall", "managers = slack://no-secret-shown")
    there.answers["/oncall"] = 500

    team.file("grace", "Checkout is down", severity=SEV_2)
    team.say("grace", 1, "/ic\n/sev 1")
    there.answers["/oncall"] = 200
    team.say("grace", 1, "/resolve")
    there.answers["/oncall"] = 500
    team.say("grace", 1, "/reopen it is back")

    unheard = [reply for reply in team.replies(1) if "Please tell them" in reply]
    assert unheard == [
        "@ada: **`oncall` may not have been notified that this incident was declared.** Please tell them yourself.\n\n"
        "JSON rejected it (line 2)",
        "@grace, @ada: **`managers` may not have been notified that this incident was raised in severity.** Please tell them yourself.\n\nApprise can't read the address (line 3)",
        "@grace, @ada: **`oncall` may not have been notified that this incident was declared.** Please tell them yourself.\n\n"
        "JSON rejected it (line 2)",
    ]
    assert results(team) == [
        ("declared", "oncall", "refused:2:JSON"),
        ("raised", "oncall", "refused:2:JSON"),
        ("raised", "managers", "unreadable:3:"),
        ("resolved", "oncall", ""),
        ("resolved", "managers", "unreadable:3:"),
        ("declared", "oncall", "refused:2:JSON"),
        ("declared", "managers", "unreadable:3:"),
    ]
    everything = [*team.replies(1), *team.cards(1), *(job.output + job.summary for job in team.sandbox.jobs.finished)]
    assert not [
        text
        for text in everything
        if "no-secret-shown" in text or str(there.port) in text.replace(team.sandbox.url, "")
    ]


def killed_at(place: int, team: Team, there: Web) -> None:
    """Run jobs as processes, of which one dies at the very moment at which a receiver has got its message."""
    urls = f"json://127.0.0.1:{there.port}/all"
    running: list[subprocess.Popen[bytes]] = []

    def as_process(given: Job) -> int:
        job = replace(given, environment={**given.environment, "INCIDENT_NOTIFY_URLS": urls})
        with job.log.open("wb") as log, start_process(job, log.fileno()) as process:
            running.append(process)
            return process.wait(60)

    team.sandbox.jobs.runner = as_process
    there.watchers.append(lambda: running[-1].kill() if len(there.got) == place else None)


@pytest.mark.rest
def test_the_end_is_told_though_its_run_was_killed_and_the_issue_is_closed(team: Team, there: Web) -> None:
    killed_at(2, team, there)
    team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")

    team.as_("grace").json("POST", "issues/1/comments", {"body": "/resolve"})
    assert [job.exit_code for job in team.sandbox.settle()] == [-9]
    assert team.shows(1)["state"] == "closed"
    for _ in range(2):
        team.later(hours=5)
        team.sweep()

    titles = ["[SEV-3] declared: Search is slow (#1)", *["[SEV-3] resolved: Search is slow (#1)"] * 2]
    assert [got["title"] for got in there.to("/all")] == titles
    assert results(team) == [("declared", "oncall", ""), ("resolved", "oncall", "")]


@pytest.mark.rest
def test_a_run_that_is_killed_between_sending_and_the_record_makes_it_be_sent_once_more_at_most(
    team: Team, there: Web
) -> None:
    killed_at(1, team, there)

    team.as_("grace").json("POST", "issues", {"title": "Checkout is down", "labels": ["incident"]})
    assert [job.exit_code for job in team.sandbox.settle()] == [-9, 0], (
        "an issue that is opened with a label is two events"
    )
    for _ in range(3):
        team.sweep()

    assert [got["title"] for got in there.to("/all")] == ["[severity not set] declared: Checkout is down (#1)"] * 2
    assert results(team) == [("declared", "oncall", ""), ("declared", "managers", "")]


@pytest.mark.rest
def test_the_words_of_people_are_only_shown(
    team: Team, there: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in there.proxied(tmp_path).items():
        monkeypatch.setenv(name, value)
    team.sandbox.jobs.runner = notifying(
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", f"json://127.0.0.1:{there.port}/all"
    )

    hostile = "<!channel> @here <https://evil.test|github.com> [x](https://evil.test) \u202egnp\r\n"
    team.file("grace", f"{hostile.strip()} {'x' * 300}"[:250], severity=SEV_2, summary=f"{hostile}Severity: SEV-4.")

    (got,) = there.to("/all")
    shown = "\u2039!channel> @\u200bhere \u2039https://evil.test|github.com> [x]\u200b(https://evil.test) gnp"
    title, _, rest = got["title"].partition(" xx")
    assert title == f"[SEV-2] declared: {shown}"
    assert rest.strip("x") == "… (#1)"
    assert len(got["title"]) < 250
    assert got["message"].splitlines()[1] == f"{shown} Severity: SEV-4."
    slack = next(each.body["attachments"][0] for each in there.got if each.host == "hooks.slack.com")
    assert "<" not in slack["title"] + slack["text"]


@pytest.mark.rest
def test_a_record_that_was_built_again_notifies_nobody_again_but_of_the_end(team: Team, there: Web) -> None:
    team.sandbox.jobs.runner = notifying(f"oncall = json://127.0.0.1:{there.port}/oncall")
    team.file("grace", "Checkout is down", severity=SEV_2)
    team.say("grace", 1, "/sev 1")
    (card,) = (each for each in team.comments(1) if each["body"].startswith("<!-- incident-actions:card"))

    team.as_("grace").json("DELETE", f"issues/comments/{card['id']}")
    team.later(minutes=3)
    team.sweep()
    team.say("grace", 1, "/note it is quiet")
    assert [got["title"][:16] for got in there.to("/oncall")] == ["[SEV-2] declared", "[SEV-1] severity"]
    (card,) = (each for each in team.comments(1) if each["body"].startswith("<!-- incident-actions:card"))
    team.as_("grace").json("DELETE", f"issues/comments/{card['id']}")
    team.later(minutes=3)
    team.say("grace", 1, "/resolve rolled back")

    assert [got["title"][:16] for got in there.to("/oncall")] == [
        "[SEV-2] declared",
        "[SEV-1] severity",
        "[SEV-1] resolved",
    ]
