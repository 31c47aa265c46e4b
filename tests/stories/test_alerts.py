"""Monitoring tells of alerts, by real dispatches: each opens one incident, and says no more than people need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from incident_actions.model.incident import entry as e
from incident_actions.sandbox import Job
from incident_actions.text import record
from tests.model.alerts.sender_bodies import (
    ALERTMANAGER,
    GRAFANA,
    SENTRY_EVENT,
    pagerduty,
    plain,
    sentry_issue,
    sentry_metric,
)
from tests.sandbox.client import Client
from tests.stories.conftest import adopted_shop
from tests.stories.team import Team, in_process
from tests.stories.test_healing import deaf
from tests.stories.test_lost_record import KEY

CONFIGURATION = (
    "extends: default\nservices: [Checkout, web]\n"
    "alerts:\n  debounce: 0\n  severities: {critical: SEV-1, P1: SEV-1, major: SEV-2, warning: SEV-3, error: SEV-3}\n"
)
PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text()
COMMANDS = "`grace`, you are now **Incident commander** of this incident. You coordinate, decide, and declare the incident resolved. Leave debugging to others."
DISK = plain(fingerprint="disk-full", title="Disk is full")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with adopted_shop(tmp_path, CONFIGURATION) as team:
        yield team


def send(team: Team, body: Any, by: str = "grace", key: str = "alert") -> str:
    """Dispatch an alert; the last line of its run's log."""
    team.as_(by).json("POST", "dispatches", {"event_type": "alert", "client_payload": {key: body}})
    team.settle()
    return team.jobs[-1].output.splitlines()[-1] if team.jobs[-1].output else ""


def incidents(team: Team) -> list[int]:
    """All incidents there are, oldest first."""
    given = team.as_("ada").json("GET", "issues", params={"labels": "incident", "state": "all", "direction": "asc"})
    return [each["number"] for each in given]


def kinds(team: Team, issue: int) -> list[str]:
    """The kinds of the entries of an incident's record, apart from the list of what changed before."""
    (card,) = team.cards(issue)
    return [entry.kind for entry in record.entries_in(card) if entry.kind != "changes-listed"]


def entries(team: Team, issue: int) -> tuple[e.Entry, ...]:
    (card,) = team.cards(issue)
    return record.entries_in(card)


def requests(team: Team, body: Any) -> int:
    """How many requests an alert costs, the dispatch itself aside."""
    before = len(team.sandbox.requests)
    send(team, body)
    return len(team.sandbox.requests) - before - 1


def test_an_alert_opens_an_incident(team: Team) -> None:
    send(team, ALERTMANAGER)

    (incident,) = incidents(team)
    issue = team.as_("ada").json("GET", f"issues/{incident}")
    assert (issue["title"], issue["user"]["login"]) == ("HighErrorRate", "github-actions[bot]")
    assert record.visible_text(issue["body"]).partition("\n")[2] == (
        "**Alertmanager** reported this. It started at 2026-03-04 13:45 UTC.\n\n"
        "http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1\n\n"
        "- 1 in 5 requests fails (pod-1)\n- 1 in 9 requests fails (pod-2)\n- and 3 more\n"
        "Runbook: https://wiki.example.org/errors\n"
    )
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "status: investigating"]
    assert team.headline(incident) == "🔴 SEV-1 · Investigating"
    assert team.row(incident, "Services") == "Checkout, web"
    assert team.row(incident, "Alerts") == (
        "firing since 13:45: HighErrorRate · http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1"
    )
    assert team.row(incident, "Next").startswith("**Show that you're on it:**")
    assert team.timeline(incident) == [
        "2026-03-04 13:45 UTC · Started · `grace`",
        "2026-03-04 13:45 UTC · Alert fired: HighErrorRate (Alertmanager) · `grace`",
        "2026-03-04 14:00 UTC · Declared SEV-1: HighErrorRate · `grace`",
    ]
    assert team.replies(incident) == []


