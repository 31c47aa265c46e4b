"""A repository gets two files that belong to the team, and the files that the tool maintains, each with its stamp."""

from typing import Any

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates, tool_files
from incident_actions.model.process import incident_form
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.event_rules import EventRules
from incident_actions.model.process.extends import preset_names
from incident_actions.model.process.people import Playbook
from incident_actions.model.process.site_rules import SiteRules
from incident_actions.setup.files import Adoption, initial_files, maintained_files
from incident_actions.setup.source import Source
from incident_actions.setup.stamp import add_stamp, is_pristine
from incident_actions.setup.workflows import NAMES, full_workflow, short_workflow, with_runner
from incident_actions.text.wording import Wording
from tests.worlds import PROCESS

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TOOL = Source("acme/incident-actions", COMMIT, "1.2.3")
RENDER = Wording(templates.load_template).render
FORM = ".github/ISSUE_TEMPLATE/incident.yml"
WORKFLOWS = {name: f".github/workflows/incident-{name}.yml" for name in NAMES}

BEGINNING = f"""\
# yaml-language-server: $schema=https://raw.githubusercontent.com/acme/incident-actions/{COMMIT}/docs/incidents.schema.json
# How this repository runs incidents. You can set any key of the preset here:
# https://github.com/acme/incident-actions/blob/{COMMIT}/docs/configuration.md
# A pull request checks your changes. To check them before you push, run `incident-actions preset check`.
extends: lean
recurrence: true # an incident shows earlier incidents and action items that are like it

"""
END = """\
# on_call: { primary: [{ people: [ada, grace] }], time_zone: Europe/Berlin } # who is paged first
# overview: true # one pinned issue shows open incidents, what is owed, and who is on call: docs/overview.md
# people: { ada: { notify: [ada-pager] } } # page ada at the addresses with this tag in INCIDENT_NOTIFY_URLS
# contacts: { vp-engineering: { people: [margaret] } } # the people behind the preset's contacts
# escalation: [margaret] # who is paged if reminders stay unanswered
# playbooks: # document procedures for specific incident types; the card shows one whose words are in the title or summary
#   Incident type 1:
#     words: [words, or whole phrases]
#     symptoms: What indicates this incident type
#     investigation: How to investigate
#     mitigation: Quick fixes or workarounds
#     resolution: Long-term fix
"""
INDEX = """\
# Incidents

Every incident with a post-mortem, the newest first. The titles link to the post-mortems.

<!-- incident-actions:index -->
| Date | Incident | Issue | Severity | Services | Duration | Action items |
|---|---|---|---|---|---|---|
<!-- /incident-actions:index -->
"""


def own(name: str) -> str:
    return tool_files.read_tool_file(f".github/workflows/{name}.yml")


def written(**options: Any) -> dict[str, str]:
    return maintained_files(Adoption(TOOL, "default", **options), PROCESS, tool_files.read_tool_file, RENDER)


@pytest.mark.parametrize(
    ("services", "lines"),
    [
        ((), "# services: [checkout-api, { name: web, owner: linus }] # names for /affects, and their owners\n"),
        (("api", {"name": "on", "owner": ["linus"]}), 'services:\n  - api\n  - { name: "on", owner: [linus] }\n'),
    ],
)  # fmt: skip
def test_a_team_gets_a_configuration_and_an_empty_index(services: tuple[Any, ...], lines: str) -> None:
    files = initial_files(Adoption(TOOL, "lean", services), RENDER)

    assert files == {".github/incidents.yml": BEGINNING + lines + END, "docs/incidents/README.md": INDEX}


@pytest.mark.parametrize("preset", preset_names(templates.load_preset))
def test_the_blank_playbook_becomes_one_when_its_comment_signs_are_removed(preset: str) -> None:
    text = initial_files(Adoption(TOOL, preset), RENDER)[".github/incidents.yml"]
    form = text.partition("# playbooks:")[2].replace("\n# ", "\n")

    process = read_process(f"extends: {preset}\nplaybooks:{form}", templates.load_preset, tuple(BY_WORD))

    assert process.playbooks[-1] == Playbook(
        name="Incident type 1",
        symptoms="What indicates this incident type",
        words=("words", "or whole phrases"),
        investigation="How to investigate",
        mitigation="Quick fixes or workarounds",
        resolution="Long-term fix",
    )


def test_the_people_on_call_are_in_the_first_configuration() -> None:
    adopted = Adoption(TOOL, "regulated", on_call=("ada", "grace"), secondary=("grace", "ada"))
    text = initial_files(adopted, RENDER)[".github/incidents.yml"]

    rota = read_process(text, templates.load_preset, tuple(BY_WORD)).on_call

    assert "# on_call" not in text
    assert rota is not None
    assert [layer.people for layer in (*rota.primary, *rota.secondary)] == [("ada", "grace"), ("grace", "ada")]


def test_a_first_configuration_may_freeze_merges_and_watch_events() -> None:
    text = initial_files(
        Adoption(TOOL, "lean", freeze=True, events=True, report=True, site="https://acme.github.io/shop/"), RENDER
    )[".github/incidents.yml"]

    process = read_process(text, templates.load_preset, tuple(BY_WORD))

    assert process.freeze is not None
    assert process.report is not None
    assert process.site == SiteRules(url="https://acme.github.io/shop/")
    assert process.events == EventRules(workflows=("CI",))


def test_a_first_configuration_can_be_read() -> None:
    text = initial_files(Adoption(TOOL, "lean", ("api",)), RENDER)[".github/incidents.yml"]

    process = read_process(text, templates.load_preset, tuple(BY_WORD))

    assert (process.name, process.service_names, process.recurrence) == ("lean", ("api",), True)


def test_a_repository_gets_every_workflow_and_the_form_each_with_a_stamp() -> None:
    files = written()

    assert list(files) == [*WORKFLOWS.values(), FORM]
    assert [path for path, text in files.items() if not is_pristine(text)] == []
    assert files[FORM] == add_stamp(incident_form.form_text(PROCESS, RENDER))


@pytest.mark.parametrize("runner", ["", "our runner"])
def test_short_workflows_call_those_of_the_tool(runner: str) -> None:
    files = written(runner=runner)

    assert {name: files[path] for name, path in WORKFLOWS.items()} == {
        name: add_stamp(short_workflow(name, own(name), TOOL, PROCESS.labels, runner)) for name in NAMES
    }


@pytest.mark.parametrize("enterprise", [False, True])
@pytest.mark.parametrize("runner", ["", "our runner"])
def test_full_workflows_are_those_of_the_tool(enterprise: bool, runner: str) -> None:
    files = written(full=True, enterprise=enterprise, runner=runner)

    assert {name: files[path] for name, path in WORKFLOWS.items()} == {
        name: add_stamp(
            full_workflow(name, with_runner(own(name), runner), TOOL, PROCESS.labels, enterprise=enterprise)
        )
        for name in NAMES
    }


def test_a_copy_of_the_tool_gets_the_form_alone() -> None:
    assert list(written(is_copy=True)) == [FORM]
