"""A hotfix has a branch of its own name, and says how to get at it."""

from dataclasses import replace

import pytest

from incident_actions.action_items import fix_issue
from incident_actions.contract.effects import OpenHotfix, OpenIssue
from incident_actions.contract.snapshot import CreationResult
from tests.engine.commands.asking import facts, refused, running
from tests.engine.commands.manned import manned, worked
from tests.worlds import START, World

BODY = """\
<!-- incident-actions:hotfix #7 {key} -->
This is a quick fix for the incident #7 (SEV-1: Checkout is down).

{description}

- [ ] A rollback or a feature flag would not be quicker and safer
- [ ] The change is as small as possible
- [ ] Somebody else has reviewed it
- [ ] It is deployed, and it works in production
- [ ] `/mitigated` is posted on #7

<sub>`grace` opened this with `/hotfix`. Merging it adds a line to the incident's timeline.</sub>"""


def test_hotfix_opens_a_branch_and_a_draft_pull_request() -> None:
    world = running("/sev 1")

    (fact,) = facts(world, "grace", "/hotfix Raise the pool's size from v1.2")

    ((creation, made),) = world.made.values()
    key = f"c{world.entries()[-1].comment}.0"
    assert creation == OpenHotfix(
        key=key,
        branch="hotfix/raise-the-pools-size",
        start="v1.2",
        message="Start hotfix: Raise the pool's size\n\nIncident #7",
        title="Hotfix: Raise the pool's size",
        body=BODY.format(key=key, description="Raise the pool's size"),
    )
    assert fact == {
        "kind": "hotfix",
        "description": "Raise the pool's size",
        "branch": "hotfix/raise-the-pools-size",
        "pull": made.number,
    }
    assert world.replies()[-1] == (
        f"Opened the hotfix branch `hotfix/raise-the-pools-size` and its draft pull request #{made.number}.\n\n"
        "```\ngit fetch origin\ngit switch hotfix/raise-the-pools-size\n```"
    )


@pytest.mark.parametrize(
    ("texts", "branches"),
    [
        (("/hotfix pool", "/hotfix pool"), ["hotfix/pool", "hotfix/pool-2"]),
        (("/hotfix 修复",), ["hotfix/incident-7"]),
        (("/hotfix ../../etc; rm -rf /",), ["hotfix/etc-rm-rf"]),
    ],
)
def test_a_hotfix_branch_has_a_safe_and_unused_name(texts: tuple[str, ...], branches: list[str]) -> None:
    world = running(*texts)

    assert [creation.branch for creation, _ in world.made.values() if isinstance(creation, OpenHotfix)] == branches


def test_nothing_to_fix_is_refused() -> None:
    assert refused(running(), "/hotfix") == [
        "`/hotfix` takes this form: `/hotfix <description> [from <branch, tag or commit>] [in <owner/repository>]`. Nothing was changed."
    ]


BY_HAND = (
    "```\ngit fetch origin v9\ngit switch --create hotfix/pool FETCH_HEAD\n"
    'git commit --allow-empty --message "Start hotfix"\ngit push --set-upstream origin hotfix/pool\n```\n\n'
    "Then [open the pull request](https://github.com/acme/shop/compare/main...hotfix/pool?expand=1)."
)


class Refusing(World):
    """A repository that opens no branch."""

    problem = ""

    def _made(self, creation: object) -> CreationResult:
        return CreationResult(problem=self.problem)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            "no such ref",
            "There is no branch, tag or commit `v9`, so `/hotfix` opened nothing. Name another start: `/hotfix <description> from <branch>`.",
        ),
        (
            "not permitted",
            f"GitHub does not let this workflow create branches, so `/hotfix` did not open one. To open it yourself:\n\n{BY_HAND}",
        ),
        (
            "other workflows",
            "GitHub does not let this workflow create a branch at `v9`, because the workflow files there differ"
            " from those on the default branch. A workflow's own token can't get that permission. Anyone who can push can create the branch:\n\n"
            f"{BY_HAND}",
        ),
    ],
)
def test_a_branch_that_cannot_be_opened_is_refused_with_the_way_by_hand(problem: str, words: str) -> None:
    world = Refusing()
    world.problem = problem
    world.run()

    assert refused(world, "/hotfix pool from v9") == [words]
    assert world.incident.hotfixes == ()