@pytest.mark.parametrize(
    ("body", "headline", "source"),
    [
        (GRAFANA, "🟡 SEV-3 · Investigating", "Grafana"),
        (pagerduty(), "🔴 SEV-1 · Investigating", "PagerDuty"),
        (sentry_metric(), "🔴 SEV-1 · Investigating", "Sentry"),
        (SENTRY_EVENT, "🟡 SEV-3 · Investigating", "Sentry"),
        (sentry_issue(), "🔴 SEV-1 · Investigating", "Sentry"),
        (plain(source="Nightly"), "⚪ Severity not set · Investigating", "Nightly"),
    ],
    ids=["grafana", "pagerduty", "sentry metric", "sentry event", "sentry issue", "plain"],
)
def test_every_sender_opens_an_incident(team: Team, body: Any, headline: str, source: str) -> None:
    send(team, body)

    (incident,) = incidents(team)
    assert team.headline(incident) == headline
    assert team.timeline(incident)[-1].endswith("`grace`")
    assert any(line.endswith(f"({source}) · `grace`") for line in team.timeline(incident))


def test_the_requests_on_the_page_of_alerts_open_an_incident(team: Team) -> None:
    (shown,) = re.findall(r"-d '(.+)'", PAGE)
    team.as_("grace").json("POST", "dispatches", json.loads(shown))
    team.settle()

    (incident,) = incidents(team)
    assert team.headline(incident) == "🔴 SEV-1 · Investigating"
    assert team.row(incident, "Services") == "Checkout"
    assert team.row(incident, "Alerts") == "firing since 13:45: Checkout answers with errors"


