"""A team sets its repository up with one command, brings it up to date with the same, and loses nothing by it.

The first of these runs the command as a process, as other stories do; the others run it in this one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_actions.drill.installed_tool import INSTALLED_TOOL
from incident_actions.sandbox import Sandbox
from tests.sandbox import published
from tests.stories.conftest import PEOPLE, WEDNESDAY
from tests.stories.laptop import COMMIT, WRITTEN, Laptop, in_a_process, in_this_process
from tests.stories.team import Team, in_process

NEWER = "f" * 40


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with (
        Sandbox(tmp_path / "github", now=WEDNESDAY, tool=INSTALLED_TOOL, runner=in_process) as sandbox,
        published.holding(sandbox),
    ):
        sandbox.create_repository("acme/shop", {"README.md": "# shop\n"}, collaborators=PEOPLE)
        yield Laptop(Team(sandbox), tmp_path / "shop", in_this_process)


def test_one_command_writes_all_that_a_repository_needs_and_makes_its_labels(laptop: Laptop) -> None:
    laptop.typed = in_a_process
    run = laptop.init("--yes")

    assert run.returncode == 0, run.stdout + run.stderr
    assert laptop.changed() == WRITTEN
    assert laptop.labels()["incident"] == ("b60205", "An incident, managed with slash commands in comments")
    assert {"SEV-1", "action-item", "needs-postmortem", "status: investigating"} <= laptop.labels().keys()
    address = f"{laptop.team.sandbox.url}/acme/shop"
    assert run.stdout.endswith(
        "\nNext:\n"
        "1. No one is configured to be paged. Add these lines to .github/incidents.yml, with your own people:\n"
        "\n"
        "on_call:\n"
        "  time_zone: UTC\n"
        "  primary:\n"
        "    - people: [ada, grace]\n"
        "escalation: [margaret]\n"
        "\n"
        f"2. Commit and push these files to the default branch of {address}.\n"
        f'3. Select "Allow GitHub Actions to create and approve pull requests": {address}/settings/actions\n'
        "4. Run `incident-actions doctor`, which checks all of that. Then file an incident: "
        f"{address}/issues/new?template=incident.yml\n"
    )
    assert laptop.text(WRITTEN[1]).startswith(
        "# yaml-language-server: $schema=https://raw.githubusercontent.com/incident-actions/incident-actions/"
        f"{COMMIT}/docs/incidents.schema.json\n"
    )


ROTA = """\
on_call: # each person is on call for a week, from Monday at 09:00
  time_zone: UTC # such as Europe/Berlin
  primary:
    - people: [ada, grace]
  secondary:
    - people: [grace, ada]