def test_the_reply_shows_the_manual_way_if_no_pull_request_can_be_opened() -> None:
    class Halfway(World):
        def _made(self, creation: object) -> CreationResult:
            return CreationResult(0, "hotfix/pool")

    world = Halfway()
    world.run()

    assert world.ask("grace", "/hotfix pool") == [
        "Opened the hotfix branch `hotfix/pool`. GitHub does not let this workflow open pull requests, so [open it yourself](https://github.com/acme/shop/compare/main...hotfix/pool?expand=1). To change that, tick **Allow GitHub Actions to create and approve pull requests** under **Settings → Actions → General**.\n\n```\ngit fetch origin\ngit switch hotfix/pool\n```"
    ]


@pytest.mark.parametrize(("created", "recorded"), [("hotfix/pool-2", "hotfix/pool-2"), ("", "hotfix/pool")])
def test_the_record_has_the_name_under_which_the_branch_was_created(created: str, recorded: str) -> None:
    class Elsewhere(World):
        def _made(self, creation: object) -> CreationResult:
            return CreationResult(9, created)

    world = Elsewhere()
    world.run()
    world.ask("grace", "/hotfix pool")

    assert [hotfix.branch for hotfix in world.incident.hotfixes] == [recorded]


def test_a_title_that_people_wrote_does_nothing_in_the_pull_request() -> None:
    world = running()
    world.issue = replace(world.issue, title="x")
    world.ask("grace", "/hotfix @acme/all fixes #1 <!-- x")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, OpenHotfix)
    assert "@acme" not in creation.body + creation.title + creation.message
    assert "fixes #1" not in creation.body + creation.title + creation.message


@pytest.mark.parametrize("ref", ["a/../../../../user", "main/..", "x/./y", "main//x", "main.lock", "main/", "v1."])
def test_an_invalid_ref_is_refused_without_a_request(ref: str) -> None:
    world = running()

    assert refused(world, f"/hotfix undo it from {ref}") == [
        f"There is no branch, tag or commit `{ref}`, so `/hotfix` opened nothing. Name another start: `/hotfix <description> from <branch>`."
    ]
    assert world.made == {}


LABELLED = """
extends: default
severities:
  - { label: SEV-1, fix_labels: [bug, P0-critical] }
  - { label: SEV-2 }
"""
ISSUE = """\
<!-- incident-actions:fix 7.hotfix/raise-the-pools-size -->
Raise the pool's size

This fixes the incident #7 (SEV-1: Checkout is down).

**Branch:** `hotfix/raise-the-pools-size`, or with a number at the end if that name is taken

- [ ] Fix
- [ ] Test
- [ ] Pull request
- [ ] Review
- [ ] Merge
- [ ] Deploy and verify

<sub>`grace` opened this with `/hotfix`. Merging the pull request closes neither this issue nor the incident. Close this \
issue when the fix works in production.</sub>"""


def test_hotfix_opens_an_issue_too_if_the_severity_has_fix_labels() -> None:
    world = worked("/sev 1", process=manned(LABELLED))

    (fact,) = facts(world, "grace", "/hotfix Raise the pool's size")

    (issue, opened), (branch, made) = world.made.values()
    assert issue == OpenIssue(
        key="7.hotfix/raise-the-pools-size",
        title="Raise the pool's size",
        body=ISSUE,
        labels=("bug", "P0-critical"),
        parent=7,
        since=START,
    )
    assert fix_issue.key_in(ISSUE) == issue.key
    assert isinstance(branch, OpenHotfix)
    assert f"(SEV-1: Checkout is down), tracked in #{opened.number}.\n" in branch.body
    assert (fact["issue"], fact["pull"]) == (opened.number, made.number)
    assert world.incident.hotfixes[0].issue == opened.number
    assert world.replies()[-1].startswith(
        "Opened the hotfix branch `hotfix/raise-the-pools-size` and its draft pull request"
        f" #{made.number} for issue #{opened.number}."
    )


