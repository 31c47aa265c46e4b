"""The summary is short enough to be read by everybody who opens the file.

PagerDuty asks for "a short sentence or two" (https://response.pagerduty.com/after/post_mortem_template/), others for a
few sentences. The limit is six sentences of 25 words, the most that GOV.UK allows in a sentence
(https://insidegovuk.blog.gov.uk/2014/08/04/sentence-length-why-25-words-is-our-limit/).
"""

from __future__ import annotations

from collections.abc import Iterator

from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import Finding, SummaryTooLong
from incident_actions.postmortem.outline import Outline

MOST_WORDS = 150


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find summaries with too many words, apart from code and tables."""
    titles = (each.title for each in process.postmortem.sections if each.content == "summary")
    for part in (part for title in titles for part in outline.parts(title)):
        words = sum(len(each.prose.split()) for each in part.passages if each.kind == "text")
        if words > MOST_WORDS:
            yield SummaryTooLong(part.line, words, MOST_WORDS)
