"""Playbooks are shown for the incidents that look like theirs."""

from dataclasses import replace

import pytest

from incident_actions.engine.playbooks import MOST_SHOWN, matching_playbooks
from incident_actions.model.process.people import Playbook
from tests.engine.commands.asking import running
from tests.worlds import PROCESS


def fits(playbook: Playbook, **told: object) -> bool:
    incident = replace(running().incident, **told)  # type: ignore[arg-type]
    return matching_playbooks(incident, replace(PROCESS, playbooks=(playbook,))) == (playbook,)


@pytest.mark.parametrize(
    ("words", "told", "there"),
    [
        (("deploy",), {"title": "Errors since the DEPLOY of 14:00"}, True),
        (("deploy",), {"title": "Errors since the deployment"}, False),
        (("deploy",), {"title": "redeploy"}, False),
        (("error 500",), {"summary": "every page: error\n500."}, True),
        (("error 500",), {"impact": "(error 500)"}, True),
        (("error 500",), {"impact": "error 5000"}, False),
        (("5xx",), {"title": "5xx, everywhere"}, True),
        (("c++",), {"title": "the c++ worker"}, True),
        (("größe",), {"title": "GRÖSSE"}, True),
        (("a.b",), {"title": "axb"}, False),
        (("x",), {"title": "y"}, False),
        ((), {"title": "deploy"}, False),
        ((" ",), {"title": "deploy"}, False),
    ],
)
def test_a_phrase_calls_for_it_where_it_stands_as_words(
    words: tuple[str, ...], told: dict[str, object], there: bool
) -> None:
    assert fits(Playbook(name="x", symptoms="y", words=words), **told) == there


@pytest.mark.parametrize(
    ("services", "affected", "there"),
    [(("checkout",), ("web", "Checkout"), True), (("check",), ("checkout",), False), ((), ("web",), False)],
)
def test_an_affected_service_calls_for_it(services: tuple[str, ...], affected: tuple[str, ...], there: bool) -> None:
    assert fits(Playbook(name="x", symptoms="y", services=services), services=affected) == there


def test_words_come_before_services_and_there_are_never_many() -> None:
    by_service = [Playbook(name=f"service {place}", symptoms="s", services=("web",)) for place in range(3)]
    by_word = [Playbook(name=f"word {place}", symptoms="s", words=("down",)) for place in range(2)]
    both = Playbook(name="both", symptoms="s", words=("down",), services=("web",))
    known = replace(PROCESS, playbooks=(*by_service, both, *by_word))
    incident = replace(running().incident, services=("web",))

    assert [each.name for each in matching_playbooks(incident, known)] == ["both", "word 0", "word 1"]
    assert len(matching_playbooks(incident, known)) == MOST_SHOWN
