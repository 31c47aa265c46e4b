"""What a GraphQL query costs: its possible nodes and its points, as GitHub counts them before it runs one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

MOST_NODES = 500_000
MOST_IN_PAGE = 100
_BOUNDS = ("first", "last")


@dataclass(slots=True)
class QueryCost:
    """The most nodes that a query can return, and the requests that its connections stand for.

    https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """

    nodes: int = 0
    requests: int = 0
    widest: int = 0
    """The longest page that it asks for."""

    @property
    def points(self) -> int:
        """The points that it takes of the hour's limit."""
        return max(round(self.requests / 100), 1)


def query_cost(document: DocumentNode, variables: Mapping[str, Any]) -> QueryCost:
    """Return what a document costs."""
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    cost = QueryCost()
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            _add(cost, each.selection_set, 1, fragments, variables)
    return cost


def _add(
    cost: QueryCost,
    selected: SelectionSetNode | None,
    parents: int,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> None:
    for each in _fields(selected, fragments):
        page = _page_size(each, variables)
        if page is not None:
            cost.requests += parents
            cost.nodes += parents * page
            cost.widest = max(cost.widest, page)
        _add(cost, each.selection_set, parents * (page or 1), fragments, variables)


def _fields(selected: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    """Yield the fields of a selection, also those of its fragments."""
    for each in selected.selections if selected else ():
        if isinstance(each, FieldNode):
            yield each
        elif isinstance(each, InlineFragmentNode):
            yield from _fields(each.selection_set, fragments)
        elif isinstance(each, FragmentSpreadNode) and each.name.value in fragments:
            yield from _fields(fragments[each.name.value].selection_set, fragments)


def _page_size(field: FieldNode, variables: Mapping[str, Any]) -> int | None:
    """Return how many nodes a connection is asked for; None for any other field."""
    for each in field.arguments or ():
        if each.name.value in _BOUNDS:
            if isinstance(each.value, IntValueNode):
                return int(each.value.value)
            if isinstance(each.value, VariableNode):
                return int(variables.get(each.value.name.value) or 0)
    return None
