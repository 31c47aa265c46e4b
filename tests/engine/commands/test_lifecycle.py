"""An incident moves along its lifecycle by the steps that the table allows, and by no other."""

from dataclasses import replace

import pytest

from incident_actions.contract.evidence_state import EvidenceState
from incident_actions.contract.questions import EvidenceOf
from incident_actions.model.incident.phase import Phase
from tests.engine.commands.asking import facts, running


@pytest.mark.parametrize(
    ("text", "fact", "phase", "status"),
    [
        (
            "/status identified a bad deploy",
            {"kind": "status", "to": "Identified", "phase": "active", "text": "a bad deploy"},
            Phase.ACTIVE,
            "Identified",
        ),
        (
            "/status Monitoring\nlooks good",
            {"kind": "status", "to": "Monitoring", "phase": "mitigated", "text": "looks good"},
            Phase.MITIGATED,
            "Monitoring",
        ),
        (
            "/mitigated rolled back",
            {"kind": "milestone", "milestone": "mitigated", "status": "Monitoring", "text": "rolled back"},
            Phase.MITIGATED,
            "Monitoring",
        ),
        (
            "/status resolved done",
            {"kind": "resolved", "status": "Resolved", "summary": "done", "to_watch": 30},
            Phase.CLOSED,
            "Resolved",
        ),
        (
            "/resolve\nover",
            {"kind": "resolved", "status": "Resolved", "summary": "over", "to_watch": 30},
            Phase.CLOSED,
            "Resolved",
        ),
        ("/false-alarm a test", {"kind": "dismissed", "reason": "a test"}, Phase.DISMISSED, "Investigating"),
        (
            "/duplicate #3 same thing",
            {"kind": "dismissed", "reason": "same thing", "duplicate_of": 3},
            Phase.DISMISSED,
            "Investigating",
        ),
        ("/duplicate 3", {"kind": "dismissed", "duplicate_of": 3}, Phase.DISMISSED, "Investigating"),
    ],
)
def test_a_step_leads_to_its_phase(text: str, fact: dict[str, object], phase: Phase, status: str) -> None:
    world = running()

    assert facts(world, "grace", text) == [fact]
    assert (world.incident.phase, world.incident.status) == (phase, status)


@pytest.mark.parametrize(
    ("before", "text", "words"),
    [
        ("/resolve", "/resolve", "`/resolve` did nothing, because this incident is **closed**. You can use `/reopen`."),
        (
            "/resolve",
            "/status identified",
            "`/status` did nothing, because this incident is **closed**. You can use `/reopen`.",
        ),
        ("/sev 1\n/resolve", "/mitigated 13:00", ""),
        (
            "/false-alarm x",
            "/mitigated",
            "`/mitigated` did nothing, because this incident is **dismissed**. You can use `/reopen`.",
        ),
        (
            "/ack",
            "/reopen it came back",
            "`/reopen` did nothing, because this incident is **active**. You can use `/mitigated` or `/resolve`.",
        ),
        (
            "/mitigated",
            "/reopen x",
            "`/reopen` did nothing, because this incident is **mitigated**. You can use `/resolve`.",
        ),
        (
            "/resolve",
            "/reopen",
            "`/reopen` needs a reason: `/reopen <reason>`. Nothing was changed.",
        ),
        (
            "/ack",
            "/false-alarm",
            "`/false-alarm` needs a reason: `/false-alarm <reason>`. Nothing was changed.",
        ),
        (
            "/ack",
            "/duplicate of another",
            "`/duplicate` takes this form: `/duplicate #<number>`. Nothing was changed.",
        ),
        (
            "/ack",
            "/duplicate #7",
            "An incident can't be a duplicate of itself. Name the other one: `/duplicate #12`. Nothing was changed.",
        ),
        (
            "/ack",
            "/duplicate #99",
            "There is no issue `#99` in this repository, so `/duplicate` changed nothing. Name the original incident: `/duplicate #12`.",
        ),
        (
            "/ack",
            "/duplicate #0",
            "There is no issue `#0` in this repository, so `/duplicate` changed nothing. Name the original incident: `/duplicate #12`.",
        ),
        (
            "/ack",
            "/duplicate #4",
            "`#4` is a pull request, and an incident can only be a duplicate of an issue. Nothing was changed. Name the original incident: `/duplicate #12`.",
        ),
        ("/ack", "/status", "`/status` takes this form: `/status <word> [text]`. Nothing was changed."),
        (
            "/ack",
            "/status identifying",
            "This process has no such status. Did you mean `/status Identified`? Choose one: `/status Investigating`, `/status Identified`, `/status Monitoring`, `/status Resolved`. Nothing was changed.",
        ),
    ],
)
def test_a_step_that_the_lifecycle_does_not_have_is_refused(before: str, text: str, words: str) -> None:
    world = running(before)
    world.evidence |= {EvidenceOf(99): EvidenceState.MISSING, EvidenceOf(4): EvidenceState.NOT_MERGED}

    assert world.ask("grace", text) == ([words] if words else [])