"""


@pytest.mark.rest
def test_the_people_on_call_are_written_and_nothing_is_left_to_add(laptop: Laptop) -> None:
    run = laptop.init("--yes", "--on-call", "@ada, grace")

    assert run.returncode == 0, run.stdout + run.stderr
    assert ROTA in laptop.text(".github/incidents.yml")
    assert "No one is configured" not in run.stdout


@pytest.mark.rest
def test_people_on_call_who_are_no_logins_are_refused_and_nothing_is_written(laptop: Laptop) -> None:
    run = laptop.init("--yes", "--on-call", "ada@example.org")

    assert run.returncode == 2
    assert "'ada@example.org' is not a GitHub login such as ada, or a team such as acme/on-call." in run.stderr
    assert laptop.changed() == []


@pytest.mark.rest
def test_people_on_call_are_not_written_into_a_configuration_that_exists(laptop: Laptop) -> None:
    laptop.init("--yes")
    before = laptop.text(".github/incidents.yml")

    run = laptop.init("--yes", "--on-call", "ada,grace")

    assert run.returncode != 0
    assert "exists, so `--on-call` is not written into it. Add these lines to it:" in run.stdout + run.stderr
    assert ROTA in run.stdout + run.stderr
    assert laptop.text(".github/incidents.yml") == before


@pytest.mark.rest
def test_an_option_adds_its_key_and_its_workflow_and_names_a_key_that_is_missing(laptop: Laptop) -> None:
    done = laptop.init("--events", "--yes")

    assert "incident-events.yml" in done.stdout
    assert "After you changed the list, run `incident-actions init` again." in done.stdout
    assert "workflows: [CI]" in laptop.text(".github/workflows/incident-events.yml")

    refused = laptop.init("--freeze", "--yes")

    assert refused.returncode == 2
    assert "so `--freeze` is not written into it. Add this line to it" in refused.stdout + refused.stderr


@pytest.mark.rest
def test_init_asks_somebody_at_a_terminal_for_the_process_and_who_is_on_call(laptop: Laptop) -> None:
    said = laptop.init_at_terminal("n\ny\nada@example.org\nada, grace\ny\n")

    assert said.count("[y/N]: ") == 2
    assert "\nextends: p-levels\n" in laptop.text(".github/incidents.yml")

    assert "Who is on call? GitHub logins, separated by commas, or nothing to decide later:" in said
    assert "'ada@example.org' is not a GitHub login such as ada, or a team such as acme/on-call." in said
    assert ROTA.partition("  secondary")[0] in laptop.text(".github/incidents.yml")


@pytest.mark.rest
def test_the_services_of_code_owners_are_named_before_anything_is_written(laptop: Laptop, tmp_path: Path) -> None:
    (laptop.folder / "CODEOWNERS").write_text("* @ada\n/docs/ @ada\n/services/api/ @grace\n/web/ @acme/web @ada\n")
    laptop.commits()

    asked = laptop.init(answer="n\n")
    (tmp_path / "none").write_text("")
    without = laptop.init("--services", str(tmp_path / "none"), answer="n\n")
    laptop.init("--yes")

    assert "\nservices: api, web (from CODEOWNERS)\n" in asked.stdout
    assert "\nservices: " not in without.stdout
    assert "\nservices:\n  - { name: api, owner: grace }\n  - { name: web, owner: [acme/web, ada] }\n" in laptop.text(
        WRITTEN[1]
    )


@pytest.mark.rest
def test_a_daily_sweep_is_in_the_configuration_so_that_the_next_init_keeps_it(laptop: Laptop) -> None:
    laptop.init("--yes", "--daily-sweep")
    laptop.commits()

    assert "\nsweep: daily # spends about 30 runner minutes a month" in laptop.text(WRITTEN[1])
    assert 'cron: "23 6 * * *"' in laptop.text(WRITTEN[5])
    assert laptop.init("--yes").stdout == "Nothing to change.\n"


@pytest.mark.rest
def test_a_second_time_nothing_changes(laptop: Laptop) -> None:
    laptop.init("--yes")
    before = {path: laptop.text(path) for path in WRITTEN}
    uncommitted = laptop.init("--yes")
    laptop.commits()
    committed = laptop.init()

    assert (uncommitted.stdout, uncommitted.returncode) == ("Nothing to change.\n", 0)
    assert (committed.stdout, committed.returncode) == ("Nothing to change.\n", 0)
    assert {path: laptop.text(path) for path in WRITTEN} == before


@pytest.mark.parametrize("answer", ["n\n", ""])
@pytest.mark.rest
def test_init_asks_and_writes_nothing_without_a_yes(laptop: Laptop, answer: str) -> None:
    run = laptop.init(answer=answer)

    assert run.returncode == 1
    files, _, rest = run.stdout.partition("labels: ")
    assert files.splitlines() == [f"{path}: new" for path in sorted(WRITTEN, key=files.index)]
    assert rest.partition("\n")[0].startswith("SEV-1, ")
    assert "Write 7 files and create 17 labels? [y/N, d for the differences]" in rest
    assert run.stdout.endswith("Nothing was written.\n")
    assert laptop.changed() == []
    assert "incident" not in laptop.labels()


@pytest.mark.parametrize(("arguments", "answer"), [((), "d\nn\n"), (("--diff",), "n\n")])
@pytest.mark.rest
def test_init_shows_the_differences_only_if_somebody_asks(
    laptop: Laptop, arguments: tuple[str, ...], answer: str
) -> None:
    shown = laptop.init(*arguments, answer=answer).stdout
    short = laptop.init(answer="n\n").stdout

    assert "  +extends: default\n" in shown
    assert "label incident: #b60205, An incident, managed with slash commands in comments\n" in shown
    assert "extends: default" not in short


@pytest.mark.rest
def test_init_writes_after_the_differences_were_shown(laptop: Laptop) -> None:
    assert laptop.init(answer="d\ny\n").returncode == 0
    assert laptop.changed() == WRITTEN


@pytest.mark.parametrize(
    ("arguments", "removed", "asked"),
    [
        ((), "", "Create 17 labels?"),
        ((), WRITTEN[5], "Write 1 file and create 17 labels?"),
        (("--pull-request",), WRITTEN[5], "Propose 1 file and create 17 labels?"),
    ],
)
@pytest.mark.rest
def test_init_asks_only_for_the_changes_that_it_makes(
    laptop: Laptop, arguments: tuple[str, ...], removed: str, asked: str
) -> None:
    laptop.init("--yes", by=None)
    if removed:
        (laptop.folder / removed).unlink()

    assert asked in laptop.init(*arguments, answer="n\n").stdout


@pytest.mark.rest
def test_a_label_that_is_there_keeps_its_colour(laptop: Laptop) -> None:
    laptop.team.as_("ada").json("POST", "labels", {"name": "Incident", "color": "00ff00", "description": "ours"})
    laptop.init("--yes")

    assert laptop.labels()["Incident"] == ("00ff00", "ours")
    assert "incident" not in laptop.labels()


@pytest.mark.rest
def test_the_process_and_the_services_are_in_configuration_and_form(laptop: Laptop, tmp_path: Path) -> None:
    services = tmp_path / "services.yml"
    services.write_text("services:\n  - api\n  - { name: web, owner: linus }\n")
    laptop.init("--yes", "--preset", "p-levels", "--services", str(services))

    assert "\n\nservices:\n  - api\n  - { name: web, owner: linus }\n" in laptop.text(WRITTEN[1])
    form = laptop.text(WRITTEN[0])
    assert '- "P1 - Critical: ' in form
    assert '- "api"\n        - "web"\n' in form


@pytest.mark.rest
def test_services_may_be_a_name_on_each_line(laptop: Laptop, tmp_path: Path) -> None:
    (tmp_path / "services.txt").write_text("# ours\ncheckout\npayment api\n")
    laptop.init("--yes", "--services", str(tmp_path / "services.txt"))

    assert "services:\n  - checkout\n  - payment api\n" in laptop.text(WRITTEN[1])


@pytest.mark.rest
def test_without_a_token_files_are_written_and_what_is_missing_is_told(laptop: Laptop) -> None:
    run = laptop.init("--yes", by=None)

    assert run.returncode == 0
    assert laptop.changed() == WRITTEN
    assert 'The incident form needs the label "incident". Run\n`export GITHUB_TOKEN=$(gh auth token)` and' in run.stdout


@pytest.mark.rest
def test_an_update_keeps_an_edit_and_follows_the_configuration(laptop: Laptop) -> None:
    laptop.init("--yes")
    laptop.commits()
    sweep, form, configuration = WRITTEN[5], WRITTEN[0], WRITTEN[1]
    (laptop.folder / sweep).write_text(laptop.text(sweep).replace("23 * * * *", "41 * * * *"))
    (laptop.folder / configuration).write_text(laptop.text(configuration) + "services: [api]\n")
    laptop.commits()
    run = laptop.init("--yes", "--source", f"acme/incident-actions@{NEWER}")

    assert run.returncode == 0, run.stdout
    assert f"{sweep}: merged with your edits\n" in run.stdout
    assert f"{form}: updated\n" in run.stdout
    assert 'cron: "41 * * * *"' in laptop.text(sweep)
    assert f"acme/incident-actions/.github/workflows/sweep.yml@{NEWER}\n" in laptop.text(sweep)
    assert '- "api"\n' in laptop.text(form)
    assert laptop.changed() == [form, *WRITTEN[2:6]]  # and the configuration is the team's own
    laptop.commits()
    assert laptop.init("--yes", "--source", f"acme/incident-actions@{NEWER}").stdout == "Nothing to change.\n"


@pytest.mark.rest
def test_a_file_that_git_does_not_have_is_never_overwritten(laptop: Laptop) -> None:
    laptop.init("--yes")
    laptop.commits()
    sweep = laptop.folder / WRITTEN[5]
    edited = sweep.read_text().replace("23 * * * *", "41 * * * *")
    sweep.write_text(edited)
    run = laptop.init("--yes", "--source", f"acme/incident-actions@{NEWER}")

    assert run.returncode == 2
    assert (
        "Commit your changes to these files first, so that they cannot get lost: .github/workflows/incident-sweep.yml"
        in run.stderr
    )
    assert sweep.read_text() == edited
    assert laptop.changed() == [WRITTEN[5]]


@pytest.mark.rest
def test_other_uncommitted_files_are_not_in_the_way(laptop: Laptop) -> None:
    (laptop.folder / "README.md").write_text("# ours, half written\n")
    run = laptop.init("--yes")

    assert run.returncode == 0
    assert laptop.text("README.md") == "# ours, half written\n"


@pytest.mark.rest
def test_a_form_that_somebody_else_wrote_stays_and_is_told(laptop: Laptop) -> None:
    form = laptop.folder / WRITTEN[0]
    form.parent.mkdir(parents=True)
    form.write_text("name: mine\n")
    laptop.commits()
    run = laptop.init("--yes")

    assert run.returncode == 1
    assert f"{WRITTEN[0]}: not written by init, so it stays as it is\n" in run.stdout
    assert f"Please review: {WRITTEN[0]}.\n`incident-actions init --diff` shows the differences." in run.stdout
    assert form.read_text() == "name: mine\n"


@pytest.mark.rest
def test_init_proposes_one_pull_request_and_leaves_the_checkout_alone(laptop: Laptop) -> None:
    first = laptop.init("--yes", "--pull-request")
    again = laptop.init("--yes", "--pull-request")

    assert first.returncode == again.returncode == 0, first.stdout + first.stderr
    address = f"{laptop.team.sandbox.url}/acme/shop/pull/1"
    assert f"Opened a pull request: {address}\n" in first.stdout
    assert f"Opened a pull request: {address}\n" in again.stdout
    assert laptop.changed() == []
    ada = laptop.team.as_("ada")
    assert [pull["number"] for pull in ada.json("GET", "pulls")] == [1]
    assert sorted(each["filename"] for each in ada.json("GET", "pulls/1/files")) == WRITTEN
    assert "Allow GitHub Actions to create and approve pull requests" in ada.json("GET", "pulls/1")["body"]


def behind(laptop: Laptop) -> None:
    laptop.team.as_("ada").json("PUT", "contents/NEW.md", {"message": "m", "content": ""})


def not_mine(laptop: Laptop) -> None:
    form = laptop.folder / WRITTEN[0]
    form.parent.mkdir(parents=True)
    form.write_text("name: mine\n")


def tool_that_nobody_sees(laptop: Laptop) -> None:
    laptop.team.sandbox.create_repository("incident-actions/incident-actions", private=True, collaborators=PEOPLE)


@pytest.mark.parametrize(
    ("trouble", "arguments", "by", "words"),
    [
        (behind, ("--pull-request",), "ada", "This checkout is not at the newest commit of main. Run `git pull`"),
        (not_mine, ("--pull-request",), "ada", "Some files need your review first, so they cannot be proposed."),
        (lambda _: None, (), "mary", "The account of this token cannot write to acme/shop"),
        (lambda _: None, ("--pull-request",), "mary", "The account of this token cannot write to acme/shop"),
        (
            tool_that_nobody_sees,
            (),
            "ada",
            "acme/shop is public, but incident-actions/incident-actions is private. GitHub does not let the workflows of a"
            " public repository use it. Make incident-actions/incident-actions public, name a public copy with --source",
        ),
        (tool_that_nobody_sees, ("--pull-request", "--full"), "ada", "acme/shop is public"),
    ],
)
@pytest.mark.rest
def test_a_later_failure_is_found_before_the_first_write(
    laptop: Laptop, trouble: Callable[[Laptop], None], arguments: tuple[str, ...], by: str, words: str
) -> None:
    labels = laptop.labels()
    trouble(laptop)
    before = laptop.changed()
    run = laptop.init("--yes", *arguments, by=by)

    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr
    assert laptop.labels() == labels
    assert [each["name"] for each in laptop.team.as_("ada").json("GET", "branches")] == ["main"]
    assert laptop.changed() == before


@pytest.mark.rest
def test_a_private_repository_may_take_the_tool_from_a_private_one(laptop: Laptop) -> None:
    tool_that_nobody_sees(laptop)
    laptop.team.sandbox.repository("acme/shop").private = True

    assert laptop.init("--yes").returncode == 0


@pytest.mark.rest
def test_the_runner_that_a_variable_names_is_written_down_for_forks_which_get_none(laptop: Laptop) -> None:
    laptop.team.sandbox.repository("acme/shop").settings.variables["INCIDENT_RUNNER"] = "our-runner"
    laptop.init("--yes")
    laptop.commits()

    assert "    with: { runner: our-runner }\n" in laptop.text(WRITTEN[3])
    assert laptop.init(by=None).stdout == "Nothing to change.\n"
    assert laptop.init().stdout == "Nothing to change.\n"


@pytest.mark.rest
def test_whoever_locks_the_actions_of_workflows_is_told_to_lock_these(laptop: Laptop) -> None:
    (laptop.folder / ".github/workflows").mkdir(parents=True)
    (laptop.folder / ".github/workflows/actions.lock").write_text("version: 'v0.0.2'\n")
    laptop.commits()
    laptop.git("push", "--quiet", "origin", "HEAD:main")
    proposed = laptop.init("--yes", "--pull-request")
    written = laptop.init("--yes")

    assert "Run `gh actions-lock` and commit .github/workflows/actions.lock" in written.stdout
    assert "run `gh actions-lock` on this branch" in laptop.team.as_("ada").json("GET", "pulls/1")["body"]
    assert proposed.returncode == written.returncode == 0


@pytest.mark.rest
def test_a_proposal_without_a_token_says_what_it_needs(laptop: Laptop) -> None:
    run = laptop.init("--yes", "--pull-request", by=None)

    assert run.returncode == 2
    assert "A pull request needs a token. GITHUB_TOKEN is not set." in run.stderr


@pytest.mark.rest
def test_a_token_that_may_not_write_is_told_in_words_and_nothing_is_half_done(laptop: Laptop) -> None:
    run = laptop.init("--yes", by="mary")

    assert run.returncode != 0
    assert "Traceback" not in run.stdout + run.stderr
    assert laptop.changed() == []


@pytest.mark.rest
def test_a_broken_configuration_must_be_fixed_first(laptop: Laptop) -> None:
    laptop.init("--yes")
    (laptop.folder / WRITTEN[1]).write_text("extends: default\nservces: [api]\n")
    run = laptop.init("--yes")

    assert run.returncode == 2
    assert "Fix the configuration first, because the incident form is made from it" in run.stderr
    assert ".github/incidents.yml:2:1" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--preset", "p-level"), "There is no preset 'p-level'. Did you mean `p-levels`? The presets are "),
        (("--services", "none.txt"), "none.txt cannot be read"),
        (("--source", "acme/tool@main"), "is not valid. It must be OWNER/NAME@COMMIT"),
    ],
)
@pytest.mark.rest
def test_nonsense_is_told_in_words_and_nothing_is_written(
    laptop: Laptop, arguments: tuple[str, ...], said: str
) -> None:
    run = laptop.init("--yes", *arguments)

    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert laptop.changed() == []


@pytest.mark.rest
def test_outside_a_repository_it_says_so(laptop: Laptop, tmp_path: Path) -> None:
    laptop.folder = tmp_path / "nowhere"
    laptop.folder.mkdir()
    run = laptop.init("--yes")

    assert run.returncode == 2
    assert "nowhere is not in a git repository. Run `git init` there, or change to a repository." in run.stderr


@pytest.mark.rest
def test_from_a_folder_below_the_files_come_to_the_top(laptop: Laptop) -> None:
    below = laptop.folder / "src/deep"
    below.mkdir(parents=True)
    top, laptop.folder = laptop.folder, below
    run = laptop.init("--yes")
    laptop.folder = top

    assert run.returncode == 0
    assert laptop.changed() == WRITTEN


@pytest.mark.rest
@pytest.mark.parametrize("file", ["start.py", "action.yml"], ids=["a copy of the tool", "an action of that name"])
def test_a_copy_of_the_tool_has_its_workflows_already_and_a_repository_with_an_action_of_that_name_gets_them(
    laptop: Laptop, file: str
) -> None:
    action = laptop.folder / ".github/actions/incident-actions" / file
    action.parent.mkdir(parents=True)
    action.write_text("# incident-actions\n")
    laptop.commits()
    laptop.init("--yes")

    assert laptop.changed() == ([*WRITTEN[:2], WRITTEN[6]] if file == "start.py" else WRITTEN)


@pytest.mark.rest
def test_for_a_server_of_ones_own_the_workflows_are_written_out_as_it_understands_them(laptop: Laptop) -> None:
    laptop.git("remote", "set-url", "origin", "https://git.example.com/acme/shop.git")
    laptop.init("--yes", shape=(), by=None)

    assert laptop.changed() == WRITTEN
    for path in WRITTEN[2:6]:
        text = laptop.text(path)
        assert f"uses: incident-actions/incident-actions/.github/actions/incident-actions@{COMMIT}\n" in text
        assert "|| 'self-hosted'" in text
        assert "queue: max\n" not in text
        assert "workflow_call" not in text


@pytest.mark.rest
def test_the_files_that_init_wrote_run_an_incident(laptop: Laptop) -> None:
    laptop.init("--yes")
    laptop.commits()
    laptop.git("push", "--quiet", "origin", "HEAD:main")
    team = laptop.team
    ada = team.as_("ada")
    issue = ada.json("POST", "issues", {"title": "Checkout is down", "body": "", "labels": ["incident"]})["number"]
    team.settle()
    ada.json("POST", f"issues/{issue}/comments", {"body": "/sev 1"})
    team.settle()

    assert "SEV-1" in [each["name"] for each in ada.json("GET", f"issues/{issue}")["labels"]]
