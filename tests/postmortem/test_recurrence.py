"""What came back is found by its service and its words, and little else is."""

import pytest

from incident_actions.postmortem import recurrence
from incident_actions.postmortem.recurrence import PastWork, like_incident
from tests.postmortem.recurrence_measure import measure, same_service

POOL = PastWork(12, "Alert when the connection pool of the checkout database is nearly full", ("checkout",))
MAIL = PastWork(13, "Confirmation mails are not sent", ("mail",))


def test_of_sixty_made_incidents_nine_in_ten_are_found_and_nine_in_ten_of_those_found_came_back() -> None:
    found = measure()

    assert found.incidents >= 60
    assert found.precision >= 0.9
    assert found.recall >= 0.9


def test_without_the_library_the_service_finds_most_of_it_with_less_precision() -> None:
    found = measure(same_service)

    assert (found.precision >= 0.5, found.recall >= 0.9) == (True, True)


@pytest.mark.parametrize(
    ("title", "services", "found"),
    [
        ("Checkout database has no free connection in its pool", ("Checkout",), (12,)),
        ("Checkout shows the wrong currency", ("checkout",), ()),
        ("Confirmation mails are not sent to anybody", (), (13,)),
        ("Mails are late", ("web",), ()),
        ("", ("checkout",), ()),
    ],
)
def test_words_need_to_be_closer_where_no_service_is_the_same(
    title: str, services: tuple[str, ...], found: tuple[int, ...]
) -> None:
    assert tuple(each.number for each in like_incident(title, services, (POOL, MAIL))) == found


def test_without_the_library_the_same_service_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "installed_comparison", lambda: None)

    assert like_incident("Anything", ("checkout",), (POOL, MAIL)) == (POOL,)
