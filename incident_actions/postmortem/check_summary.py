"""What the check found in the post-mortems of one pull request: the words of its commit status and of its comment."""

from __future__ import annotations

from collections.abc import Sequence

from incident_actions.contract.effects import COMMENT_MARK, ReportCheck
from incident_actions.model.fast_dataclass import dataclass
from incident_actions.model.process.check_rules import Level
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import LEVELS, Finding, MoreFound, level_of, word_finding
from incident_actions.postmortem.links import FileLinks
from incident_actions.text.wording import Wording

MOST_ROWS = 50
"""How many findings the comment lists, the worst first. The run of the check has them all."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that was checked: the level, the line and the words of each finding."""

    path: str
    incident: int
    """The incident that it is about; 0 where it names none."""
    found: tuple[tuple[Level, int, str], ...]
    unlisted: tuple[tuple[Level, int], ...] = ()
    """How many more findings of a level there are."""

    def count(self, level: Level) -> int:
        """Return how many findings of a level the file has."""
        return sum(each == level for each, _, _ in self.found) + dict(self.unlisted).get(level, 0)


def checked_file(path: str, incident: int, found: Sequence[Finding], process: Process, wording: Wording) -> CheckedFile:
    """Return a file with the words of what was found in it."""
    levels = [(each, level_of(each, process)) for each in found]
    listed = [
        (level, each.line, word_finding(each, wording)) for each, level in levels if not isinstance(each, MoreFound)
    ]
    unlisted = [(level, each.count) for each, level in levels if isinstance(each, MoreFound)]
    return CheckedFile(path, incident, tuple(listed), tuple(unlisted))


def summarize_check(
    files: Sequence[CheckedFile], pull: int, commit: str, links: FileLinks, wording: Wording
) -> ReportCheck:
    """Return the report of a check of an open pull request's newest commit."""
    counts = {level: sum(each.count(level) for each in files) for level in LEVELS}
    rows = [(level, each, line, words) for each in files for level, line, words in each.found]
    rows.sort(key=lambda row: LEVELS.index(row[0]))
    urls = {each.path: links.file_url("blob", commit, each.path) for each in files}
    values = {
        "files": tuple((each.path, urls[each.path]) for each in files),
        "incidents": tuple(dict.fromkeys(each.incident for each in files if each.incident)),
        "commit": commit,
        "counts": counts,
        "description": describe_counts(counts),
        "groups": tuple(
            (
                level,
                tuple(
                    (each.path, urls[each.path], line, words)
                    for one, each, line, words in rows[:MOST_ROWS]
                    if one == level
                ),
            )
            for level in LEVELS
        ),
        "more": sum(counts.values()) - len(rows[:MOST_ROWS]),
    }
    body = _comment(pull, wording.render("pull_requests/postmortem_check.md", values))
    return ReportCheck(pull, commit, not counts["error"], describe_counts(counts), body)


def withdraw_check(pull: int, commit: str, wording: Wording) -> ReportCheck:
    """Return the report on a commit that removed the last post-mortem from an open pull request."""
    body = _comment(pull, wording.render("pull_requests/postmortem_withdrawn.md", {"commit": commit}))
    return ReportCheck(pull, commit, True, "No post-mortem", body, is_withdrawal=True)  # noqa: FBT003


def _comment(pull: int, words: str) -> str:
    return f"{COMMENT_MARK.format(key=f'postmortem-check:{pull}')}\n{words}"


def describe_counts(counts: dict[Level, int]) -> str:
    """Return the numbers of findings in words, such as `2 errors, 1 warning`; `No errors` where there is nothing."""
    found = [f"{number} {level}{'s' if number != 1 else ''}" for level, number in counts.items() if number]
    return ", ".join(found if counts["error"] else ["No errors", *found])
