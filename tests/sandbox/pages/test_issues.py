"""Issues in a browser: listing, reading, filing, commenting and editing, through the same code as the API."""

from __future__ import annotations

import pytest

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.pages.test_issue_form import FORM
from tests.sandbox.pages.visitor import Visitor, read

ONE = "/acme/shop/issues/1"


def test_the_list_shows_what_its_filter_asks_for(ada: Client, visitor: Visitor) -> None:
    ada.issue("Checkout is down", labels=["incident"], assignees=["grace"])
    ada.issue("Typo in the footer")
    ada.issue("An old one")
    ada("PATCH", "issues/3", {"state": "closed"})

    shown = {
        query: [
            title
            for title in ("Checkout is down", "Typo in the footer", "An old one")
            if title in visitor.text(f"/acme/shop/issues{query}")
        ]
        for query in ("", "?state=closed", "?label=incident", "?assignee=grace", "?q=footer", "?q=nothing&page=x")
    }

    assert shown == {
        "": ["Checkout is down", "Typo in the footer"],
        "?state=closed": ["An old one"],
        "?label=incident": ["Checkout is down"],
        "?assignee=grace": ["Checkout is down"],
        "?q=footer": ["Typo in the footer"],
        "?q=nothing&page=x": [],
    }


def test_a_comment_is_posted_as_the_chosen_person_and_starts_what_it_starts_on_github(
    sandbox: Sandbox, ada: Client, visitor: Visitor
) -> None:
    ada.issue()
    visitor.act_as("linus")

    where = visitor.send(f"{ONE}/comments", {"body": "/ack\r\nnow"})

    comment = next(iter(sandbox.repository("acme/shop").comments.values()))
    assert (comment.author, comment.body, where) == ("linus", "/ack\nnow", f"{ONE}#issuecomment-{comment.id}")
    assert sandbox.deliveries[-1].event == "issue_comment"
    assert "/ack now" in visitor.text(ONE)


def test_an_empty_comment_is_refused(ada: Client, visitor: Visitor) -> None:
    ada.issue()

    answer = visitor.post(f"{ONE}/comments", {"body": " "})

    assert (answer.status_code, "Write a comment first." in answer.text) == (422, True)


