"""Every command that a page shows is run, in the order in which people would type it, and says what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import which

import pytest

from tests.documentation.laptop import Laptop, said_by, shows
from tests.documentation.pages import PAGES, ROOT, Block, blocks, name_of, section, tokens
from tests.tiers import as_rest

LANGUAGES = {"python", "sh", "text", "yaml", "json", "mermaid", "markdown"}
"""What code on a page may be; whatever can be typed is `sh`."""

ELSEWHERE = {
    "make -C incident-actions drill\n": "it installs from the package index; tests/drill plays the same drill",
    'make drill ARGS="--runner act"\n.venv/bin/incident-actions sandbox --runner act\n': "as above; tests/runner plays whole lives by that runner",
    "incident-actions conformance --api https://api.github.com\n": "it keeps GitHub's pace of writes, for minutes; tests/cli/test_conformance.py runs it",
    'pip install "incident-actions[sandbox] @ git+https://github.com/incident-actions/incident-actions"\n': "it installs from the package index",
    "incident-actions sandbox --empty --port 8765 --data github\n": "its tokens are random; tests/drill/test_own_repository.py does the same",
    "incident-actions sandbox --empty --data own\n": "its tokens are random; tests/drill/test_own_repository.py does the same",
    'curl -H "Authorization: Bearer TOKEN" http://127.0.0.1:8765/api/v3/user/repos --data \'{"name": "shop"}\'\ngit init -b main shop && cd shop\ngit remote add origin http://ada:TOKEN@127.0.0.1:8765/ada/shop.git\nexport GITHUB_TOKEN=TOKEN\nincident-actions init --on-call ada\ngit add . && git commit -m "Adopt incident-actions" && git push origin main\nincident-actions doctor\n': "its tokens are random; tests/drill/test_own_repository.py does the same",
    "incident-actions sandbox --tls\n": "its certificate is new each time; tests/sandbox/test_certificate.py does the same",
    "export SSL_CERT_FILE=$PWD/sandbox/ca-bundle.pem\nexport REQUESTS_CA_BUNDLE=$PWD/sandbox/ca-bundle.pem\nexport NODE_EXTRA_CA_CERTS=$PWD/sandbox/ca.pem\ngit -c http.sslCAInfo=$PWD/sandbox/ca.pem clone https://localhost:8765/acme/shop.git\n": "as above",
    **{
        each.text: "its token is random; tests/sandbox/test_github_cli.py types it"
        for each in section(ROOT / "docs/sandbox.md", "With the GitHub CLI")
    },
    'gh secret set INCIDENT_SIGNING_KEY --body "$(openssl rand -hex 32)"\n': "GitHub's own command, with an account there",
}
"""What is shown and not run here, and why."""

README = ROOT / "README.md"
RUN = [page for page in PAGES if page != README and any(each.language == "sh" for each in blocks(page))]
"""The pages that have commands; `test_first_minutes` follows the README by the same rules."""

QUICK = ("doctor",)
"""The page that is followed in the fast tier, beside the README."""


def typed_on(page: Path) -> list[Block]:
    """What a reader of a page types, with what happens behind it."""
    return [each for each in blocks(page) if each.language == "sh" and each.text not in ELSEWHERE]


@pytest.mark.rest
@pytest.mark.parametrize("page", [page if page.stem in QUICK else as_rest(page) for page in RUN], ids=name_of)
def test_a_page_can_be_followed_from_top_to_bottom(page: Path, ready: Laptop) -> None:
    follow(page, ready)


def follow(page: Path, ready: Laptop) -> None:
    """Type what a page shows, from top to bottom, and compare what is said with what the page says."""
    if not which("curl") and any("curl " in each.text for each in typed_on(page)):
        pytest.skip("its reader needs curl")
    ran = ready.follows(typed_on(page))
    finished = ready.sandbox.settle()

    assert ran.code == 0, ran.output
    assert [each.job.command for each in finished if each.exit_code] == []
    assert ready.github.refused == []
    assert {
        each.line: missing for each, text in answers(page) if (missing := shows(text, said_by(each, ran.output)))
    } == {}, ran.output


def answers(page: Path) -> Iterator[tuple[Block, str]]:
    """What a page says that a command answers: the text right below it."""
    for asked, answered in pairwise(each for each in blocks(page) if not each.hidden):
        if asked.language == "sh" and answered.language == "text" and answered.line - asked.end <= 2:
            yield asked, answered.text


def test_all_code_says_what_it_is() -> None:
    languages = {(name_of(page), each.language) for page in PAGES for each in blocks(page)}

    assert {each for each in languages if each[1] not in LANGUAGES} == set()
    indented = [name_of(page) for page in PAGES if "code_block" in {token.type for token in tokens(page)}]
    assert indented == [], "by its indentation alone"


def test_a_command_that_is_not_run_is_still_shown() -> None:
    shown = {each.text for page in PAGES for each in blocks(page)}

    assert set(ELSEWHERE) <= shown


def test_make_knows_every_task_that_is_shown() -> None:
    tasks = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    typed = re.compile(r"(?:^|`)make (?:-C [a-z-]+ )?((?:[a-z-]+ ?)+)", re.MULTILINE)
    shown = {page: " ".join(typed.findall(page.read_text(encoding="utf-8"))).split() for page in PAGES}
    assert [(name_of(page), task) for page in PAGES for task in shown[page] if task not in tasks] == []
