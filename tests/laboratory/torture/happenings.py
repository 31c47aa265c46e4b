"""Every kind of event whose run may die: what was before, and what somebody then does."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from incident_actions.gateway.repository.tool_files import read_tool_file
from incident_actions.model.process.process import Labels
from incident_actions.setup.source import Source
from incident_actions.setup.workflows import short_workflow
from tests.gateway.repository.merged_changes import merge_change
from tests.model.alerts.sender_bodies import plain
from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"
SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"
SERVICES_BOT = "acme-services[bot]"
AGAIN = "2026-03-04T13:59:00Z"
"""When an alert fires again: a run that comes later says the same then."""

POSTMORTEM = "docs/incidents/2026-03-04-checkout-is-down.md"

Doing: TypeAlias = Callable[[Team], object]


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event: its name, the scene before it, what happens, and the issue that it is about.

    `elsewhere` is what no issue tells of, such as what only its sender knows: the run that comes next is the same one.
    """

    name: str
    before: Doing
    happens: Doing
    issue: int = 1
    elsewhere: bool = False


def ordinary(team: Team) -> None:
    """An issue that is no incident."""
    team.open("mary", "Search is slow")


def minor(team: Team) -> None:
    """An incident that owes no post-mortem."""
    team.file("grace", "Search is slow", severity=SEV_3)


def major(team: Team) -> None:
    """An incident with a commander that will owe a post-mortem."""
    team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", 1, "/ic")


def owing(team: Team) -> None:
    """A resolved incident, its post-mortem proposed as #2."""
    major(team)
    team.say("grace", 1, "/resolve rolled back")


def admit(team: Team) -> None:
    """Give the tool a token for the private repository, if there is one."""
    if "acme/security" in team.sandbox.host.world.repositories:
        team.sandbox.host.secrets["INCIDENT_SERVICES_TOKEN"] = team.sandbox.token(SERVICES_BOT)


def guarded(team: Team) -> None:
    """A team with a private repository."""
    team.sandbox.create_repository("acme/security", {"a": "b\n"}, private=True, collaborators={SERVICES_BOT: "write"})
    admit(team)
    private = "extends: default\nescalation: [ada]\nprivate: { repository: acme/security }\n"
    team.write("ada", ".github/incidents.yml", "main", private)


def sensitive(team: Team) -> None:
    """A resolved incident, its post-mortem proposed as #2, its action item #3, and a private repository."""
    guarded(team)
    owing(team)
    team.say("grace", 1, "/action @linus 2026-12-01 Alert on a full pool")


def hidden(team: Team) -> None:
    """An incident that an alert opened and that moved to a private repository."""
    guarded(team)
    alerted(team)
    team.say("grace", 1, "/private")


def incomplete(team: Team) -> None:
    """An incident whose post-mortem was merged although nobody had written a word."""
    owing(team)
    team.merge("grace", 2, as_it_is=True)


def closed(team: Team) -> None:
    """An incident that is over."""
    minor(team)
    team.say("grace", 1, "/resolve")


def patched(team: Team) -> None:
    """An incident with a hotfix, #2."""
    minor(team)
    team.say("grace", 1, "/hotfix cache the facets")


def released(team: Team) -> None:
    """An incident, and a merged change, #2."""
    minor(team)
    merge_change(team.as_("ada"), {"pool.py": "size = 50\n"})
    team.settle()


def freezing(team: Team) -> None:
    """An incident of a team that can freeze merges."""
    team.write("ada", ".github/incidents.yml", "main", "extends: default\nescalation: [ada]\nfreeze: {}\n")
    minor(team)


def frozen(team: Team) -> None:
    """An incident that freezes merges."""
    freezing(team)
    team.say("grace", 1, "/freeze")


def frozen_and_guarded(team: Team) -> None:
    """An incident that freezes merges, of a team with a private repository."""
    guarded(team)
    private = team.text(".github/incidents.yml")
    team.write("ada", ".github/incidents.yml", "main", f"{private}freeze: {{}}\n")
    minor(team)
    team.say("grace", 1, "/freeze")