@pytest.mark.parametrize("severity", ["/sev 2", "/note no severity yet"])
def test_hotfix_opens_no_issue_if_the_severity_has_no_fix_labels(severity: str) -> None:
    world = worked(severity, process=manned(LABELLED))

    assert "issue" not in facts(world, "grace", "/hotfix pool")[0]
    assert [type(each).__name__ for each, _ in world.made.values()] == ["OpenHotfix"]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            "no such ref",
            "There is no branch, tag or commit `v9`, so `/hotfix` opened only the issue #{}. Type the same description with another start, and that issue is used.",
        ),
        (
            "not permitted",
            "GitHub does not let this workflow create branches, so `/hotfix` did not open one. The issue of the fix is #{}. To open it yourself:",
        ),
    ],
)
def test_an_issue_whose_branch_could_not_be_opened_is_told_and_taken_up_again(problem: str, words: str) -> None:
    class Stubborn(Refusing):
        def _made(self, creation: object) -> CreationResult:
            return super()._made(creation) if isinstance(creation, OpenHotfix) else CreationResult(55)

    world = Stubborn(process=manned(LABELLED))
    world.problem = problem
    world.run()
    world.ask("grace", "/sev 1")

    (said,) = refused(world, "/hotfix pool from v9")
    world.problem = ""
    (fact,) = facts(world, "grace", "/hotfix pool")

    assert said.startswith(words.format(55))
    assert fact["issue"] == 55
    assert [creation.key for creation, _ in world.made.values() if isinstance(creation, OpenIssue)] == ["7.hotfix/pool"]


def test_a_second_fix_of_one_name_has_an_issue_of_its_own() -> None:
    world = worked("/sev 1", "/hotfix pool", "/hotfix pool", process=manned(LABELLED))

    issues = [creation.key for creation, _ in world.made.values() if isinstance(creation, OpenIssue)]
    assert issues == ["7.hotfix/pool", "7.hotfix/pool-2"]
    assert len({each.issue for each in world.incident.hotfixes}) == 2


@pytest.mark.parametrize(
    "body", ["", "x", "<!-- incident-actions:fix x -->", "Text\n<!-- incident-actions:fix 7.hotfix/pool -->"]
)
def test_an_ordinary_issue_has_no_fix_key(body: str) -> None:
    assert fix_issue.key_in(body) == ""


SERVICES = """
extends: default
services: [{name: api, repository: acme/api}, {name: web, repository: acme/web}, {name: mail}]
"""
ELSEWHERE = """\
<!-- incident-actions:hotfix acme/shop#7 {key} -->
This is a quick fix for the incident acme/shop#7.

pool

- [ ] A rollback or a feature flag would not be quicker and safer
- [ ] The change is as small as possible
- [ ] Somebody else has reviewed it
- [ ] It is deployed, and it works in production
- [ ] `/mitigated` is posted on acme/shop#7

<sub>`grace` opened this with `/hotfix`. Merging it adds a line to the incident's timeline.</sub>"""


def test_in_another_repository_it_says_nothing_that_only_readers_of_the_incident_may_know() -> None:
    world = worked(process=manned(SERVICES))

    (fact,) = facts(world, "grace", "/hotfix pool in Acme/API")

    ((creation, made),) = world.made.values()
    assert creation == OpenHotfix(
        key=creation.key,
        branch="hotfix/pool",
        start="",
        message="Start hotfix: pool\n\nIncident acme/shop#7",
        title="Hotfix: pool",
        body=ELSEWHERE.format(key=creation.key),
        repository="acme/api",
    )
    assert (fact["repository"], fact["pull"]) == ("acme/api", made.number)
    assert world.replies()[-1] == (
        f"Opened the hotfix branch `hotfix/pool` in `acme/api` and its draft pull request acme/api#{made.number}.\n\n"
        "In a clone of `acme/api`:\n\n```\ngit fetch origin\ngit switch hotfix/pool\n```"
    )


