"""The life of one incident, from the form to the last closed action item."""

import re

import pytest

from tests.stories.team import Team

SEV_1 = "SEV-1: Everything is down for everybody, or data is being lost or leaked"


def _expect_numbers_in_files(team: Team, path: str, item: str) -> None:
    """Expect the numbers of new action items in the merged post-mortem and in the index, and the review's label."""
    assert team.shows(4)["labels"] == ["postmortem"]
    links = {number: f"[#{number}]({team.sandbox.url}/acme/shop/issues/{number})" for number in (1, 3, 5, 6)}
    merged = team.text(path)
    assert item.replace(" | @grace", f" ({links[5]}) | @grace") in merged
    assert f"| Write the runbook ({links[6]}) | @nobody-here | 2026-03-27 | mitigate |" in merged
    assert (
        f"| [Checkout is down](2026-03-04-checkout-is-down.md) | {links[1]} | SEV-1 | checkout, API | 58 min |"
        f" {links[3]}, {links[5]}, {links[6]} |"
    ) in team.text("docs/incidents/README.md")


def test_an_incident_lives_from_the_form_to_its_last_action_item(team: Team) -> None:
    incident = team.file(
        "linus",
        "Checkout is down",
        summary="Every payment fails.",
        impact="All buyers",
        severity=SEV_1,
        services="checkout, API",
        started="13:50",
    )

    assert team.headline(incident) == "🔴 SEV-1 · Investigating"
    assert team.row(incident, "Next") == "**Show that you're on it:** `/ack`"
    assert team.row(incident, "Roles") == "**nobody yet:** Incident commander, Comms lead, Tech lead"
    assert team.row(incident, "Next update") == "14:15"
    assert team.row(incident, "Services") == "checkout, API"
    assert team.shows(incident) == {
        "state": "open",
        "labels": ["SEV-1", "incident", "status: investigating"],
        "assignees": [],
    }

    team.later(minutes=2)
    assert team.say("grace", incident, "On it.\n/ack\n/ic\n/tech @ada") == [
        "`grace`, you are now **Incident commander** of this incident."
        " You coordinate, decide, and declare the incident resolved. Leave debugging to others.\n\n"
        "@ada, `grace` made you **Tech lead** of this incident. You find the quickest safe way to stop the impact, then the cause."
    ]
    assert team.row(incident, "Roles").startswith("Incident commander: @grace")
    assert team.row(incident, "Roles") == "Incident commander: @grace · Tech lead: @ada · **nobody yet:** Comms lead"
    assert team.shows(incident)["assignees"] == ["grace"]

    team.later(minutes=6)
    assert team.say("grace", incident, "/update Payments fail since the deploy of 13:45. Rolling back.") == []
    assert team.row(incident, "Next update") == "14:23"

    assert team.say("ada", incident, "/hotfix raise the pool size") == [
        (
            "Opened the hotfix branch `hotfix/raise-the-pool-size` and its draft pull request #2.\n\n"
            "```\ngit fetch origin\ngit switch hotfix/raise-the-pool-size\n```"
        )
    ]
    team.merge("ada", 2)
    assert team.timeline(incident)[-1].endswith("Hotfix #2 merged · `ada`")

    team.later(minutes=10)
    assert team.say("ada", incident, "/mitigated 14:15 rolled back to 41") == [
        "@grace: **no one is Comms lead yet.** To take the role: `/take <role>`. To assign it: `/role <name> @user`.\n\n"
        "_Due 14:15 UTC, posted 14:18 UTC._"
    ]
    assert team.headline(incident) == "🟢 SEV-1 · Monitoring"
    assert team.say("ada", incident, "/action @linus fri Alert on pool exhaustion detect") == [
        "Opened #3: *Alert on pool exhaustion* · `linus` · due 2026-03-06 (`fri`)"
    ]
    (item,) = team.items()
    assert (item["title"], [one["login"] for one in item["assignees"]]) == ("Alert on pool exhaustion", ["linus"])

    team.later(minutes=30)
    (resolved,) = team.say("grace", incident, "/resolve Rolled back; the pool was exhausted.")
    assert resolved == (
        "**Resolved.** @grace, before you go:\n\n**Resolve checklist:**\n- [ ] Metrics are back to normal\n"
        "- [ ] The status page is up to date\n- [ ] Everybody who heard about the incident knows that it is over\n\n"
        "<details><summary><b>Ready to send</b></summary>\n\nCopy the text, fill in the [brackets], and send it.\n\n"
        "For the status page and stakeholders:\n\n```\nThe issue is resolved. "
        "Rolled back; the pool was exhausted.\n```\n\n</details>\n\n"
        "The post-mortem is ready to be filled in: #4. It is due by **2026-03-11 14:48 UTC**. This issue closes when "
        "it is merged, and its action items then become issues.\n\n"
        "Action items so far: #3"
    )
    assert team.headline(incident) == "✅ SEV-1 · Resolved"
    assert team.shows(incident) == {
        "state": "open",
        "labels": ["SEV-1", "incident", "needs-postmortem", "status: resolved"],
        "assignees": ["grace"],
    }

    path = "docs/incidents/2026-03-04-checkout-is-down.md"
    text = team.text(path, "postmortem/1")
    row = f"| Alert on pool exhaustion ([#3]({team.sandbox.url}/acme/shop/issues/3)) | [@linus]({team.sandbox.url}/linus) | 2026-03-06 | detect |"
    assert row in text
    idle = "| Drop idle connections | @grace | 2026-03-20 | prevent |"
    more = f"{row}\n{idle}\n| Write the runbook | @nobody-here | 2026-03-27 | mitigate |"
    team.write("grace", path, "postmortem/1", text.replace(row, more))
    team.merge("grace", 4)

    assert [(each["number"], each["title"], [one["login"] for one in each["assignees"]]) for each in team.items()] == [
        (3, "Alert on pool exhaustion", ["linus"]),
        (5, "Drop idle connections", ["grace"]),
        (6, "Write the runbook", []),
    ]
    assert team.replies(incident)[-1] == (
        f"The post-mortem is merged: [{path}]({team.sandbox.url}/acme/shop/blob/main/{path})."
        "\n\nAction items opened:\n- #5 · @grace\n- #6 · **needs an owner**: `/owner @user`"
    )
    assert team.shows(incident) == {"state": "closed", "labels": ["SEV-1", "incident"], "assignees": ["grace"]}
    assert team.headline(incident) == "✅ SEV-1 · Closed"
    assert team.shows(6)["labels"] == ["action-item", "needs-owner"]
    subs = team.as_("ada").json("GET", f"issues/{incident}/sub_issues")
    assert [each["number"] for each in subs] == [3, 5, 6]
    _expect_numbers_in_files(team, path, idle)

    team.say("linus", 3, "/done alert 1234 fires in staging")
    team.say("grace", 5, "/done #4")
    team.say("ada", 6, "/owner @ada\n/drop the runbook of the platform team covers it")
    assert [team.shows(number)["state"] for number in (3, 5, 6)] == ["closed", "closed", "closed"]
    assert team.reactions(3) == ["+1"]


