"""The published schema accepts every preset and what may be laid over one, and refuses all else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from incident_actions.engine.commands.registry import BY_WORD
from incident_actions.gateway.repository import templates
from incident_actions.model.process.configuration_reader import read_process
from incident_actions.model.process.mistake import InvalidConfiguration
from incident_actions.model.process.schema import configuration_schema

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "incidents.schema.json"


def checked(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_schema_accepts_every_preset_and_the_configurations_of_this_repository() -> None:
    presets = sorted(templates.PRESETS.glob("*.yml"))

    ran = checked(*presets, ROOT / ".github" / "incidents.yml", ROOT / "templates" / "drill" / "incidents.yml")

    assert ran.returncode == 0, ran.stdout


PARTIAL = """
extends: lean
services: [api, { name: web, owner: ada }]
severities: { SEV-2: { update_every: 20, targets: { acknowledge: 5, room: null } }, SEV-4: null }
ladder: { vp: { after: 20 }, cto: null }
contacts: { vp: { people: [ada, acme/on-call] }, cto: null }
permissions: { sev: maintain, help: null }
on_call: { overrides: [{ from: 2026-12-24 09:00, until: 2026-12-27, who: ada }] }
postmortem: { due: 48 hours, header: [Date, { name: How bad, content: severity }], sections: { Summary: { hint: Short } } }
triage: { questions: { users: { label: Users, options: [all, few] } } }
checklists: { First minutes: null }
"""


def test_the_schema_accepts_what_may_be_laid_over_a_preset(tmp_path: Path) -> None:
    file = tmp_path / "incidents.yml"
    file.write_text(PARTIAL)

    ran = checked(file)

    assert ran.returncode == 0, ran.stdout


WRONG = [
    "extends: lena", "servics: [api]", "severities: [{ definition: x }]", "severities: { SEV-2: { update_evry: 20 } }",
    "severities: { SEV-2: { update_every: 30 minutes } }", "severities: { SEV-2: { update_every: -1 } }",
    "severities: [{ label: A, respond_within: soon }]", "contacts: { V P: { name: x } }", "permissions: { sev: boss }",
    "postmortem: { due: soon }", "escalation: ['ada l']", "statuses: [{ word: A, phase: over }]", "roles: [commander]",
]  # fmt: skip


def test_the_schema_refuses_what_no_configuration_can_hold(tmp_path: Path) -> None:
    files = [tmp_path / f"{place}.yml" for place in range(len(WRONG))]
    for file, text in zip(files, WRONG, strict=True):
        file.write_text(f"{text}\n")

    ran = checked(*files)

    assert ran.returncode == 1
    assert [text for file, text in zip(files, WRONG, strict=True) if f"{file}::$" not in ran.stdout] == []


def test_the_schema_is_valid_json_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", str(SCHEMA)]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("text", [text for text in WRONG if not text.startswith("extends")])
def test_the_tool_refuses_everything_that_the_schema_refuses(text: str) -> None:
    with pytest.raises(InvalidConfiguration):
        read_process(text, templates.load_preset, tuple(BY_WORD))


def test_the_published_schema_is_made_of_the_types() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(configuration_schema()))