@pytest.mark.parametrize(
    ("before", "asked", "where"),
    [
        ("/affects api", "/hotfix pool", ("acme/api", "")),
        ("/affects api, mail", "/hotfix pool from v1", ("acme/api", "v1")),
        ("/affects mail", "/hotfix pool", ("", "main")),
        ("/affects api, web", "/hotfix pool in acme/web", ("acme/web", "")),
        ("/affects api", "/hotfix pool in acme/web from v1", ("acme/web", "v1")),
        ("/affects api", "/hotfix pool from v1 in acme/web", ("acme/web", "v1")),
        ("/affects api", "/hotfix pool in acme/shop", ("", "main")),
    ],
)
def test_the_repository_of_a_hotfix_is_named_or_follows_from_the_service(
    before: str, asked: str, where: tuple[str, str]
) -> None:
    world = worked(before, asked, process=manned(SERVICES))

    opened = [each for each, _ in world.made.values() if isinstance(each, OpenHotfix)]
    assert [(each.branch, each.repository, each.start) for each in opened] == [("hotfix/pool", *where)]


def test_services_of_several_repositories_need_a_word_which() -> None:
    world = worked("/affects api, web", process=manned(SERVICES))

    assert refused(world, "/hotfix pool") == [
        "The affected services have several repositories, so `/hotfix` opened nothing. Name one: `/hotfix … in acme/api` or `/hotfix … in acme/web`."
    ]
    assert world.made == {}


@pytest.mark.parametrize("given", ["acme/secrets", "evil/x", "src/main", "acme/.."])
def test_a_repository_that_the_configuration_does_not_name_is_never_reached(given: str) -> None:
    world = worked(process=manned(SERVICES))

    assert refused(world, f"/hotfix pool in {given}") == [
        f"No service here has the repository `{given}`, so `/hotfix` opened nothing. Use `/hotfix … in acme/api` or `/hotfix … in acme/web`."
    ]
    assert world.made == {}


def test_the_refusal_names_the_key_if_no_repository_is_configured() -> None:
    assert refused(running(), "/hotfix pool in acme/api") == [
        "No service here has the repository `acme/api`, so `/hotfix` opened nothing. To add one, set `services: [{name: …, repository: owner/name}]` in `.github/incidents.yml`."
    ]


@pytest.mark.parametrize(
    ("role", "asked", "words"),
    [
        ("read", "/hotfix pool in acme/api", "needs the role **write** in `acme/api`, and yours is **read**."),
        ("none", "/hotfix pool from v1 in acme/api", "needs the role **write** in `acme/api`, and yours is **none**."),
        ("could-not-check", "/hotfix pool in acme/api", "did not return the role of `grace` in `acme/api`, so"),
    ],
)
def test_a_person_without_the_role_in_another_repository_gets_neither_hotfix_nor_issue(
    role: str, asked: str, words: str
) -> None:
    world = worked("/sev 1", process=manned(SERVICES + LABELLED.partition("default")[2]))
    world.roles_elsewhere = {"acme/api": {"grace": role}}

    (said,) = refused(world, asked)

    assert words in said
    assert world.made == {}


def test_the_reply_shows_the_manual_way_if_the_role_in_the_other_repository_is_unknown() -> None:
    world = worked(process=manned(SERVICES))
    world.roles_elsewhere = {"acme/api": {"grace": "may-not-ask"}}

    (said,) = refused(world, "/hotfix pool in acme/api")

    assert said.startswith("This workflow can't write to `acme/api`, so `/hotfix` did not open a branch.")
    assert world.made == {}


def test_the_role_that_the_process_asks_for_is_the_one_that_is_needed_there() -> None:
    world = worked(process=manned(f"{SERVICES}permissions: {{hotfix: admin}}\n"))
    world.roles_elsewhere = {"acme/api": {"ada": "maintain"}}

    assert refused(world, "/hotfix pool in acme/api", "ada") == [
        "@ada, `/hotfix` needs the role **admin** in `acme/api`, and yours is **maintain**. Nothing was done. Ask somebody with that role, or an administrator of the repository, who can grant it."
    ]


def test_a_record_that_names_another_repository_than_a_services_makes_nobody_ask_there() -> None:
    world = worked("/affects api", "/hotfix pool", process=manned(SERVICES))
    world.pulls = {number: replace(pull, open=False, merged=True) for number, pull in world.pulls.items()}
    world.process = manned("extends: default\nservices: [api]\n")

    world.run()

    assert [each.state for each in world.incident.hotfixes] == ["open"]