@pytest.mark.parametrize("shown", re.findall(r"^```yaml\n(receivers:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
def test_alertmanager_as_the_page_of_alerts_sets_it_up_opens_an_incident(shown: str, team: Team) -> None:
    (webhook,) = YAML(typ="safe", pure=True).load(shown)["receivers"][0]["webhook_configs"]
    worded = json.loads(json.dumps(webhook["payload"]).replace('"{{ . | toJson }}"', json.dumps(ALERTMANAGER)))
    team.as_("grace").json("POST", "dispatches", worded)
    team.settle()

    assert webhook["url"].endswith("/dispatches")
    assert team.headline(1) == "🔴 SEV-1 · Investigating"
    assert team.row(1, "Alerts").endswith(
        "HighErrorRate · http://prometheus.example.org:9090/graph?g0.expr=rate&g0.tab=1"
    )


def test_services_that_the_process_does_not_know_are_told_in_the_summary(team: Team) -> None:
    send(team, plain(services=["CHECKOUT", "billing @acme/all"], summary="Five in a row"))

    (incident,) = incidents(team)
    body = team.as_("ada").json("GET", f"issues/{incident}")["body"]
    assert "\n\nFive in a row\n\nThe alert names as affected: billing @\u200bacme/all\n" in body
    assert team.row(incident, "Services") == "Checkout"


def test_a_repeat_says_nothing_and_is_counted(team: Team) -> None:
    send(team, plain())
    team.later(minutes=3)
    send(team, plain())
    send(team, plain(summary="Ten in a row"))
    team.sweep()

    (incident,) = incidents(team)
    assert kinds(team, incident) == ["declared", "alert", "alert-repeated"]
    assert team.row(incident, "Alerts").endswith("Checkout answers with errors · reported at least 3 times")
    assert (len(team.comments(incident)), len(team.beginning(incident))) == (2, 1)
    assert len(team.timeline(incident)) == 2


def test_an_alert_that_is_over_is_noted_and_only_people_resolve(team: Team) -> None:
    send(team, plain())
    (incident,) = incidents(team)
    assert team.say("grace", incident, "/sev 3\n/ic") == [COMMANDS]
    team.later(minutes=20)
    send(team, plain(status="resolved", ended="2026-03-04T14:10:00Z"))
    send(team, plain(status="resolved", ended="2026-03-04T14:11:00Z"))

    assert team.shows(incident)["state"] == "open"
    assert team.headline(incident) == "🟡 SEV-3 · Investigating"
    assert team.row(incident, "Alerts") == "resolved since 14:10: Checkout answers with errors"
    assert team.timeline(incident)[-1] == (
        "2026-03-04 14:10 UTC · Alert resolved: Checkout answers with errors. No alert is firing now · `grace`"
    )
    assert team.replies(incident)[1:] == [
        "@grace: no alert of this incident has fired since 2026-03-04 14:10 UTC.\n\nIf users are fine again, comment `/mitigated`, or `/resolve` if it is over. The incident is not resolved automatically."
    ]


def test_an_alert_that_comes_and_goes_says_only_once_that_it_is_over(team: Team) -> None:
    for _ in range(3):
        send(team, plain())
        send(team, plain(status="resolved"))

    (incident,) = incidents(team)
    assert kinds(team, incident) == ["declared", *["alert", "alert-over"] * 3]
    assert [line.partition(" · ")[2] for line in team.timeline(incident)[-2:]] == [
        "Alert fired again: Checkout answers with errors (Monitoring) · `grace`",
        "Alert resolved: Checkout answers with errors. No alert is firing now · `grace`",
    ]
    assert len(team.replies(incident)) == 1


def test_an_alert_that_fires_again_after_the_mitigation_is_told_once(team: Team) -> None:
    send(team, plain())
    (incident,) = incidents(team)
    assert team.say("grace", incident, "/sev 1\n/ic\n/mitigated") == [COMMANDS]
    for _ in range(2):
        send(team, plain(status="resolved"))
        send(team, plain())

    assert team.replies(incident)[1:] == [
        "@grace: no alert of this incident has fired since 2026-03-04 14:00 UTC.\n\nIf users are fine again, comment `/resolve`. The incident is not resolved automatically.",
        "@grace: an alert is firing again, although this incident is monitoring: Checkout answers with errors\n\nIf users are still affected, set the status back: `/status <word>`. The card lists every alert.",
    ]


@pytest.mark.rest
def test_an_alert_that_fires_again_after_the_resolution_is_told_where_the_post_mortem_is_owed(team: Team) -> None:
    send(team, plain(severity="critical"))
    (incident,) = incidents(team)
    send(team, plain(severity="critical", status="resolved"))
    team.say("grace", incident, "/resolve the pool was full")
    send(team, plain(severity="critical"))

    assert incidents(team) == [incident]
    assert team.headline(incident) == "✅ SEV-1 · Resolved"
    assert team.replies(incident)[-1] == (
        "An alert is firing again, although this incident is resolved: Checkout answers with errors\n\nIf users are affected again, comment `/reopen <reason>`. If it is something else, declare a new incident."
    )


def test_an_alert_whose_incident_is_closed_opens_a_new_one_that_names_the_old(team: Team) -> None:
    send(team, plain())
    team.later(minutes=20)
    team.say("grace", 1, "/sev 3\n/resolve")
    send(team, plain())
    send(team, plain())
    team.sweep()

    first, second = incidents(team)
    assert team.shows(first)["state"] == "closed"
    assert team.row(second, "Links") == f"earlier incident of this alert: #{first}"
    body = team.as_("ada").json("GET", f"issues/{second}")["body"]
    assert f"\n\nThe same alert opened #{first} before.\n" in body
    assert kinds(team, second) == ["declared", "alert", "alert-repeated"]
    assert kinds(team, first).count("alert") == 1


def test_an_alert_is_over_that_nobody_knows_and_nothing_happens(team: Team) -> None:
    said = send(team, plain(status="resolved"))

    assert incidents(team) == []
    assert said == "Nothing to do: an alert ended that belongs to no open incident."


def test_two_deliveries_in_reverse_order_leave_one_incident(team: Team) -> None:
    started, ended = "2026-03-04T13:50:00Z", "2026-03-04T13:55:00Z"
    send(team, plain(started=started))
    send(team, plain(status="resolved", started="2026-03-04T13:30:00Z", ended="2026-03-04T13:40:00Z"))
    assert team.row(1, "Alerts").startswith("firing since 13:50")
    send(team, plain(status="resolved", started=started, ended=ended))
    send(team, plain(started=started))

    (incident,) = incidents(team)
    assert kinds(team, incident) == ["declared", "alert", "alert-over"]


@pytest.mark.parametrize("place", range(4))
def test_a_run_that_is_run_again_changes_nothing(team: Team, place: int) -> None:
    for body in (plain(), DISK, plain(), plain(status="resolved")):
        send(team, body)
    (incident,) = incidents(team)
    seen = (team.comments(incident), team.as_("ada").json("GET", f"issues/{incident}"))
    jobs = [done.job for done in team.sandbox.jobs.finished if done.job.event == "repository_dispatch"]

    assert in_process(jobs[place]) == 0

    assert incidents(team) == [incident]
    assert (team.comments(incident), team.as_("ada").json("GET", f"issues/{incident}")) == seen


def test_a_run_of_a_closed_incident_that_is_run_again_opens_none(team: Team) -> None:
    send(team, plain())
    team.say("grace", 1, "/sev 3\n/resolve")
    (job,) = [done.job for done in team.sandbox.jobs.finished if done.job.event == "repository_dispatch"]

    assert in_process(job) == 0

    assert incidents(team) == [1]


# ── A storm


@pytest.mark.rest
def test_a_storm_makes_one_incident(team: Team) -> None:
    for place in range(30):
        name = ("api", "web", "db")[place % 3]
        send(team, plain(fingerprint=name, title=f"{name} is slow", started=f"2026-03-04T13:{place:02}:00Z"))

    team.sweep()

    (incident,) = incidents(team)
    assert [kinds(team, incident).count(kind) for kind in ("declared", "alert", "alert-repeated")] == [1, 3, 3]
    assert (len(team.comments(incident)), len(team.beginning(incident))) == (2, 1)
    assert [re.sub(r"since [0-9:]{5}", "…", each) for each in team.row(incident, "Alerts").split("<br>")] == [
        "firing …: api is slow · reported at least 10 times",
        "firing …: web is slow · reported at least 10 times",
        "firing …: db is slow · reported at least 10 times",
    ]
    body = team.as_("ada").json("GET", f"issues/{incident}")["body"]
    assert re.match(r"<!-- incident-actions:alerts [0-9a-f]{12}\.0( [0-9a-f]{12}){2} -->\n", body)


def test_all_is_over_when_the_last_alert_of_a_storm_is(team: Team) -> None:
    send(team, plain())
    send(team, DISK)
    send(team, plain(status="resolved"))
    (incident,) = incidents(team)
    before = team.replies(incident)
    send(team, {**DISK, "status": "resolved"})

    assert (before, len(team.replies(incident))) == ([], 1)


@pytest.mark.rest
def test_the_card_of_a_great_storm_shows_some_and_counts_the_rest(team: Team) -> None:
    for place in range(11):
        send(team, plain(fingerprint=f"pod-{place}", title=f"Pod {place} is down"))

    (incident,) = incidents(team)
    shown = team.row(incident, "Alerts").split("<br>")
    assert (len(shown), shown[-1]) == (9, "and 3 more")


def test_an_alert_after_the_storm_opens_an_incident_of_its_own(team: Team) -> None:
    send(team, plain())
    team.later(minutes=9)
    send(team, plain(fingerprint="late", title="Late"))
    team.later(minutes=9)
    send(team, plain(fingerprint="later", title="Later"))
    team.later(minutes=11)
    send(team, DISK)

    first, second = incidents(team)
    assert [kinds(team, each).count("alert") for each in (first, second)] == [3, 1]


@pytest.mark.rest
def test_no_alert_joins_what_is_over_or_what_people_declared(team: Team) -> None:
    by_people = team.file("grace", "Search is slow")
    send(team, plain())
    opened = incidents(team)[-1]
    team.say("grace", opened, "/sev 1\n/resolve")
    send(team, DISK)

    assert incidents(team) == [by_people, opened, incidents(team)[-1]]
    assert [kinds(team, each).count("alert") for each in incidents(team)] == [0, 1, 1]


def test_with_no_storm_every_alert_has_its_own_incident(team: Team) -> None:
    team.write("ada", ".github/incidents.yml", "main", f"{CONFIGURATION}  storm: 0\n")
    send(team, plain())
    send(team, DISK)

    assert len(incidents(team)) == 2


@pytest.mark.rest
def test_a_worse_alert_of_the_storm_raises_the_severity_until_people_have_set_it(team: Team) -> None:
    send(team, plain(severity="warning"))
    (incident,) = incidents(team)
    send(team, plain(severity="warning"))
    send(team, {**DISK, "severity": "Major"})
    send(team, {**DISK, "severity": "CRITICAL"})
    raised = team.headline(incident)
    team.say("grace", incident, "/sev 4")
    send(team, plain(fingerprint="x", title="X", severity="critical"))

    assert raised == "🔴 SEV-1 · Investigating"
    assert team.headline(incident) == "🔵 SEV-4 · Investigating"
    assert [line.partition(" · ")[2] for line in team.timeline(incident) if "Severity" in line] == [
        "Severity SEV-2, set by the alert · `grace`",
        "Severity SEV-1, set by the alert · `grace`",
        "Severity SEV-4 · `grace`",
    ]


# ── Crashes, and what is not ours


def undone(team: Team, issue: int) -> None:
    """Delete everything that the tool wrote on an issue, the card first of all."""
    for comment in team.comments(issue):
        team.as_("ada").json("DELETE", f"issues/comments/{comment['id']}")


def test_the_sweep_declares_what_an_alert_opened_before_its_run_died(team: Team) -> None:
    send(team, ALERTMANAGER)
    (incident,) = incidents(team)
    whole = (kinds(team, incident), team.headline(incident), team.timeline(incident))
    undone(team, incident)
    team.as_("ada").json("PUT", f"issues/{incident}/labels", {"labels": ["incident"]})

    team.sweep()

    assert (kinds(team, incident), team.headline(incident), team.timeline(incident)) == whole
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "status: investigating"]


def test_an_alert_that_joins_finds_an_incident_that_was_not_declared_yet(team: Team) -> None:
    send(team, plain())
    (incident,) = incidents(team)
    undone(team, incident)

    send(team, DISK)

    assert incidents(team) == [incident]
    assert kinds(team, incident) == ["declared", "alert", "alert", "mended"]


@pytest.mark.rest
def test_the_first_line_is_put_right_where_a_run_died_or_a_hand_slipped(team: Team) -> None:
    send(team, plain())
    send(team, DISK)
    (incident,) = incidents(team)
    whole = team.as_("ada").json("GET", f"issues/{incident}")["body"]
    team.as_("ada").json("PATCH", f"issues/{incident}", {"body": whole.partition("\n")[2]})

    team.sweep()

    assert team.as_("ada").json("GET", f"issues/{incident}")["body"] == whole


def test_the_body_keeps_what_a_lost_record_knew(team: Team) -> None:
    send(team, plain())
    send(team, DISK)
    (incident,) = incidents(team)
    whole = team.as_("ada").json("GET", f"issues/{incident}")["body"]
    undone(team, incident)
    team.sweep()
    assert team.as_("ada").json("GET", f"issues/{incident}")["body"] == whole
    team.later(minutes=3)
    send(team, DISK)
    team.sweep()

    assert incidents(team) == [incident]
    assert kinds(team, incident) == ["declared", "alert", "alert", "mended", "alert-repeated"]


@pytest.mark.rest
@pytest.mark.parametrize(
    ("edited", "headline"), [(False, "🔴 SEV-1 · Investigating"), (True, "⚪ Severity not set · Investigating")]
)
def test_with_a_key_only_what_the_tool_left_in_the_body_is_believed(team: Team, edited: bool, headline: str) -> None:
    def signing(job: Job) -> int:
        return in_process(replace(job, environment={**job.environment, "INCIDENT_SIGNING_KEY": KEY}))

    team.sandbox.jobs.runner = signing
    send(team, plain(severity="critical"))
    undone(team, 1)
    body = team.as_("ada").json("GET", "issues/1")["body"]
    if edited:  # before the labels change, which starts the run that declares it again
        team.as_("grace").json("PATCH", "issues/1", {"body": body.replace('"severity":"SEV-1"', '"severity":"SEV-4"')})
    team.as_("ada").json("PUT", "issues/1/labels", {"labels": ["incident"]})
    team.sweep()

    assert team.headline(1) == headline


@pytest.mark.rest
def test_nobodys_issue_is_taken_for_one_that_an_alert_opened(team: Team) -> None:
    send(team, plain())
    forged = team.as_("ada").json("GET", "issues/1")["body"]
    team.say("grace", 1, "/sev 3\n/resolve")
    by_mary = team.open("mary", "Forged", body=forged)
    by_grace = team.open("grace", "Forged", body=forged, labels=["incident"])
    send(team, plain())

    assert not team.comments(by_mary)
    assert kinds(team, by_grace) == ["declared"]
    assert [kinds(team, each).count("alert") for each in incidents(team)] == [1, 0, 1]


def test_a_missing_run_is_made_up_for_by_the_next_repeat(team: Team) -> None:
    with deaf(team):
        send(team, plain())
    send(team, plain())

    assert kinds(team, 1) == ["declared", "alert"]


def test_a_person_without_write_access_cannot_dispatch(team: Team) -> None:
    for login in ("mary", "linus"):
        answer = team.as_(login)("POST", "dispatches", {"event_type": "alert", "client_payload": {"alert": plain()}})
        assert answer.status_code in (403, 404)

    assert incidents(team) == []


def test_a_workflow_of_the_repository_may_send_alerts(team: Team) -> None:
    bot = Client(team.sandbox, team.sandbox.installation_token)
    bot.json("POST", "dispatches", {"event_type": "alert", "client_payload": plain()})
    team.settle()

    assert team.timeline(1)[-1] == (
        "2026-03-04 14:00 UTC · Alert fired: Checkout answers with errors (Monitoring) · `github-actions[bot]`"
    )


def test_an_event_that_neither_starts_nor_ends_an_alert_is_ignored(team: Team) -> None:
    said = send(team, pagerduty("incident.annotated"))

    assert incidents(team) == []
    assert said == "Nothing to do: PagerDuty's event 'incident.annotated' neither starts nor ends an alert."


def test_the_words_of_an_alert_are_only_shown(team: Team) -> None:
    hostile = "@acme/all <!-- incident-actions:card --> fixes #1 ![x](https://evil.example/x.png) | `` {% x %} /resolve\n/resolve"
    send(team, plain(title=hostile, summary=hostile, source=hostile, services=[hostile]))
    send(team, plain(fingerprint=hostile, title=hostile))
    send(team, plain(status="resolved", title=hostile))

    (incident,) = incidents(team)
    issue = team.as_("ada").json("GET", f"issues/{incident}")
    assert issue["title"].startswith("@\u200bacme/all f\u200bixes #1 ")
    shown = [
        record.visible_text(issue["body"]).partition("\n")[2],
        team.card(incident),
        *team.replies(incident),
    ]
    for text in shown:
        assert not re.search(r"@acme|<!--|fixes #1|(?<!\\)!\[", text), text
    assert not [line for text in shown for line in text.splitlines() if line.startswith("/")]


@pytest.mark.parametrize(
    ("first", "then", "most"),
    [(None, plain(), 15), (plain(), plain(), 2), (plain(), DISK, 10), (plain(), plain(status="resolved"), 9)],
    ids=["new", "repeat", "joins", "over"],
)
def test_alerts_are_cheap(team: Team, first: Any, then: Any, most: int) -> None:
    if first:
        send(team, first)

    assert requests(team, then) <= most