@pytest.mark.rest
def test_action_items_are_chased_wider_and_higher_and_never_twice(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/ic\n/action @linus 2026-03-14 Cache the facets")
    team.say("grace", incident, "/resolve")
    (item,) = team.items()
    said: list[tuple[str, str]] = []
    for _ in range(40):
        team.later(days=1)
        team.sweep()
        team.sweep()
        said += [
            (f"{team.sandbox.clock.now():%m-%d}", ", ".join(re.findall(r"@\w+", reply.partition("\n")[0])))
            for reply in team.replies(item["number"])[len(said) :]
        ]

    assert said == [
        ("03-11", "@linus"),
        ("03-14", "@linus"),
        ("03-15", "@linus"),
        ("03-17", "@linus, @grace"),
        ("03-21", "@linus, @grace, @ada"),
        ("03-28", "@linus, @grace, @ada"),
        ("04-04", "@linus, @grace, @ada"),
        ("04-11", "@linus, @grace, @ada"),
    ]


@pytest.mark.rest
def test_a_snooze_and_a_new_due_date_quiet_an_item_until_then(team: Team) -> None:
    incident = team.file("grace", "Search is slow", severity="SEV-3: A minor feature is broken")
    team.say("grace", incident, "/action @linus 2026-03-06 Cache the facets")
    (item,) = team.items()
    number = item["number"]
    team.sweep()
    team.say("linus", number, "/snooze 10d on leave")
    assert len(team.replies(number)) == 1

    team.later(days=9)
    team.sweep()
    assert len(team.replies(number)) == 1
    team.later(days=2)
    team.sweep()
    assert team.replies(number)[1].startswith("@linus, this action item of #1 was due on **2026-03-06** (9 days ago).")
    team.say("linus", number, "/due 2026-04-01")
    team.later(days=1)
    team.sweep()
    assert len(team.replies(number)) == 2
    assert "**Due:** 2026-04-01" in team.as_("ada").json("GET", f"issues/{number}")["body"]


@pytest.mark.rest
def test_a_post_mortem_that_is_owed_is_chased(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ic\n/resolve")
    said = len(team.replies(incident))

    days = []
    for _ in range(12):
        team.later(days=1)
        team.sweep()
        news = team.replies(incident)[said:]
        days += [(f"{team.sandbox.clock.now():%m-%d}", reply.partition(" (")[0]) for reply in news]
        said += len(news)

    assert days == [
        (
            "03-10",
            "@grace, the post-mortem #2 is due by **2026-03-11 14:00 UTC**. Complete and merge it, or waive it: `/postmortem waive <reason>`",
        ),
        (
            "03-11",
            "@grace, the post-mortem #2 was due by **2026-03-11 14:00 UTC**. Complete and merge it, or waive it: `/postmortem waive <reason>`",
        ),
        ("03-12", "@grace, the post-mortem #2 was due by **2026-03-11 14:00 UTC**"),
        ("03-16", "@grace, @ada, the post-mortem #2 was due by **2026-03-11 14:00 UTC**"),
    ]


def test_a_post_mortem_closed_unmerged_is_still_owed(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ic\n/resolve")

    team.set("grace", "pulls/2", state="closed")
    assert team.replies(incident)[-1] == (
        "@grace, the post-mortem #2 was closed without being merged. It is still needed, by **2026-03-11 14:00 UTC**. "
        "Choose one:\n\n- Reopen and merge #2\n- Open a new one: `/postmortem`\n- Waive it: `/postmortem waive <reason>`"
    )
    assert team.shows(incident)["labels"] == ["SEV-1", "incident", "needs-postmortem", "status: resolved"]
    team.say("grace", incident, "/postmortem waive the one of #3 covers it")
    assert team.shows(incident) == {"state": "closed", "labels": ["SEV-1", "incident"], "assignees": ["grace"]}


@pytest.mark.rest
def test_a_rejected_post_mortem_can_be_asked_for_again(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/resolve")
    team.set("grace", "pulls/2", state="closed")

    (ready,) = team.say("grace", incident, "/postmortem")
    assert ready == "The post-mortem is ready to be filled in: #3. It is due by **2026-03-11 14:00 UTC**."
    team.merge("grace", 3)
    assert team.shows(incident)["state"] == "closed"


@pytest.mark.rest
def test_a_refused_pull_request_names_the_setting_and_the_manual_way_works(team: Team) -> None:
    team.sandbox.repository("acme/shop").actions_may_open_pull_requests = False
    incident = team.file("grace", "Checkout is down", severity=SEV_1)

    (resolved,) = team.say("grace", incident, "/resolve rolled back")

    compare = f"{team.sandbox.url}/acme/shop/compare/main...postmortem/{incident}?expand=1"
    assert (
        f"but this workflow may not open pull requests. **[Open the pull request]({compare})** yourself, then comment "
        "`/postmortem` here. To let the workflow do it next time, turn on *Allow GitHub Actions to create and approve "
        "pull requests* under Settings → Actions → General."
    ) in resolved
    pull = team.as_("ada").pull(f"postmortem/{incident}")["number"]
    team.say("ada", incident, "/postmortem")
    team.merge("ada", pull)
    assert (team.headline(incident), team.shows(incident)["state"]) == ("✅ SEV-1 · Closed", "closed")


def test_a_login_in_another_case_is_that_person_and_leaves_nothing_to_write_again(team: Team) -> None:
    incident = team.file("grace", "Checkout is down", severity=SEV_1)
    team.say("grace", incident, "/ic @GRACE\n/action @LINUS 2026-06-30 Alert on pool exhaustion detect")
    before = len(team.sandbox.requests)

    team.say("grace", incident, "/note looked")
    team.sweep()

    asked = team.sandbox.requests[before:]
    patched = "/repos/{owner}/{repo}/issues/{issue_number}"
    assert [one for one in asked if one.method == "PATCH" and one.route == patched] == []
    assert [team.shows(number)["assignees"] for number in (incident, 2)] == [["grace"], ["linus"]]
    assert team.items()[0]["labels"][0]["name"] == "action-item"