def linked(team: Team) -> None:
    """An incident that follows a pull request, #2, which was merged since."""
    minor(team)
    team.as_("ada").branch("pool", {"pool.py": "size = 50\n"})
    team.as_("ada").pull("pool", title="Enlarge the pool")
    team.settle()
    team.say("grace", 1, "/link #2")
    team.as_("ada").json("PUT", "pulls/2/merge", {})
    team.settle()


def watched(team: Team) -> None:
    """An incident that follows a merged pull request, of a team that watches deployments."""
    source, own = Source("acme/incident-actions", "0" * 40, "1.0"), read_tool_file(".github/workflows/events.yml")
    workflow = b64encode(short_workflow("events", own, source, Labels()).encode()).decode()
    path = ".github/workflows/incident-events.yml"
    team.as_("ada").json("PUT", f"contents/{path}", {"message": "Watch events", "content": workflow})
    rules = "events: { rules: [{ on: deployment_status, severity: SEV-3 }] }\n"
    team.write("ada", ".github/incidents.yml", "main", f"extends: default\nescalation: [ada]\n{rules}")
    linked(team)


def deploys(state: str) -> Doing:
    """Deploy what is on the default branch."""

    def happen(team: Team) -> None:
        ada = team.as_("ada")
        made = ada.json("POST", "deployments", {"ref": "main", "environment": "production", "required_contexts": []})
        ada.json("POST", f"deployments/{made['id']}/statuses", {"state": state})
        team.settle()

    return happen


def rehearsed(team: Team) -> None:
    """A drill with a hotfix, #2, and a commander, that will owe a post-mortem."""
    ordinary(team)
    team.say("grace", 1, "/drill")
    team.say("grace", 1, "/sev 1\n/ic\n/hotfix cache the facets")


def rehearsed_review(team: Team) -> None:
    """A drill whose post-mortem is proposed as #3."""
    rehearsed(team)
    team.say("grace", 1, "/resolve cached")


def doubled(team: Team) -> None:
    """Two incidents, #1 and #2."""
    major(team)
    minor(team)


def reworded(team: Team) -> None:
    """An incident with a note whose comment somebody edited ten minutes later."""
    minor(team)
    team.say("grace", 1, "/note node 7 hangs")
    team.later(minutes=10)
    note = next(each["id"] for each in team.comments(1) if each["body"].startswith("/note"))
    team.as_("grace").json("PATCH", f"issues/comments/{note}", {"body": "/note node 8 hangs"})
    team.settle()


def game_days(rules: str) -> Doing:
    """Return a scene: a team that wants game days, and has had none. Its only issue, #1, is no incident."""

    def before(team: Team) -> None:
        ordinary(team)
        team.later(hours=20)  # nobody is asked in the evening
        configuration = f"extends: default\nescalation: [ada]\ngame_days: {{ {rules} }}\n"
        team.write("ada", ".github/incidents.yml", "main", configuration)

    return before


def labelled_fix(team: Team) -> None:
    """An incident of a severity whose fixes have issues of their own."""
    severities = "severities:\n  - { label: SEV-1, fix_labels: [bug, P0-critical] }\n"
    team.write("ada", ".github/incidents.yml", "main", f"extends: default\nescalation: [ada]\n{severities}")
    major(team)


def promised(team: Team) -> None:
    """An incident with an action item, #2, due soon."""
    minor(team)
    team.say("grace", 1, "/ic\n/action @linus 2026-03-14 Cache the facets")


def promised_twice(team: Team) -> None:
    """An incident with two action items, #2 and #3, due soon: a sweep reads and checks them together."""
    promised(team)
    team.say("grace", 1, "/action @linus 2026-03-14 Alert on it")


def reminded(team: Team) -> None:
    """A closed incident with two action items that are due, and linus's digest of them on the issue of the week, #4."""
    days_late(over(promised_twice), 9)(team)
    team.sweep()


def remembering(team: Team) -> None:
    """A team that searches for what came back, and an action item of a closed incident, #2."""
    team.write("ada", ".github/incidents.yml", "main", "extends: default\nescalation: [ada]\nrecurrence: true\n")
    promised(team)
    team.say("grace", 1, "/resolve")


