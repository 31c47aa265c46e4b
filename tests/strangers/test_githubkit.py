"""githubkit, whose models take no answer that GitHub does not describe, leads the life of an incident on the sandbox."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest
from githubkit import GitHub, TokenAuthStrategy
from githubkit.exception import RequestFailed

from incident_actions.sandbox import Sandbox

HERE = {"owner": "acme", "repo": "shop"}

pytestmark = pytest.mark.rest


@pytest.fixture
def github(shop: Sandbox) -> Iterator[GitHub[TokenAuthStrategy]]:
    with GitHub(shop.token("ada"), base_url=shop.api_url, auto_retry=False) as github:
        yield github


def test_an_issue_lives_from_its_report_to_its_end(github: GitHub[TokenAuthStrategy]) -> None:
    rest = github.rest("2026-03-10")
    issue = rest.issues.create(**HERE, title="Down", labels=["bug"], assignees=["ada"]).parsed_data
    about = {**HERE, "issue_number": issue.number}

    comment = rest.issues.create_comment(**about, body="Looking").parsed_data
    rest.reactions.create_for_issue_comment(**HERE, comment_id=comment.id, content="eyes")
    rest.issues.add_labels(**about, labels=["question"])
    changed = rest.issues.update(**about, title="Slow", state="closed", state_reason="completed").parsed_data
    reopened = rest.issues.update(**about, state="open").parsed_data
    timeline = rest.issues.list_events_for_timeline(**about).parsed_data

    assert (changed.title, changed.state, changed.state_reason) == ("Slow", "closed", "completed")
    assert (reopened.state_reason, reopened.comments) == ("reopened", 1)
    assert {"labeled", "assigned", "commented", "renamed", "closed", "reopened"} <= {each.event for each in timeline}
    assert [each.number for each in github.rest.paginate(rest.issues.list_for_repo, **HERE, state="all")] == [
        issue.number
    ]
    assert [each.login for each in rest.issues.list_assignees(**HERE).parsed_data] == ["ada", "grace"]


def test_a_change_lives_from_its_branch_to_its_merge(github: GitHub[TokenAuthStrategy]) -> None:
    rest = github.rest("2026-03-10")
    head = rest.git.get_ref(**HERE, ref="heads/main").parsed_data.object_.sha
    rest.git.create_ref(**HERE, ref="refs/heads/side", sha=head)
    content = b64encode(b"two\n").decode()
    file = rest.repos.create_or_update_file_contents(
        **HERE, path="two.txt", message="Add two", content=content, branch="side"
    )
    commit = str(file.parsed_data.commit.sha)

    pull = rest.pulls.create(**HERE, title="Add two", head="side", base="main").parsed_data
    rest.repos.create_commit_status(**HERE, sha=commit, state="success", context="ci")
    combined = rest.repos.get_combined_status_for_ref(**HERE, ref="side").parsed_data
    files = rest.pulls.list_files(**HERE, pull_number=pull.number).parsed_data
    merged = rest.pulls.merge(**HERE, pull_number=pull.number).parsed_data
    release = rest.repos.create_release(**HERE, tag_name="v1").parsed_data

    assert (combined.state, [each.filename for each in files]) == ("success", ["two.txt"])
    assert (merged.merged, rest.pulls.get(**HERE, pull_number=pull.number).parsed_data.merged) == (True, True)
    assert rest.repos.get_latest_release(**HERE).parsed_data.id == release.id
    assert rest.repos.compare_commits(**HERE, basehead=f"{head}...main").parsed_data.ahead_by == 2


def test_people_and_settings_are_read(github: GitHub[TokenAuthStrategy]) -> None:
    rest = github.rest("2026-03-10")

    assert rest.users.get_authenticated().parsed_data.login == "ada"
    assert rest.repos.get_collaborator_permission_level(**HERE, username="grace").parsed_data.permission == "write"
    assert rest.repos.list_languages(**HERE).json() == {"Python": 4}
    assert rest.actions.list_repo_workflows(**HERE).parsed_data.total_count == 5
    assert [each.login for each in rest.orgs.list_members("tools").parsed_data] == ["ada"]
    assert rest.search.repos(q="shop").parsed_data.total_count == 1
    with pytest.raises(RequestFailed) as refused:
        rest.issues.get(**HERE, issue_number=999)
    assert refused.value.response.status_code == 404


def test_a_run_is_repeated_and_refused_while_it_is_complete(shop: Sandbox, github: GitHub[TokenAuthStrategy]) -> None:
    rest = github.rest("2026-03-10")
    rest.issues.create(**HERE, title="Down")
    run = shop.settle()[0].job.id

    rest.actions.re_run_workflow(**HERE, run_id=run)
    shop.settle()
    attempts = [
        rest.actions.get_workflow_run_attempt(**HERE, run_id=run, attempt_number=number).parsed_data
        for number in (1, 2)
    ]
    with pytest.raises(RequestFailed) as refused:
        rest.actions.cancel_workflow_run(**HERE, run_id=run)

    assert [(each.run_attempt, each.conclusion) for each in attempts] == [(1, "success"), (2, "success")]
    assert refused.value.response.status_code == 409


def test_a_repository_is_set_up_renamed_and_found_again(shop: Sandbox, github: GitHub[TokenAuthStrategy]) -> None:
    rest, linus = github.rest("2026-03-10"), shop.token("linus")
    invitation = rest.repos.add_collaborator(**HERE, username="linus", permission="triage").parsed_data
    with GitHub(linus, base_url=shop.api_url, auto_retry=False) as invited:
        invited.rest("2026-03-10").repos.accept_invitation_for_authenticated_user(invitation_id=invitation.id)
    rules = rest.repos.create_repo_ruleset(
        **HERE, name="Main", enforcement="active", conditions={"ref_name": {"include": ["~ALL"], "exclude": []}},
        rules=[{"type": "deletion"}],
    ).parsed_data  # fmt: skip
    hook = rest.repos.create_webhook(**HERE, config={"url": "https://example.com/hook"}).parsed_data
    shop.settle()

    renamed = rest.repos.update(**HERE, name="store").parsed_data
    found = rest.repos.get(**HERE).parsed_data
    deliveries = rest.repos.list_webhook_deliveries(owner="acme", repo="store", hook_id=hook.id).parsed_data

    assert (renamed.full_name, found.full_name, rules.name) == ("acme/store", "acme/store", "Main")
    assert [each.status_code for each in deliveries] == [502]
    assert shop.repository("acme/store").roles["linus"] == "triage"
