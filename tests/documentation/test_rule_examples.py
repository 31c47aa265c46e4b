"""Each rule of the post-mortem check has an example that breaks it alone, and one that breaks no rule."""

from typing import get_args

import pytest

from incident_actions.model.process.check_rules import RuleName
from tests.documentation.rule_examples import EXAMPLES, findings_in


def test_each_rule_has_an_example_in_the_order_of_the_rules() -> None:
    assert tuple(EXAMPLES) == get_args(RuleName)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_bad_example_breaks_its_rule_and_no_other(name: RuleName) -> None:
    assert [each.rule for each in findings_in(name, EXAMPLES[name].bad)] == [name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_good_example_breaks_no_rule(name: RuleName) -> None:
    assert findings_in(name, EXAMPLES[name].better) == ()
