"""The check from its front door: what a pull request proposes is read over the API, and told on it and nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from incident_actions.cli.check_report import MAX_ROWS
from incident_actions.cli.main import cli
from incident_actions.gateway.client import retry
from incident_actions.gateway.repository.proposed_files import MAX_LISTED_FILES, MAX_POSTMORTEMS
from incident_actions.postmortem.check import LONGEST
from incident_actions.sandbox import Job
from incident_actions.sandbox.faults import SERVER_ERROR, Fault, Reply
from incident_actions.text.wording import Wording
from tests.front_door import Door, RunResult, event, open_front_door, with_event
from tests.gateway.front import PASS, RESET, Fate, Front
from tests.postmortem.good_postmortem import GOOD_POSTMORTEM, line_of

FOLDER = "docs/incidents"
STATUS_ROUTE = "POST /repos/{owner}/{repo}/statuses/{sha}"
PATH = f"{FOLDER}/2026-03-04-checkout-is-down.md"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_front_door(tmp_path) as door:
        yield door


def proposed(door: Door, *entries: dict[str, Any], branch: str = "more", **files: str) -> Job:
    """Open a pull request with files, or with entries of a tree as git has them; the job that it starts."""
    grace = door.as_("grace")
    base = grace.json("GET", "git/ref/heads/main")["object"]["sha"]
    tree = [*entries, *({"path": path, "mode": "100644", "content": text} for path, text in files.items())]
    sha = grace.json("POST", "git/trees", {"base_tree": base, "tree": tree})["sha"]
    commit = grace.json("POST", "git/commits", {"message": "More", "tree": sha, "parents": [base]})["sha"]
    grace.json("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
    grace.pull(branch)
    return door.newest_job()


def annotations(ran: RunResult) -> list[str]:
    return [each for each in ran.output.splitlines() if each.startswith("::")]


def reported(job: Job) -> tuple[str, str]:
    """The writes of a first report."""
    pull = event(job)["pull_request"]
    return f"POST issues/{pull['number']}/comments", f"POST statuses/{pull['head']['sha']}"


def test_a_good_post_mortem_passes(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM, f"{FOLDER}/README.md": "# TODO\n", "README.md": "TODO"})

    ran = door.run(job)

    assert (job.command, ran.code, ran.writes) == (["check"], 0, reported(job))
    assert ran.output == "1 post-mortem checked: nothing to fix.\n"
    assert ran.summary == "### 1 post-mortem checked: nothing to fix\n"
    assert ran.requests == 13


def test_errors_are_reported_beside_their_line_and_in_the_summary(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM.replace("2026-03-27", "soon").replace("@linus |", "@nobody-here |")})

    ran = door.run(job)

    at = line_of("| Alert when")
    no_date = (
        'The action item "Alert when the pool is over 90 % full for 5 minutes" has the due date "soon", which can\'t be read.'
        " Write it like `2026-03-20`, `March 20, 2026` or `next friday`."
    )
    no_such = "GitHub has no person with the login `@nobody-here`. Name the owner by the login of one person."
    assert (ran.code, ran.writes) == (1, reported(job))
    assert annotations(ran) == [
        f"::error file={PATH},line={at},title=item-without-date::{no_date.replace('%', '%25')}",
        f"::error file={PATH},line={at},title=owner-unknown::{no_such}",
    ]
    assert ran.summary == (
        "### 2 to fix in the post-mortem\n\n| File | Line | What to fix |\n|---|---|---|\n"
        f"| `{PATH}` | {at} | {no_date} |\n| `{PATH}` | {at} | {no_such} |\n"
    )


def test_a_pull_request_that_deletes_a_post_mortem_has_nothing_to_check(door: Door) -> None:
    door.as_("ada").json("PUT", f"contents/{PATH}", {"message": "m", "content": ""})
    job = proposed(door, {"path": PATH, "mode": "100644", "sha": None})

    ran = door.run(job)

    assert (ran.output, ran.requests) == ("This pull request changes no post-mortem.\n", 1)


HOSTILE_NAMES = [
    "a,line=1::x.md",
    "a\n::error::x.md",
    "a%0A::x.md",
    "##[add-path]x.md",
    "a\r::stop-commands::x.md",
    "é ü.md",
]


def test_neither_a_files_name_nor_its_text_commands_the_runner(door: Door) -> None:
    text = GOOD_POSTMORTEM.replace("2026-03-04 14:00 |", "::stop-commands::x%0A::error::y |").replace(
        "@linus |", "::add-mask::x ##[error]y |"
    )
    job = proposed(door, **{f"{FOLDER}/{name}": text for name in HOSTILE_NAMES})

    ran = door.run(job)

    told = annotations(ran)
    assert ran.code == 1
    assert len(told) == 2 * len(HOSTILE_NAMES)
    assert [each for each in told if not each.startswith("::error file=docs/incidents/")] == []
    assert ran.output.split("\n")[len(told) :] == [
        f"{len(HOSTILE_NAMES)} post-mortems checked: {len(told)} to fix.",
        "",
    ]
    assert [each for each in ran.summary.split("\n") if each[:1] not in ("#", "|", "")] == []


def test_a_link_a_submodule_and_bytes_are_reported_and_not_read(door: Door) -> None:
    grace = door.as_("grace")
    blob = grace.json("POST", "git/blobs", {"content": "//4=", "encoding": "base64"})["sha"]
    job = proposed(
        door,
        {"path": f"{FOLDER}/bytes.md", "mode": "100644", "sha": blob},
        {"path": f"{FOLDER}/link.md", "mode": "120000", "content": "../../.github/incidents.yml"},
        **{f"{FOLDER}/long.md": "a" * (4 * LONGEST + 1)},
    )

    ran = door.run(job)

    assert [each.partition("line=1,title=")[2].partition("::")[0] for each in annotations(ran)] == [
        "not-text",
        "not-text",
        "file-too-long",
    ]
    assert ran.code == 1


def test_a_folder_that_became_a_link_is_not_followed(door: Door) -> None:
    door.as_("ada").json("PUT", f"contents/{PATH}", {"message": "m", "content": ""})
    job = proposed(door, {"path": FOLDER, "mode": "120000", "content": "../.github"})
    listed = json.dumps([{"filename": f"{FOLDER}/x.md", "status": "added"}]).encode()

    with Front(door.sandbox.api_url, lambda _, path: (200, listed) if "/files" in path else PASS) as front:
        ran = door.run(job, GITHUB_API_URL=front.api_url)

    assert ran.output == "This pull request changes no post-mortem.\n"


def test_more_post_mortems_than_a_run_looks_at_are_refused_whole(door: Door) -> None:
    job = proposed(door, **{f"{FOLDER}/{number}.md": "x" for number in range(MAX_POSTMORTEMS + 1)})

    ran = door.run(job)

    assert (ran.code, annotations(ran)) == (2, [])
    assert "Split it." in ran.output
    assert MAX_LISTED_FILES > MAX_POSTMORTEMS


def test_the_summary_stays_within_what_github_takes(door: Door) -> None:
    job = proposed(door, **{f"{FOLDER}/{number}.md": "TODO\n\n" * 90 for number in range(4)})

    ran = door.run(job)

    assert ran.summary.count("\n| `docs") == MAX_ROWS
    assert ran.summary.endswith(f"\n{len(annotations(ran)) - MAX_ROWS} more are in the log of this run.\n")


def test_a_pull_request_of_which_github_lists_only_a_part_is_refused_whole(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})
    listed = json.dumps(
        [{"filename": f"{number}.txt", "status": "added"} for number in range(MAX_LISTED_FILES)]
    ).encode()

    with Front(door.sandbox.api_url, lambda _, path: (200, listed) if "/files" in path else PASS) as front:
        ran = door.run(job, GITHUB_API_URL=front.api_url)

    assert (ran.code, annotations(ran)) == (2, [])


@pytest.mark.parametrize("fate", [(403, b"{}"), (500, b"{}"), (410, b"no"), RESET], ids=str)
def test_owners_that_could_not_be_looked_up_are_no_error(
    fate: Fate, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})

    with Front(door.sandbox.api_url, lambda _, path: fate if path == "/users/linus" else PASS) as front:
        ran = door.run(job, GITHUB_API_URL=front.api_url)

    notice = "GitHub did not answer whether `@linus` exists."
    assert ran.code == 0
    assert annotations(ran) == [
        f"::notice file={PATH},line={line_of('| Alert when')},title=owner-not-checked::{notice}"
    ]
    assert ran.summary.startswith("### 1 post-mortem checked: nothing to fix\n\n| File |")


def test_an_organization_is_no_person(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM.replace("@linus |", "@acme |")})

    assert [each.partition("title=")[2].partition("::")[0] for each in annotations(door.run(job))] == ["owner-unknown"]


def test_the_events_commit_is_checked_even_after_another_push(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM.replace("2026-03-27", "soon")})
    grace = door.as_("grace")
    grace.json("PUT", f"contents/{FOLDER}/later.md", {"message": "m", "content": "", "branch": "more"})

    assert [each.partition(",")[0] for each in annotations(door.run(job))] == [f"::error file={PATH}"]


@pytest.mark.parametrize(
    "pull",
    [None, {}, {"number": 1}, {"number": "1", "head": {"sha": "a" * 40}}, {"number": 1, "head": {"sha": "main"}}],
)
def test_an_event_without_a_pull_request_is_unusable(door: Door, pull: object) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})

    ran = door.run(with_event(job, {**event(job), "pull_request": pull}))

    assert (ran.code, ran.requests) == (2, 0)
    assert "does not contain a pull request" in ran.output


def test_a_broken_configuration_is_reported_and_nothing_is_checked(door: Door) -> None:
    job = proposed(door, **{PATH: "TODO"})

    ran = door.run(job, configuration="severity: [SEV-1]\n")

    assert (ran.code, annotations(ran)) == (2, [])
    assert ran.output.startswith(".github/incidents.yml:1:1: severity: unknown key")


def test_the_configuration_is_the_bases_whatever_the_pull_request_proposes(door: Door) -> None:
    job = proposed(
        door, **{PATH: GOOD_POSTMORTEM, ".github/incidents.yml": "postmortem: {sections: [{title: Other}]}\n"}
    )

    assert door.run(job).code == 0


def test_a_team_chooses_what_fails_its_post_mortems(door: Door) -> None:
    text = GOOD_POSTMORTEM.replace("About 1,300 orders", "Orders").replace("four minutes.", "four minutes. TODO")
    job = proposed(door, **{PATH: text.replace("2026-03-27", "soon")})
    levels = "{impact-without-number: warning, placeholder-left: off, item-without-date: notice}"

    ran = door.run(job, configuration=f"postmortem: {{rules: {levels}}}\n")

    assert ran.code == 0
    assert [(each.split()[0], each.partition("title=")[2].partition("::")[0]) for each in annotations(ran)] == [
        ("::warning", "impact-without-number"),
        ("::notice", "item-without-date"),
    ]
    assert [row.split(" | ")[2].partition(":")[0] for row in ran.summary.splitlines() if PATH in row] == [
        "Warning",
        "Notice",
    ]


CONFIGURATION = ".github/incidents.yml"
WRONG = "severities:\n  SEV-2: {update_every: 30 minutes}\nservics: [api]\n"


def test_a_configuration_that_is_proposed_is_checked_beside_its_lines(door: Door) -> None:
    ran = door.run(proposed(door, **{CONFIGURATION: WRONG}))

    cadence = "severities.SEV-2.update_every: expected a whole number of minutes, such as 30"
    told = annotations(ran)
    assert (ran.code, ran.writes, len(told)) == (1, (), 2)
    assert told[0] == f"::error file={CONFIGURATION},line=2,col=11,title=configuration::{cadence}"
    assert told[1].startswith(
        f"::error file={CONFIGURATION},line=3,col=1,title=configuration::servics: unknown key; did you mean `services`?"
    )
    assert ran.output.splitlines()[-1] == "Configuration checked: 2 to fix."
    assert ran.summary.startswith(
        "### 2 to fix in the configuration\n\n| File | Line | What to fix |\n|---|---|---|\n"
        f"| `{CONFIGURATION}` | 2 | `{cadence}` |\n"
    )


def test_an_unknown_account_in_a_proposed_configuration_is_reported_at_its_place(
    door: Door,
) -> None:
    text = "escalation: [ada, nobody-here]\nservices: [{name: api, owner: acme}]\ncontacts: {cto: {name: CTO, people: [acme/cto]}}\n"

    ran = door.run(proposed(door, **{CONFIGURATION: text}))

    assert (ran.code, annotations(ran)) == (
        1,
        [
            f"::error file={CONFIGURATION},line=1,col=19,title=configuration::escalation.1: there is no GitHub account 'nobody-here'",
            f"::error file={CONFIGURATION},line=2,col=24,title=configuration::services.0.owner.0: there is no GitHub account 'acme'",
        ],
    )


def test_a_good_configuration_passes_alone_and_beside_a_post_mortem(door: Door) -> None:
    ran = door.run(proposed(door, **{CONFIGURATION: "escalation: [ada]\n", PATH: GOOD_POSTMORTEM}))

    assert (ran.code, annotations(ran)) == (0, [])
    assert ran.summary == (
        "### 1 post-mortem and the configuration checked: nothing to fix\n"
        "### What behaves differently\n\n```\nescalation: + ada\n```\n"
    )
    assert ran.output == (
        "Configuration checked: nothing to fix.\n1 post-mortem checked: nothing to fix.\nescalation: + ada\n"
    )


def test_a_changed_process_is_described_by_what_behaves_differently(door: Door) -> None:
    proposal = (
        "postmortem:\n  due: 48 hours\n  rules: {item-without-type: off}\nseverities:\n  SEV-2: {update_every: 20}\n"
    )

    ran = door.run(proposed(door, **{CONFIGURATION: proposal}), configuration="postmortem: {due: 72 hours}\n")

    changes = [
        "SEV-2 update cadence: 30 → 20 min",
        "post-mortem due: 72 hours → 48 hours",
        "post-mortem rules item-without-type: none → off",
    ]
    assert ran.code == 0
    assert ran.output.splitlines() == ["Configuration checked: nothing to fix.", *changes]
    assert ran.summary.partition("### What behaves differently\n")[2].splitlines()[1:] == ["```", *changes, "```"]


def test_a_configuration_that_changes_nothing_says_so(door: Door) -> None:
    ran = door.run(proposed(door, **{CONFIGURATION: "# Our process\nextends: default\n"}))

    assert "### Nothing behaves differently\n" in ran.summary
    assert ran.output.splitlines()[-1] == "No difference."


def test_words_of_a_proposed_configuration_command_neither_the_runner_nor_the_summary(door: Door) -> None:
    ran = door.run(
        proposed(door, **{CONFIGURATION: 'playbooks: [{name: "``` @ada\\n::error::x", words: [a], symptoms: b}]\n'})
    )

    assert annotations(ran) == []
    assert "\n::error" not in ran.summary


def test_a_pull_request_that_fixes_a_broken_configuration_passes(door: Door) -> None:
    job = proposed(door, **{CONFIGURATION: "extends: default\n", PATH: GOOD_POSTMORTEM})

    ran = door.run(job, configuration="severity: [SEV-1]\n")

    assert (ran.code, annotations(ran)) == (0, [])


def test_a_pull_request_that_leaves_a_configuration_broken_fails(door: Door) -> None:
    job = proposed(door, **{CONFIGURATION: "severty: [SEV-1]\n"})

    ran = door.run(job, configuration="severity: [SEV-1]\n")

    assert ran.code == 1
    assert [each.partition(" unknown")[0].rpartition("::")[2] for each in annotations(ran)] == ["severty:"]


def test_a_configuration_that_became_a_link_is_reported_and_not_read(door: Door) -> None:
    ran = door.run(proposed(door, {"path": CONFIGURATION, "mode": "120000", "content": "../../secret"}))

    assert [each.partition("title=")[2].partition("::")[0] for each in annotations(ran)] == ["not-text"]
    assert ran.code == 1


@pytest.mark.parametrize(
    "key", ["a\\n::error::x", "##[add-path]x", "x\\e[2J", "`|` <!-- @ada", "x\\r::stop-commands::x"]
)
def test_no_key_of_a_proposed_configuration_commands_the_runner(door: Door, key: str) -> None:
    ran = door.run(proposed(door, **{CONFIGURATION: f'"{key}": 1\n'}))

    assert ran.code == 1
    assert len([each for each in ran.output.split("\n") if each]) == 2
    assert ran.output.startswith(f"::error file={CONFIGURATION},line=1,col=1,title=configuration::")
    assert len(ran.summary.splitlines()) == 5


OWN = ".github/incidents"


def test_good_templates_pass_alone_and_beside_the_rest(door: Door) -> None:
    templates = {
        f"{OWN}/comments/unknown_command.md": "No {{ asked | code }}.",
        f"{OWN}/timeline/note.md": "{{ text }}",
    }
    job = proposed(door, **templates)
    alone = door.run(job)
    beside = door.run(
        proposed(door, branch="all", **templates, **{PATH: GOOD_POSTMORTEM, ".github/incidents.yml": "extends: lean\n"})
    )

    assert (alone.code, alone.output) == (0, "2 templates checked: nothing to fix.\n")
    assert alone.summary == "### 2 templates checked: nothing to fix\n"
    assert (beside.code, annotations(beside)) == (0, [])
    assert "### 1 post-mortem and the configuration and 2 templates checked: nothing to fix\n" in beside.summary


def test_unusable_templates_are_reported_at_their_lines(door: Door) -> None:
    grace = door.as_("grace")
    blob = grace.json("POST", "git/blobs", {"content": "//4=", "encoding": "base64"})["sha"]
    job = proposed(
        door,
        {"path": f"{OWN}/comments/page.md", "mode": "120000", "content": "/proc/self/environ"},
        {"path": f"{OWN}/comments/help.md", "mode": "100644", "sha": blob},
        **{
            f"{OWN}/comments/card.md": "x" * 65_537,
            f"{OWN}/comments/may_not.md": "one\n{% if x %}\n{{ y }",
            f"{OWN}/comments/not_here.md": "one\n\n{{ x | loud }}",
            f"{OWN}/comments/unknown_comand.md": "never read",
            f"{OWN}/README.md": "our words",
            f"{OWN}/comments/watch_over.md/below.md": "x",
        },
    )

    ran = door.run(job)

    said = [each.removeprefix("::").replace(f"file={OWN}/", "") for each in annotations(ran)]
    assert ran.code == 1
    assert said == [
        "warning README.md,line=1,title=template-unknown::"
        "incident-actions has no template `README.md`, so it never uses this file.",
        "error comments/card.md,line=1,title=template-too-long::"
        "The check did not read this template, because it is longer than 32,768 bytes.",
        "error comments/help.md,line=1,title=not-text::Not a text file. The check did not read it.",
        "error comments/may_not.md,line=3,title=template-broken::This template has a syntax error: unexpected '}'.",
        "error comments/not_here.md,line=3,title=template-broken::"
        "This template has a syntax error: No filter named 'loud'.",
        "error comments/page.md,line=1,title=not-text::Not a text file. The check did not read it.",
        "warning comments/unknown_comand.md,line=1,title=template-unknown::"
        "incident-actions has no template `comments/unknown_comand.md`, so it never uses this file."
        " Did you mean `comments/unknown_command.md`?",
        "warning comments/watch_over.md/below.md,line=1,title=template-unknown::"
        "incident-actions has no template `comments/watch_over.md/below.md`, so it never uses this file."
        " Did you mean `comments/watch_over.md`?",
    ]
    assert ran.summary.startswith("### 5 to fix in the templates\n")


def test_a_folder_of_templates_that_became_a_link_is_reported(door: Door) -> None:
    ran = door.run(proposed(door, {"path": OWN, "mode": "120000", "content": "/proc/self"}, **{PATH: GOOD_POSTMORTEM}))

    assert [each.partition("::")[2].partition(",title")[0] for each in annotations(ran)] == [f"error file={OWN},line=1"]
    assert "not-text" in ran.output


def test_a_template_is_parsed_and_never_rendered(door: Door) -> None:
    endless = "{% for a in range(99999) %}" * 3 + "{{ 9 ** 9 ** 9 }}" + "{% endfor %}" * 3

    ran = door.run(proposed(door, **{f"{OWN}/comments/page.md": endless}))

    assert (ran.code, annotations(ran)) == (0, [])


@pytest.mark.parametrize(
    "template",
    ["{{" * 30_000, "{% if x %}" * 6_000, "(" * 60_000, "{{ " + "(" * 60_000, "{#" * 30_000, "{{ x" + " | line" * 9_000 + " }}",
     "{{ " + "[" * 30_000, "{% raw %}" * 7_000, "{{ 'a" + "\\" * 60_000, "{% for a in b %}" * 30 + "{% endfor %}" * 30],
    ids=range(10),
)  # fmt: skip
def test_a_template_that_is_hard_to_parse_ends_like_any_other(template: str) -> None:
    flaw = Wording(lambda _: None).find_syntax_error(template)

    assert flaw is None or (flaw[0] == 1 and flaw[1])


def test_templates_are_checked_on_a_laptop_as_in_a_pull_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / OWN / "comments").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    bad = Path(OWN, "comments/page.md")
    bad.symlink_to("/proc/self/environ")
    Path(OWN, "comments/card.md").write_bytes(b"x" * 2_000_000)
    Path(OWN, "comments/help.md").write_text("{{ x")
    Path(OWN, "comments/helpp.md").write_text("x")

    paths = [f"{OWN}/comments/{name}.md" for name in ("page", "card", "help", "helpp")]
    ran = CliRunner().invoke(cli, ["check", *paths])

    assert ran.exit_code == 1
    assert [line.rpartition("[")[2] for line in ran.output.splitlines()[:4]] == [
        "template-too-long]",
        "template-broken]",
        "template-unknown]",
        "not-text]",
    ]


def test_a_named_file_is_checked_on_a_laptop_with_plain_output(tmp_path: Path, door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})
    place = tmp_path / "shop" / PATH
    place.parent.mkdir(parents=True)
    place.write_text(GOOD_POSTMORTEM.replace("2026-03-27", "soon"))
    alone = dict.fromkeys(("GITHUB_ACTIONS", "GITHUB_TOKEN", "GITHUB_EVENT_NAME", "GITHUB_REPOSITORY"))

    ran = door.run(job, PATH, **{**alone, "GITHUB_WORKSPACE": str(tmp_path / "shop")})

    assert (ran.code, ran.requests, ran.summary) == (1, 0, "")
    assert ran.output.splitlines()[0].startswith(f"{PATH}:{line_of('| Alert when')}: error: The action item")


def test_the_check_reads_numbers_from_the_event_and_never_its_words(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})
    payload = event(job)
    payload["pull_request"] |= {"title": "\n::error::x", "body": "\n::error::x"}
    payload["pull_request"]["head"]["ref"] = "$(touch x)\n::error::x"

    ran = door.run(with_event(job, json.dumps(payload)))

    assert (ran.code, annotations(ran)) == (0, [])


def test_a_run_that_is_repeated_reports_nothing_twice(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})

    assert [door.run(job).writes for _ in range(2)] == [reported(job), ()]


def test_a_push_during_the_check_keeps_the_comment_for_the_newer_commit(door: Door) -> None:
    older = proposed(door, **{PATH: GOOD_POSTMORTEM.replace("2026-03-27", "soon")})
    body = {"message": "Write", "content": "Qg==", "branch": "more"}
    door.as_("grace").json("PUT", "contents/docs/incidents/README.md", body)
    newer = door.newest_job()

    assert door.run(older).writes == (reported(older)[1],)
    assert door.run(newer).writes == reported(newer)


@pytest.mark.parametrize("repository", [{"full_name": "mallory/shop"}, None], ids=["a fork", "a deleted fork"])
def test_a_fork_whose_token_only_reads_gets_annotations_and_a_result_alone(
    repository: dict[str, str] | None, door: Door
) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM.replace("2026-03-27", "soon")})
    payload = event(job)
    payload["pull_request"]["head"]["repo"] = repository

    ran = door.run(with_event(job, payload))

    assert (ran.code, ran.writes, len(annotations(ran))) == (1, (), 1)
    assert "refused" not in ran.summary


def test_a_workflow_without_the_new_permission_says_so_and_fails_nothing(door: Door) -> None:
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})
    door.sandbox.faults.add(Fault(Reply.error(403, "Resource not accessible by integration"), route=STATUS_ROUTE))

    ran = door.run(job)

    assert (ran.code, ran.outputs.count("clean")) == (0, 1)
    assert "`statuses: write`" in ran.summary


def test_a_report_that_github_cannot_take_fails_no_check(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)
    job = proposed(door, **{PATH: GOOD_POSTMORTEM})
    door.sandbox.faults.add(Fault(SERVER_ERROR, route=STATUS_ROUTE, times=None))

    ran = door.run(job)

    assert (ran.code, "Could not report the check" in ran.output) == (0, True)


def test_a_pull_request_without_a_post_mortem_gets_no_status(door: Door) -> None:
    job = proposed(door, **{".github/incidents.yml": "extends: lean\n"})

    assert door.run(job).writes == ()


def test_a_pull_request_that_imports_post_mortems_is_not_red(door: Door) -> None:
    foreign = (
        "---\nincident: null\nimported: true\ntitle: Database outage\n---\n\n# Database outage\n\nThe disk was full.\n"
    )
    job = proposed(door, **{f"{FOLDER}/2024/database.md": foreign})

    ran = door.run(job)

    assert (ran.code, ran.summary.partition("\n")[0]) == (0, "### 1 post-mortem checked: nothing to fix")
    assert {each.partition(" ")[0] for each in annotations(ran)} == {"::warning"}