def test_the_longest_status_word_that_fits_is_meant() -> None:
    world = running()
    words = (*world.process.statuses, replace(world.process.statuses[1], word="Identified cause"))
    world.process = replace(world.process, statuses=words)

    assert facts(world, "grace", "/status identified cause: DNS")[0]["to"] == "Identified"
    assert facts(world, "grace", "/status identified cause DNS")[0]["to"] == "Identified cause"


def test_a_relapse_begins_the_way_to_mitigation_anew() -> None:
    world = running("/mitigated", "/status investigating it is back")
    assert "mitigated" not in world.incident.milestones
    world.advance(minutes=30)

    world.ask("grace", "/status monitoring")

    assert world.incident.milestones["mitigated"] == world.now


def test_a_reopened_incident_loses_its_end() -> None:
    world = running("/sev 3", "/mitigated", "/resolve", "/reopen it came back")

    assert (world.issue.open, world.incident.phase, world.incident.status) == (True, Phase.ACTIVE, "Investigating")
    assert sorted(world.incident.milestones) == ["declared"]


def test_resolving_says_what_is_owed() -> None:
    world = running("/sev 1", "/ic @ada", "/action @linus fri check it")
    said = world.ask("grace", "/resolve")

    item, pull = sorted(made.number for _, made in world.made.values())
    assert said == [
        "**Resolved.** Not watched: the process asks for 30 min. @ada, before you go:\n\n**Resolve checklist:**\n- [ ] Metrics are back to normal\n"
        "- [ ] The status page is up to date\n- [ ] Everybody who heard about the incident knows that it is over\n\n"
        "<details><summary><b>Ready to send</b></summary>\n\nCopy the text, fill in the [brackets], and send it.\n\n"
        "For the status page and stakeholders:\n\n```\nThe issue is resolved. [resolution]\n```\n\n</details>\n\n"
        f"The post-mortem is ready to be filled in: #{pull}. It is due by **2026-03-11 14:00 UTC**. This issue closes"
        " when it is merged, and its action items then become issues.\n\n"
        f"Action items so far: #{item}"
    ]
    assert world.issue.open
    assert "needs-postmortem" in world.issue.label_names


@pytest.mark.parametrize(
    ("text", "summary", "name"),
    [
        ("/resolve rolled back as full-pool", "rolled back", "full-pool"),
        ("/resolve as full-pool-2", "", "full-pool-2"),
        ("/resolve rolled back\nas full-pool", "rolled back", "full-pool"),
        ("/resolve restarted it as root", "restarted it as root", ""),
        ("/resolve as full-pool it is over", "as full-pool it is over", ""),
        ("/resolve known as Full-Pool", "known as Full-Pool", ""),
        (f"/resolve as a-{'b' * 60}", f"as a-{'b' * 60}", ""),
    ],
)
def test_a_short_name_comes_last_and_has_a_hyphen(text: str, summary: str, name: str) -> None:
    (fact,) = facts(running("/sev 3"), "grace", text)[:1]

    assert (fact.get("summary", ""), fact.get("name", "")) == (summary, name)


def test_a_short_name_comes_too_late_for_a_file_that_exists() -> None:
    world = running("/sev 1", "/resolve rolled back as full-pool", "/reopen it came back")
    path = "docs/incidents/2026-03-04-full-pool.md"
    assert path in world.files

    said = world.ask("grace", "/resolve for good as other-name")

    assert said[0] == f"The post-mortem keeps the name that it has: `{path}`."
    assert [each for each in world.files if "other" in each] == []
