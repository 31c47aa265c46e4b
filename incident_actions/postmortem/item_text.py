"""Split the text of an action item into what it says and its fields, in a line or in a cell of a table."""

from __future__ import annotations

from incident_actions.model.process.process import Process
from incident_actions.postmortem.columns import Columns
from incident_actions.postmortem.loose_fields import LooseFields


class ItemText:
    """Reads the items' texts of one process."""

    def __init__(self, process: Process) -> None:
        self.columns = Columns(process)
        self._loose = LooseFields(process)

    def split_line(self, text: str) -> dict[str, str]:
        """Return the cells of a line: `measure — Owner: @who — Due: YYYY-MM-DD`, or fields in its last words."""
        cells, begin, end = self._fields(text)
        return {**cells, "item": self.columns.unescape_item(text[begin:end])}

    def split_cell(self, cells: dict[str, str]) -> dict[str, str]:
        """Return the cells of a table's row, with fields from the words of its item where it has no such column."""
        if cells.keys() >= {"owner", "due", "type"}:
            return cells
        found, begin, end = self._loose.split(cells.get("item", ""), {**cells})
        return {**found, "item": cells.get("item", "")[begin:end]}

    def text_end(self, line: str) -> int:
        """Return where the fields of a line begin, which is where the item's own text ends."""
        return self._fields(line)[2]

    def _fields(self, text: str) -> tuple[dict[str, str], int, int]:
        named, end = self.columns.named_fields(text)
        cells, begin, end = self._loose.split(text[:end], named)
        return cells, begin, end