def came_back(team: Team) -> None:
    """File what is like the action item, as #3."""
    team.file("grace", "Facets need a cache, search is slow", severity=SEV_3)


def recurring(team: Team) -> None:
    """An open incident, #3, that is like an action item of another one."""
    remembering(team)
    came_back(team)


def reviewed(team: Team) -> None:
    """A post-mortem whose table promises two more things; the first has its issue, #2, and it is proposed as #3."""
    major(team)
    team.say("grace", 1, "/action @linus 2026-03-14 Alert on the pool")
    team.say("grace", 1, "/resolve rolled back")
    text = team.text(POSTMORTEM, "postmortem/1")
    row = next(line for line in text.splitlines() if "Alert on the pool" in line)
    more = f"{row}\n| Drop idle connections | @grace | 2026-03-20 | prevent |\n| Write the runbook | | | mitigate |"
    team.write("grace", POSTMORTEM, "postmortem/1", text.replace(row, more))


def taken_at_their_word(team: Team) -> None:
    """An action item, #2, that was closed with words alone."""
    promised(team)
    team.say("linus", 2, "/done trust me")


def pull_for_item(words: str) -> Doing:
    """A proposed pull request, #3, whose text names the action item #2."""

    def before(team: Team) -> None:
        over(promised)(team)
        team.as_("grace").branch("facets", {"facets.py": "CACHE = True\n"})
        team.as_("grace").pull("facets", title="Cache the facets", body=f"{words} #2")
        team.settle()

    return before


def merges(team: Team) -> None:
    """Somebody merges #3."""
    team.as_("ada").json("PUT", "pulls/3/merge", {})
    team.settle()


def mentioned(team: Team) -> None:
    """An action item, #2, that a merged pull request mentions."""
    pull_for_item("Part of")(team)
    merges(team)


def edited(team: Team) -> None:
    """A merged post-mortem whose row of the action item #2 somebody edited since."""
    reviewed(team)
    team.merge("ada", 3)
    text = team.text(POSTMORTEM)
    row = next(line for line in text.splitlines() if "Drop idle connections" in line)
    changed = row.replace("Drop idle", "Close idle").replace("@grace", "@linus").replace("03-20", "04-20")
    team.write("ada", POSTMORTEM, "main", text.replace(row, changed))


def added(team: Team) -> None:
    """A merged post-mortem, to whose action items somebody added two rows since."""
    reviewed(team)
    team.merge("ada", 3)
    team.set("ada", "issues/6", state="closed")  # rows wait as long as a correction of the file is proposed
    text = team.text(POSTMORTEM)
    row = next(line for line in text.splitlines() if "Drop idle connections" in line)
    more = f"{row}\n| Close idle pools | @linus | 2026-03-20 | prevent |\n| Drain the nodes | | | mitigate |"
    team.write("ada", POSTMORTEM, "main", text.replace(row, more))


def alerted(team: Team) -> None:
    """An incident that an alert opened."""
    sends(plain())(team)


def calmed(team: Team) -> None:
    """A resolved incident whose alert is over, its post-mortem proposed as #2."""
    alerted(team)
    sends(plain(status="resolved"))(team)
    team.say("grace", 1, "/sev 1\n/ic\n/resolve rolled back")


def bygone(team: Team) -> None:
    """A closed incident that an alert opened."""
    alerted(team)
    team.say("grace", 1, "/sev 3\n/resolve rolled back")


def sends(body: object) -> Doing:
    """Monitoring tells of an alert."""

    def happens(team: Team) -> None:
        dispatch = {"event_type": "alert", "client_payload": {"alert": body}}
        team.as_("ada").json("POST", "dispatches", dispatch)
        team.settle()

    return happens


def days_late(scene: Doing, days: float) -> Doing:
    """A scene, and so many days in which the cron did not come."""

    def before(team: Team) -> None:
        scene(team)
        team.later(days=days)

    return before


def over(scene: Doing) -> Doing:
    """A scene whose incident is over, so that none of its timers fires later where a run dies."""

    def before(team: Team) -> None:
        scene(team)
        team.say("grace", 1, "/resolve")

    return before


