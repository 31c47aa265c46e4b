"""`/rollback` reads what people name, opens the revert once, and says why where it can't."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incident_actions.contract.code_change import ChangeName, CodeChange, RecentChanges
from incident_actions.contract.effects import Creation, OpenRevert
from incident_actions.contract.questions import ChangeOf
from incident_actions.contract.snapshot import CreationResult
from incident_actions.model.incident.recent_change import RecentChange
from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned, worked
from tests.worlds import START, World

POOL = CodeChange("#12", "Raise the pool size", "a" * 40, "b" * 40)
SERVICES = "services: [{name: api, repository: acme/api}, {name: web, repository: acme/web}]\n"
SHA = "3f2a9c1d5e6f708192a3b4c5d6e7f8091a2b3c4d"
LINK = "https://github.com/acme/shop"

BODY = """\
<!-- incident-actions:hotfix #7 {key} -->
This is a rollback for the incident #7 (SEV-1: Checkout is down).

It undoes #12 (Raise the pool size). None of its files has changed since.

- [ ] Nothing depends on the change by now, such as a database migration
- [ ] It is deployed, and the impact has stopped
- [ ] `/mitigated` is posted on #7

<sub>`grace` opened this with `/rollback`. Merging it adds a line to the incident's timeline.</sub>"""


def test_a_rollback_opens_the_revert_and_is_on_record() -> None:
    world = running("/sev 1")

    (fact,) = facts(world, "grace", "/rollback #12")

    ((creation, made),) = world.made.values()
    key = f"c{world.entries()[-1].comment}.0"
    assert creation == OpenRevert(
        key=key,
        branch="hotfix/revert-12",
        before=POOL.before,
        after=POOL.after,
        message=(f'Revert "Raise the pool size"\n\nThis reverts commit {POOL.after}.\n\nIncident #7'),
        title='Revert "Raise the pool size"',
        body=BODY.format(key=key),
    )
    assert fact == {
        "kind": "hotfix",
        "description": "Raise the pool size",
        "branch": "hotfix/revert-12",
        "pull": made.number,
        "reverts": "#12",
    }


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("commit", f"This reverts commit {POOL.after}."),
        ("merge", f"This reverts commit {POOL.after}, reversing\nchanges made to {POOL.before}."),
        ("range", f"This reverts commits {POOL.before}..{POOL.after}."),
    ],
)
def test_the_message_of_the_commit_is_that_of_git(kind: str, sentence: str) -> None:
    world = running()
    world.code_changes["#12"] = CodeChange("#12", "Raise", POOL.before, POOL.after, kind)  # type: ignore[arg-type]

    facts(world, "grace", "/rollback 12")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, OpenRevert)
    assert creation.message == f'Revert "Raise"\n\n{sentence}\n\nIncident #7'


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("#12", ChangeOf(ChangeName("pull", "12"))),
        ("12", ChangeOf(ChangeName("pull", "12"))),
        ("#12 because checkout fails since", ChangeOf(ChangeName("pull", "12"))),
        ("acme/api#12", ChangeOf(ChangeName("pull", "12"), "acme/api")),
        ("#12 in acme/api", ChangeOf(ChangeName("pull", "12"), "acme/api")),
        (f"{LINK}/pull/12", ChangeOf(ChangeName("pull", "12"))),
        (f"<{LINK}/pull/12/files?w=1#diff>", ChangeOf(ChangeName("pull", "12"))),
        ("3f2a9c1", ChangeOf(ChangeName("commit", "3f2a9c1"), "acme/api")),
        ("3F2A9C1", ChangeOf(ChangeName("commit", "3f2a9c1"), "acme/api")),
        (f"{LINK}/commit/{SHA}", ChangeOf(ChangeName("commit", SHA))),
        ("v1.4.2", ChangeOf(ChangeName("tag", "v1.4.2"), "acme/api")),
        ("api/v1.4.2", ChangeOf(ChangeName("tag", "api/v1.4.2"), "acme/api")),
        ("20260304", ChangeOf(ChangeName("tag", "20260304"), "acme/api")),
        ("2026.03.04-3f2a9c1", ChangeOf(ChangeName("tag", "2026.03.04-3f2a9c1"), "acme/api")),
        (f"{LINK}/releases/tag/v1.4.2", ChangeOf(ChangeName("tag", "v1.4.2"))),
    ],
)
def test_a_change_is_named_as_people_name_it(typed: str, asked: ChangeOf) -> None:
    """The affected service has another repository, where a commit and a tag are looked for unless a link leads here."""
    world = World(process=manned(SERVICES))
    world.run()
    world.ask("grace", "/affects api")
    world.roles_elsewhere = {"acme/api": {"grace": "write"}}

    world.ask("grace", f"/rollback {typed}")

    assert changes_asked(world) == [asked]


