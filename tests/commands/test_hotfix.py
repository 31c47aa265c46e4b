"""A hotfix has a branch of its own name, and says how to get at it."""

from dataclasses import replace

import pytest

from incident_actions.effects import OpenHotfix
from incident_actions.snapshot import Made
from tests.commands.asking import facts, refused, running
from tests.worlds import World

BODY = """\
<!-- incident-actions:hotfix #7 {key} -->
A quick fix for the incident #7 (SEV-1: Checkout is down).

{description}

- [ ] Is a rollback or a feature flag not quicker and safer?
- [ ] The change is as small as it can be
- [ ] Somebody else has looked at it
- [ ] Deployed, and seen to work in production
- [ ] `/mitigated` commented on #7

<sub>Opened by `grace` with `/hotfix`. Its merge lands on the incident's timeline.</sub>"""


def test_it_opens_a_branch_and_a_draft_pull_request() -> None:
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
        f"Hotfix branch `hotfix/raise-the-pools-size` is open, with the draft pull request #{made.number}.\n\n"
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
def test_its_branch_is_safe_and_its_own(texts: tuple[str, ...], branches: list[str]) -> None:
    world = running(*texts)

    assert [creation.branch for creation, _ in world.made.values() if isinstance(creation, OpenHotfix)] == branches


def test_nothing_to_fix_is_refused() -> None:
    assert refused(running(), "/hotfix") == [
        "`/hotfix` needs more: `/hotfix <description> [from <branch, tag or commit>]`. Nothing was done for it."
    ]


class Refusing(World):
    """A repository that opens no branch."""

    problem = ""

    def _made(self, creation: object) -> Made:
        return Made(problem=self.problem)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("no such ref", "`/hotfix`: there is no branch, tag or commit `v9` to start from. Nothing was opened."),
        (
            "not permitted",
            "`/hotfix`: GitHub does not let this workflow write branches. By hand:\n\n```\ngit fetch origin\n"
            'git switch --create hotfix/pool origin/v9\ngit commit --allow-empty --message "Start hotfix"\n'
            "git push --set-upstream origin hotfix/pool\n```",
        ),
    ],
)
def test_a_branch_that_cannot_be_opened_is_refused_with_the_way_by_hand(problem: str, words: str) -> None:
    world = Refusing()
    world.problem = problem
    world.run()

    assert refused(world, "/hotfix pool from v9") == [words]
    assert world.incident.hotfixes == ()


def test_where_no_pull_request_can_be_opened_the_way_by_hand_is_told() -> None:
    class Halfway(World):
        def _made(self, creation: object) -> Made:
            return Made(0, "hotfix/pool")

    world = Halfway()
    world.run()

    assert world.told("grace", "/hotfix pool") == [
        "Hotfix branch `hotfix/pool` is open. GitHub does not let this workflow open pull requests (Settings → Actions →"
        ' General → "Allow GitHub Actions to create and approve pull requests"):'
        " [open it by hand](https://github.com/acme/shop/compare/main...hotfix/pool?expand=1).\n\n"
        "```\ngit fetch origin\ngit switch hotfix/pool\n```"
    ]


def test_a_title_that_people_wrote_does_nothing_in_the_pull_request() -> None:
    world = running()
    world.issue = replace(world.issue, title="x")
    world.told("grace", "/hotfix @acme/all fixes #1 <!-- x")

    ((creation, _),) = world.made.values()
    assert isinstance(creation, OpenHotfix)
    assert "@acme" not in creation.body + creation.title + creation.message
    assert "fixes #1" not in creation.body + creation.title + creation.message


@pytest.mark.parametrize("ref", ["a/../../../../user", "main/..", "x/./y", "main//x", "main.lock", "main/", "v1."])
def test_what_can_be_no_ref_is_never_asked_for(ref: str) -> None:
    world = running()

    assert refused(world, f"/hotfix undo it from {ref}") == [
        f"`/hotfix`: there is no branch, tag or commit `{ref}` to start from. Nothing was opened."
    ]
    assert world.made == {}
