"""The owner's address is set in `pyproject.toml`; each other file that names it names the same one."""

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
URLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
NAMED = re.compile(r"(?:github\.com/([\w.-]+)|([\w-]+)\.github\.io)/incident-actions\b")
TEAM = re.compile(r"@([\w.-]+)/\w")


def owner() -> str:
    return str(urlsplit(URLS["Repository"]).path).split("/")[1]


def test_every_address_of_the_project_starts_with_that_of_its_repository() -> None:
    assert all(each.startswith(URLS["Repository"]) for each in URLS.values())


def test_these_files_name_the_owner_and_change_together() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    pages = [each for each in listed.split("\0") if each and not each.startswith("tests/") and (ROOT / each).is_file()]
    named = {each: NAMED.findall((ROOT / each).read_text("utf-8", "replace")) for each in pages}
    found = {each: {repository or site for repository, site in names} for each, names in named.items()}

    assert {each: names for each, names in found.items() if names} == {
        name: {owner()}
        for name in (
            ".github/ISSUE_TEMPLATE/config.yml",
            "README.md",
            "docs/adopt.md",
            "docs/examples.md",
            "docs/leaving.md",
            "docs/post-mortem-rules.md",
            "docs/sandbox-for-your-tests.md",
            "docs/tutorial.md",
            "docs/upgrade.md",
            "pyproject.toml",
        )
    }


def test_the_owner_reviews() -> None:
    assert set(TEAM.findall((ROOT / ".github/CODEOWNERS").read_text("utf-8"))) == {owner()}


def test_make_takes_the_address_from_there() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "--eval", "address: ; @echo $(REPOSITORY)", "address"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout == f"{URLS['Repository']}\n"