def changes_asked(world: World) -> list[ChangeOf]:
    """Return which changes were looked up, each once."""
    return list(dict.fromkeys(each for each in world.asked if isinstance(each, ChangeOf)))


@pytest.mark.parametrize("typed", ["../../evil", "v1..v2", "#0", f"{LINK}/releases/tag/..", "to v1.2", "v1.lock"])
def test_what_names_no_change_is_refused_without_a_request(typed: str) -> None:
    world = World()
    world.run()

    (reply,) = refused(world, f"/rollback {typed}")

    assert changes_asked(world) == []
    assert "`/rollback" in reply
    assert world.made == {}


@pytest.mark.parametrize(
    "typed", ["https://evil.example/acme/shop/pull/12", "https://evil.example/acme/shop/releases/tag/v1"]
)
def test_a_link_to_another_server_names_nothing_here(typed: str) -> None:
    world = World()
    world.run()

    assert refused(world, f"/rollback {typed}") != []
    assert changes_asked(world) == []


@pytest.mark.parametrize("typed", ["/rollback the last deploy", "/rollback in acme/api"])
def test_without_a_change_the_right_form_is_shown(typed: str) -> None:
    assert refused(running(), typed) == [
        "`/rollback` takes this form: `/rollback [pull request, commit or tag] [in <owner/repository>]`. Nothing was changed."
    ]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            "not found",
            "There is no pull request, commit or tag `#12` in this repository. Nothing was changed."
            " `/rollback` takes a pull request such as `#12`, a commit or a tag.",
        ),
        (
            "not merged",
            "#12 (Raise) is not merged, so there is nothing to roll back. Nothing was changed.",
        ),
        (
            "not on the default branch",
            "#12 (Raise) is not on the default branch. Nothing was changed."
            " Name the pull request that brought it there: `/rollback #12`.",
        ),
        (
            "no earlier tag",
            "There is no tag before `#12` among its last 100 commits, so what it released is unknown."
            " Nothing was changed. Name a pull request or a commit instead: `/rollback #12`.",
        ),
        ("no parent", "#12 (Raise) is the first commit, so there is nothing to go back to. Nothing was changed."),
        (
            "unclear",
            "#12 (Raise) was merged in a way that does not show its commits. Nothing was changed."
            " Name its commit on the default branch: `/rollback <commit>`.",
        ),
    ],
)
def test_what_cannot_be_rolled_back_is_refused_with_the_reason(problem: str, words: str) -> None:
    world = running()
    title = "" if problem == "not found" else "Raise"
    world.code_changes["#12"] = CodeChange("#12", title, problem=problem)  # type: ignore[arg-type]

    assert refused(world, "/rollback #12") == [words]


class Refusing(World):
    """A repository that opens no revert."""

    result = CreationResult()

    def _made(self, creation: Creation) -> CreationResult:
        return self.result


BY_HAND = (
    "\n\n```\ngit fetch origin HEAD\ngit switch --create hotfix/revert-12 FETCH_HEAD\n"
    f"git revert --no-edit {POOL.after}\ngit push --set-upstream origin hotfix/revert-12\n```\n\n"
    "Then [open the pull request](https://github.com/acme/shop/compare/main...hotfix/revert-12?expand=1)."
)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (
            CreationResult(problem="changed since", in_the_way=("a.py", "b.py")),
            "`/rollback` opened nothing: other commits have changed `a.py`, `b.py` since #12."
            " Anyone who can push can roll it back, and git shows where it conflicts:" + BY_HAND,
        ),
        (
            CreationResult(problem="changed since", in_the_way=tuple(f"{each}.py" for each in range(7))),
            "`/rollback` opened nothing: other commits have changed `0.py`, `1.py`, `2.py`, `3.py`, `4.py` and 2 more"
            " since #12. Anyone who can push can roll it back, and git shows where it conflicts:" + BY_HAND,
        ),
        (
            CreationResult(problem="workflow files", in_the_way=(".github/workflows/ci.yml",)),
            "`/rollback` opened nothing: #12 changed `.github/workflows/ci.yml`, and a workflow's token can't change"
            " workflow files. Anyone who can push can roll it back:" + BY_HAND,
        ),
        (
            CreationResult(problem="too many files"),
            "`/rollback` opened nothing: the repository has too many files for GitHub to list them at once."
            " Anyone who can push can roll back #12:" + BY_HAND,
        ),
        (
            CreationResult(problem="not permitted"),
            "`/rollback` opened nothing: GitHub does not let this workflow create branches."
            " To roll back #12 yourself:" + BY_HAND,
        ),
        (
            CreationResult(problem="already reverted"),
            "#12 (Raise the pool size) was reverted already: its files are as they were before. Nothing was changed."
            " Check that the revert is deployed.",
        ),
    ],
)
def test_what_the_tool_cannot_undo_is_refused_with_the_way_by_hand(result: CreationResult, words: str) -> None:
    world = Refusing()
    world.result = result
    world.run()
    world.code_changes["#12"] = POOL

    assert refused(world, "/rollback #12") == [words]
    assert world.incident.hotfixes == ()


