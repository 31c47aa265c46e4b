"""A secret of many lines becomes addresses, and what is none is kept to be told."""

import pytest

from incident_actions.gateway.notify.addresses import Address, parse_addresses

EVERYBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("secret", "known"),
    [
        ("", ()),
        ("\n  \n# a remark\n; another\n", ()),
        ("json://x.test/a", (Address(1, EVERYBODY, "json://x.test/a"),)),
        ("\r\n  json://x.test/a?b=c#d  \r\n", (Address(2, EVERYBODY, "json://x.test/a?b=c#d"),)),
        ("oncall=json://x.test", (Address(1, frozenset({"oncall"}), "json://x.test"),)),
        ("On-Call, managers = json://x.test/=", (Address(1, frozenset({"on-call", "managers"}), "json://x.test/="),)),
        ("a b\tc=json://x.test", (Address(1, frozenset({"a", "b", "c"}), "json://x.test"),)),
        ("hooks.slack.com/services/x", (Address(1, EVERYBODY, ""),)),
        ("include https://x.test/more", (Address(1, EVERYBODY, ""),)),
        ("everyone = oncall, managers", (Address(1, EVERYBODY, ""),)),
        ("2:oncall = json://x.test", (Address(1, EVERYBODY, ""),)),
        ("a=json://x.test\nb=json://y.test", (Address(1, frozenset({"a"}), "json://x.test"), Address(2, frozenset({"b"}), "json://y.test"))),
    ],
)  # fmt: skip
def test_a_line_is_an_address_with_its_tags(secret: str, known: tuple[Address, ...]) -> None:
    assert parse_addresses(secret) == known


@pytest.mark.parametrize(
    ("tags", "audience", "hears"),
    [
        (set(), "", True),
        (set(), "oncall", True),
        ({"oncall"}, "", True),
        ({"oncall"}, "oncall", True),
        ({"oncall", "press"}, "press", True),
        ({"oncall"}, "press", False),
    ],
)
def test_an_address_without_tags_receives_all_and_one_with_tags_its_own_and_everybodys(
    tags: set[str], audience: str, hears: bool
) -> None:
    assert Address(1, frozenset(tags), "json://x.test").receives(audience) is hears


@pytest.mark.parametrize(
    ("tags", "audience", "hears"),
    [
        ({"ada-pager"}, "ada-pager", True),
        ({"ada-pager", "oncall"}, "ada-pager", True),
        (set(), "ada-pager", False),
        ({"oncall"}, "ada-pager", False),
        ({"ada-pager"}, "", False),
        ({"ada-pager", "oncall"}, "", True),
        ({"ada-pager", "oncall"}, "oncall", True),
        (set(), "", True),
        (set(), "oncall", True),
    ],
)
def test_a_personal_tag_is_for_its_addresses_alone_and_they_get_nothing_that_is_for_everybody(
    tags: set[str], audience: str, hears: bool
) -> None:
    address = Address(1, frozenset(tags), "json://x.test")

    assert address.receives(audience, ("ada-pager",)) is hears


def test_an_address_is_never_shown() -> None:
    assert "x.test" not in repr(parse_addresses("oncall = slack://secret@x.test"))