def says(text: str, issue: int = 1, login: str = "grace") -> Doing:
    """Somebody comments."""
    return lambda team: team.say(login, issue, text)


def labels(*names: str, issue: int = 1) -> Doing:
    """Somebody puts labels on by hand."""

    def happens(team: Team) -> None:
        team.as_("grace").json("POST", f"issues/{issue}/labels", {"labels": list(names)})
        team.settle()

    return happens


def command(word: str, before: Doing, text: str, issue: int = 1, login: str = "grace") -> tuple[str, Happening]:
    """One command, in the scene in which it does the most."""
    return word, Happening(f"/{word}", before, says(f"/{word} {text}".rstrip(), issue, login), issue)


LOG = """
```
incident-actions log 1
title: Search does not answer
declared: 2026-03-02T03:10Z @ada
severity: SEV-3
2026-03-02T03:12Z @ada /ic
2026-03-02T03:20Z @grace /hotfix cache the facets
2026-03-02T03:40Z @ada /action @linus 2026-06-01 Cache the facets
2026-03-02T03:50Z @ada /resolve warm again
```"""

COMMANDS = dict(
    (
        command("declare", ordinary, "2 Search does not answer"),
        command("drill", ordinary, "@ada"),
        command("sev", minor, "1"),
        command("ack", minor, ""),
        command("status", minor, "monitoring it holds"),
        command("mitigated", minor, "the cache is warm"),
        command("resolve", major, "rolled back to 41"),
        command("reopen", closed, "it is back"),
        command("duplicate", major, "#7"),
        command("false-alarm", minor, "the probe was wrong"),
        command("started", minor, "13:40"),
        command("detected", minor, "13:45"),
        command("time", minor, "started 13:40"),
        command("ic", minor, "@linus"),
        command("comms", minor, "@linus"),
        command("tech", minor, ""),
        command("scribe", minor, "@linus"),
        command("role", minor, "scribe @linus"),
        command("take", minor, "scribe"),
        command("update", minor, "half of the nodes are back"),
        command("note", minor, "node 7 hangs"),
        command("affects", minor, "web, checkout"),
        command("impact", minor, "one customer in ten"),
        command("hide", minor, "14:00 1"),
        command("star", minor, "14:00 1"),
        command("link", minor, "3f2a9c1d2e4b"),
        command("rollback", released, "#2"),
        command("hotfix", minor, "cache the facets"),
        command("freeze", freezing, "the index is being rebuilt"),
        command("unfreeze", frozen, "the index is there"),
        command("action", minor, "@linus 2026-03-14 Cache the facets"),
        command("postmortem", major, ""),
        command("accept", incomplete, "nobody was affected", login="ada"),
        command("reviewed", closed, "the limits are in the release check"),
        command("due", promised, "2026-03-20", 2),
        command("owner", promised, "@grace", 2),
        command("done", promised, "alert 7 fires in staging", 2),
        command("drop", promised, "the runbook covers it", 2),
        command("snooze", minor, "30m the vendor is on it"),
        command("handoff", major, "ic @linus the pool is full"),
        command("publish", minor, "Search is slow, we look into it."),
        command("maintenance", minor, "22:00 2h web, api quiet A new database"),
        command("room", minor, "#search"),
        command("page", major, "@linus it grows"),
        command("escalate", major, "we are stuck"),
        command("cadence", minor, "20m"),
        command("private", sensitive, ""),
        command("replay", ordinary, LOG),
        command("selftest", minor, ""),
        command("help", minor, ""),
    )
)
"""By the word, one for each command in the table of commands."""