def test_an_issue_is_closed_with_a_comment_and_opened_again(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    ada.issue()
    issue = sandbox.repository("acme/shop").issues[1]

    visitor.send(f"{ONE}/comments", {"body": "Done.", "then": "not_planned"})
    closed = issue.state, issue.state_reason, len(issue.comments)
    visitor.send(f"{ONE}/comments", {"body": "", "then": "reopen"})

    assert (closed, issue.state) == (("closed", "not_planned", 1), "open")
    assert "closed this as not planned" in visitor.text(ONE)


def test_labels_assignees_and_the_title_are_edited_by_those_who_may(
    sandbox: Sandbox, ada: Client, visitor: Visitor
) -> None:
    ada("POST", "labels", {"name": "incident", "color": "b60205"})
    ada.issue()
    place = sandbox.repository("acme/shop")

    visitor.send(f"{ONE}/edit", {"edit": "labels", "labels": ["incident"]})
    visitor.send(f"{ONE}/edit", {"edit": "assignees", "assignees": ["grace", "linus"]})
    visitor.send(f"{ONE}/edit", {"title": "Checkout returns `500`", "body": "Since noon"})

    issue = place.issues[1]
    assert ([place.labels[each].name for each in issue.labels], issue.assignees) == (["incident"], ["grace", "linus"])
    assert (issue.title, issue.body) == ("Checkout returns `500`", "Since noon")
    visitor.send(f"{ONE}/edit", {"edit": "labels"})
    visitor.act_as("zed")
    assert (visitor.post(f"{ONE}/edit", {"title": "Mine"}).status_code, issue.labels) == (403, [])


def test_a_reaction_is_set_and_taken_back_by_the_same_button(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    ada.issue()
    number = ada.json("POST", "issues/1/comments", {"body": "Hello"})["id"]
    place = sandbox.repository("acme/shop")

    for fields in ({"content": "eyes"}, {"content": "heart", "comment": str(number)}, {"content": "eyes"}):
        visitor.send(f"{ONE}/reactions", {**fields})

    assert place.issues[1].reactions == []
    assert [(each.by, each.content) for each in place.comments[number].reactions] == [("ada", "heart")]
    assert visitor.post(f"{ONE}/reactions", {"content": "eyes", "comment": "7"}).status_code == 404


def test_a_comment_is_edited_pinned_and_deleted(sandbox: Sandbox, ada: Client, visitor: Visitor) -> None:
    ada.issue()
    number = str(ada.json("POST", "issues/1/comments", {"body": "Hello"})["id"])

    visitor.send(f"{ONE}/comment", {"do": "edit", "comment": number, "body": "Good evening"})
    visitor.send(f"{ONE}/comment", {"do": "pin", "comment": number})
    pinned = visitor.text(ONE)
    visitor.send(f"{ONE}/comment", {"do": "unpin", "comment": number})
    visitor.send(f"{ONE}/comment", {"do": "delete", "comment": number})

    assert pinned.count("Good evening") >= 2, "once at the top and once in its place"
    assert "Pinned by ada" in pinned
    assert sandbox.repository("acme/shop").comments == {}


def test_the_conversation_shows_what_happened(ada: Client, bot: Client, visitor: Visitor) -> None:
    ada("POST", "labels", {"name": "incident", "color": "fbca04"})
    ada.issue("First", labels=["incident"], assignees=["grace"], body="See **this** and @grace.")
    ada.issue("Second", body="Part of #1")
    second = ada.json("GET", "issues/2")["id"]
    ada("POST", "issues/1/sub_issues", {"sub_issue_id": second})
    ada("PATCH", "issues/1", {"title": "The first"})
    ada("DELETE", "issues/1/assignees", {"assignees": ["grace"]})
    bot("POST", "issues/1/comments", {"body": "Hi <!-- record -->"})

    text = visitor.text(ONE)

    wanted = (
        "ada added incident",
        "assigned grace",
        "unassigned grace",
        "mentioned this in Second #2",
        "changed the title First The first",
        "added a sub-issue",
        "github-actions[bot] bot",
        "Sub-issues Open Second",
    )
    assert [each for each in wanted if each not in text] == []
    assert text.count("record") == 1, "only where the comment is edited"
    assert "Parent: The first #1" in visitor.text("/acme/shop/issues/2")


def test_an_issue_of_pull_requests_kind_has_its_page_elsewhere(ada: Client, visitor: Visitor) -> None:
    ada.branch("fix", {"a": "b"})
    ada.pull("fix")

    assert (
        visitor.session.get(
            f"{visitor.sandbox.url}{ONE}", headers={"Accept": "text/html"}, allow_redirects=False, timeout=9
        ).headers["Location"]
        == "/acme/shop/pull/1"
    )


@pytest.fixture
def with_form(sandbox: Sandbox, ada: Client) -> None:
    sandbox.create_repository(
        "acme/ops",
        {".github/ISSUE_TEMPLATE/incident.yml": FORM, ".github/ISSUE_TEMPLATE/bug.md": "---\nname: Bug\n---\nSteps?\n"},
        collaborators={"ada": "admin", "zed": "read"},
    )
    Client(sandbox, ada.token, "acme/ops")("POST", "labels", {"name": "incident"})


@pytest.mark.usefixtures("with_form")
def test_the_form_files_an_issue_with_its_labels_whoever_fills_it_in(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.act_as("zed")
    choice, shown = (
        visitor.text("/acme/ops/issues/new/choose"),
        visitor.page("/acme/ops/issues/new?template=incident.yml&where=api"),
    )

    where = visitor.send(
        "/acme/ops/issues/new?template=incident.yml", {"title": "Down", "where": "checkout", "terms": ["I agree"]}
    )

    place = sandbox.repository("acme/ops")
    issue = place.issues[1]
    assert ("Incident" in choice, "Bug" in choice, 'value="api"' in shown) == (True, True, True)
    assert (where, issue.author, issue.assignees, (issue.body or "")[:23]) == (
        "/acme/ops/issues/1",
        "zed",
        ["ada"],
        "### Where?\n\ncheckout\n\n#",
    )
    assert [place.labels[each].name for each in issue.labels] == ["incident"], (
        "GitHub leaves out a label that doesn't exist"
    )


@pytest.mark.usefixtures("with_form")
def test_a_form_with_missing_answers_comes_back_with_what_was_written(sandbox: Sandbox, visitor: Visitor) -> None:
    answer = visitor.post("/acme/ops/issues/new?template=incident.yml", {"title": "Down", "log": "boom"})

    assert (answer.status_code, sandbox.repository("acme/ops").issues) == (422, {})
    assert "Answer these questions first: Where?, Terms" in read(answer.text)
    assert "boom" in answer.text


def test_without_forms_the_chooser_leads_to_a_blank_issue_which_needs_a_title(
    sandbox: Sandbox, visitor: Visitor
) -> None:
    assert "Blank issue" in visitor.text("/acme/shop/issues/new/choose")
    assert visitor.post("/acme/shop/issues/new", {"title": " "}).status_code == 422
    assert visitor.send("/acme/shop/issues/new", {"title": "Hello", "body": "World"}) == ONE


def test_labels_are_listed_with_the_number_of_open_issues(ada: Client, visitor: Visitor) -> None:
    ada.issue(labels=["incident"])

    assert "incident 1 open" in visitor.text("/acme/shop/labels")
