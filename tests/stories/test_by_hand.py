"""What people do in GitHub's own pages counts as their command, or is put back."""

from tests.stories.team import Team

SEV_3 = "SEV-3: A minor feature is broken, or there is a way around it"
SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


def test_closing_by_hand_resolves_and_the_close_gate_holds(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    team.set("grace", f"issues/{incident}", state="closed")

    assert team.headline(incident) == "✅ SEV-1 · Resolved"
    assert team.shows(incident)["state"] == "open"
    assert team.replies(incident)[0] == (
        "@grace, closing this issue was read as `/resolve`. The issue stays open until its post-mortem is merged, and then closes by itself. To close it without one: `/postmortem waive <reason>`."
    )


def test_closing_by_hand_is_enough_where_nothing_is_owed(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    team.set("grace", f"issues/{incident}", state="closed")
    assert (team.headline(incident), team.shows(incident)["state"]) == ("✅ SEV-3 · Closed", "closed")
    team.set("grace", f"issues/{incident}", state="open")
    assert (team.headline(incident), team.shows(incident)["state"]) == ("🟡 SEV-3 · Investigating", "open")


def test_a_severity_label_set_by_hand_is_that_persons_sev(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)

    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": ["SEV-1"]})
    team.settle()

    assert team.headline(incident) == "🔴 SEV-1 · Investigating"
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "status: investigating"]
    assert team.timeline(incident)[-1].endswith("Severity SEV-1 · `grace`")


def test_a_manual_change_without_permission_is_undone_with_the_reason(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.say("grace", incident, "/sev 1")
    team.say("grace", incident, "/sev 3")

    team.as_("linus").json("POST", f"issues/{incident}/labels", {"labels": ["SEV-1"]})
    team.settle()

    assert team.shows(incident)["labels"] == ["SEV-3", "incident", "status: investigating"]
    assert team.replies(incident) == [
        (
            "@linus set the label SEV-1. That needs the role **write** in this repository, and theirs is **triage**, so the change was undone."
        )
    ]


def test_labels_that_are_not_ours_are_never_touched(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.as_("grace").json("POST", f"issues/{incident}/labels", {"labels": ["bug", "customer: acme"]})

    team.say("grace", incident, "/sev 2")

    assert team.shows(incident)["labels"] == ["SEV-2", "bug", "customer: acme", "incident", "status: investigating"]


def test_a_label_taken_off_by_hand_comes_back(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity=SEV_3)
    team.as_("grace").json("DELETE", f"issues/{incident}/labels/incident")
    team.settle()

    team.sweep()
    team.say("grace", incident, "/note still slow")

    assert team.shows(incident)["labels"] == ["SEV-3", "incident", "status: investigating"]


def test_the_label_declares_any_issue_in_the_name_of_who_put_it_there(team: Team) -> None:
    issue = team.open("mary", "Search finds nothing", body="Nothing at all.")
    team.say("grace", issue, "/sev 1 this was written before, and never runs")

    team.later(minutes=5)
    team.as_("grace").json("POST", f"issues/{issue}/labels", {"labels": ["incident"]})
    team.settle()

    assert team.headline(issue) == "⚪ Severity not set · Investigating"
    assert team.timeline(issue) == ["2026-03-04 14:05 UTC · Declared: Search finds nothing · `grace`"]


def test_a_reader_reports_but_does_not_declare(team: Team) -> None:
    issue = team.file("mary", "Search finds nothing", severity=SEV_1)
    assert team.cards(issue) == []
    assert team.replies(issue) == []

    team.as_("ada").json("POST", f"issues/{issue}/labels", {"labels": ["incident"]})
    team.settle()
    assert team.headline(issue) == "🔴 SEV-1 · Investigating"


def test_declare_by_comment_names_and_rates_the_incident(team: Team) -> None:
    issue = team.open("mary", "help", body="it is broken")

    assert team.say("mary", issue, "/declare") == [
        "@mary, `/declare` needs the role **triage** in this repository, and yours is **read**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]
    assert team.say("linus", issue, "/declare sev2 Search finds nothing\n/note since the deploy") == []

    assert team.headline(issue) == "🟠 SEV-2 · Investigating"
    assert team.as_("ada").json("GET", f"issues/{issue}")["title"] == "Search finds nothing"
    assert [line.partition(" · ")[2] for line in team.timeline(issue)] == [
        "Declared SEV-2: Search finds nothing · `linus`",
        "since the deploy · `linus`",
    ]