HAPPENINGS: tuple[Happening, ...] = (
    Happening("declared by form", lambda _: None, minor),
    Happening("declared by label", ordinary, labels("incident")),
    *COMMANDS.values(),
    Happening("/snooze on an item", promised, says("/snooze 5d the vendor is on it", 2), 2),
    Happening("/hotfix with its issue", labelled_fix, says("/hotfix cache the facets")),
    Happening("a command nobody knows", minor, says("/frobnicate")),
    Happening("a command by somebody who may not", minor, says("/sev 1", login="mary")),
    Happening(
        "many commands at once",
        major,
        says("/action @linus 2026-03-14 Alert on it\n/hotfix the pool\n/frobnicate\n/resolve done"),
    ),
    Happening("closed by hand, owing", major, lambda team: team.set("grace", "issues/1", state="closed")),
    Happening("closed by hand, owing nothing", minor, lambda team: team.set("grace", "issues/1", state="closed")),
    Happening("reopened by hand", closed, lambda team: team.set("grace", "issues/1", state="open")),
    Happening("severity by label", minor, labels("SEV-1")),
    Happening("an item closed by hand", promised, lambda team: team.set("linus", "issues/2", state="closed"), 2),
    Happening("/accept on an item", taken_at_their_word, says("/accept it works", 2, "ada"), 2),
    Happening("/done with a merged pull request", mentioned, says("/done #3", 2, "linus"), 2),
    Happening("an item closed by a merge", pull_for_item("Fixes"), merges, 2),
    Happening("sweep, a merge that mentions an item", mentioned, Team.sweep, 2),
    Happening("sweep, an edited row", edited, Team.sweep, 4),
    Happening("sweep, an added row", added, Team.sweep),
    Happening("sweep, a merge of what is linked", linked, Team.sweep),
    Happening("a deployment of what is linked", watched, deploys("success")),
    Happening("a deployment that a rule declares", watched, deploys("failure"), elsewhere=True),
    Happening("a duplicate of an incident", doubled, says("/duplicate #1 the same pool", 2), 2),
    Happening("/hotfix in a drill", rehearsed, says("/hotfix warm the cache")),
    Happening("/resolve in a drill", rehearsed, says("/resolve cached")),
    Happening("a drill that is no alarm", rehearsed, says("/false-alarm a probe")),
    Happening("post-mortem of a drill merged", rehearsed_review, lambda team: team.merge("ada", 3, as_it_is=True)),
    Happening("sweep, a drill whose time is up", days_late(rehearsed_review, 2), Team.sweep),
    Happening(
        "sweep, a game day is due",
        game_days("every: week, people: [grace], scenarios: [our-own]"),
        Team.sweep,
        elsewhere=True,
    ),
    Happening("sweep, no game day for a quarter", game_days("people: [grace]"), Team.sweep, elsewhere=True),
    Happening("sweep, an edited note", reworded, Team.sweep),
    Happening("/private with a freeze", frozen_and_guarded, says("/private")),
    Happening("resolved with a freeze", frozen, says("/resolve")),
    Happening("hotfix merged", patched, lambda team: team.merge("ada", 2)),
    Happening("post-mortem merged", reviewed, lambda team: team.merge("ada", 3, as_it_is=True)),
    Happening("post-mortem rejected", owing, lambda team: team.set("ada", "issues/2", state="closed")),
    Happening("sweep, an item due", days_late(over(promised), 9), Team.sweep, 2),
    Happening("sweep, two items due", days_late(over(promised_twice), 9), Team.sweep, 2),
    Happening("/snooze on the issue of a week", reminded, says("/snooze until 2026-12-24", 4, "linus"), 4),
    Happening("an incident that came back is declared", remembering, came_back, 3),
    Happening("the severity of an incident that came back", recurring, says("/sev 2", 3), 3),
    Happening("sweep, a post-mortem owed", days_late(owing, 8), Team.sweep),
    Happening("an alert opens an incident", lambda _: None, sends(plain(severity="critical")), elsewhere=True),
    Happening("an alert repeats", alerted, sends(plain()), elsewhere=True),
    Happening("an alert joins", alerted, sends(plain(fingerprint="disk", title="Disk is full")), elsewhere=True),
    Happening("an alert is over", alerted, sends(plain(status="resolved")), elsewhere=True),
    Happening("an alert fires after the resolution", calmed, sends(plain(started=AGAIN)), elsewhere=True),
    Happening("an alert of a private incident fires", hidden, sends(plain(started=AGAIN)), elsewhere=True),
    Happening("an alert fires after its incident closed", bygone, sends(plain(started=AGAIN)), 2, elsewhere=True),
)