def test_a_branch_without_a_pull_request_is_shown_with_the_way_to_open_it() -> None:
    world = Refusing()
    world.result = CreationResult(0, "hotfix/revert-12")
    world.run()
    world.code_changes["#12"] = POOL

    facts(world, "grace", "/rollback #12")

    assert world.replies()[-1] == (
        "Created the branch `hotfix/revert-12`, which rolls back #12 (Raise the pool size). GitHub does not let this"
        " workflow open pull requests, so [open it yourself]"
        "(https://github.com/acme/shop/compare/main...hotfix/revert-12?expand=1)."
    )


def test_a_number_means_the_incidents_own_repository_and_a_commit_that_of_the_service() -> None:
    world = worked("/affects api", process=manned(SERVICES))
    world.roles_elsewhere = {"acme/api": {"grace": "write"}}
    world.code_changes = {"#12": POOL, "acme/api3f2a9c1": CodeChange("3f2a9c1", "Cache it", "c" * 40, "d" * 40)}

    facts(world, "grace", "/rollback #12")
    facts(world, "grace", "/rollback 3f2a9c1")

    assert [
        (creation.branch, creation.repository)
        for creation, _ in world.made.values()
        if isinstance(creation, OpenRevert)
    ] == [("hotfix/revert-12", ""), ("hotfix/revert-3f2a9c1", "acme/api")]


def test_a_change_elsewhere_needs_the_role_there() -> None:
    world = worked(process=manned(SERVICES))
    world.roles_elsewhere = {"acme/api": {"grace": "read"}}
    world.code_changes["acme/api#12"] = POOL

    assert refused(world, "/rollback acme/api#12") == [
        "@grace, `/rollback` needs the role **write** in `acme/api`, and yours is **read**. Nothing was done. Ask somebody"
        " with that role, or an administrator of the repository, who can grant it."
    ]
    assert world.made == {}


def test_a_repository_that_no_service_has_is_never_reached() -> None:
    assert refused(worked(process=manned(SERVICES)), "/rollback evil/x#12") == [
        "No service here has the repository `evil/x#12`, so `/rollback` opened nothing."
        " Use `/rollback … in acme/api` or `/rollback … in acme/web`."
    ]


def test_a_hostile_title_does_nothing_in_the_reply() -> None:
    world = running()
    world.code_changes["#12"] = CodeChange("#12", "@everyone <img src=x> `", "a" * 40, "b" * 40)

    facts(world, "grace", "/rollback #12")

    assert "@everyone" not in world.replies()[-1].replace("@\u200beveryone", "")
    assert "<img" not in world.replies()[-1]


DEPLOYED = RecentChange("deployment", START - timedelta(minutes=5), "3f2a9c1", "production", "ci[bot]")
MERGED = RecentChange("merge", START - timedelta(minutes=9), "#12", "Raise the pool size", "linus")
EARLIER = RecentChange("merge", START - timedelta(hours=3), "#11", "Cache it", "ada")


def test_without_a_change_the_last_of_each_kind_is_named_and_nothing_is_done() -> None:
    world = running()
    world.recent_changes = RecentChanges((DEPLOYED, MERGED, EARLIER))

    assert facts(world, "grace", "/rollback") == [{"kind": "answered", "word": "rollback"}]
    assert world.replies()[-1] == (
        "Nothing was changed. These were the last changes before the incident started, at 2026-03-04 14:00 UTC."
        " To undo one, comment its command:\n\n"
        "- 13:55: `3f2a9c1` deployed to production by `ci[bot]`. To undo it: `/rollback 3f2a9c1`\n"
        "- 13:51: #12 merged by `linus`: Raise the pool size. To undo it: `/rollback #12`"
    )
    assert world.made == {}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            RecentChanges(),
            "Nothing was changed. Nothing was merged, deployed or released in the 24 hours before the incident started,"
            " at 2026-03-04 14:00 UTC. To undo an earlier change, name it:",
        ),
        (None, "Nothing was changed. GitHub did not return what changed before the incident started. Name the change:"),
    ],
)
def test_without_candidates_people_are_asked_to_name_the_change(found: RecentChanges | None, words: str) -> None:
    world = running()
    world.recent_changes = found

    facts(world, "grace", "/rollback")

    assert world.replies()[-1] == f"{words} `/rollback [pull request, commit or tag] [in <owner/repository>]`."
