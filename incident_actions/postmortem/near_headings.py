"""Find the heading that people use in place of one of the process: `Follow-ups` for `Action items`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.postmortem import Section
from incident_actions.model.process.process import Process
from incident_actions.postmortem.item_values import visible_words
from incident_actions.postmortem.outline import Outline, OutlineSection

MEANINGS = {
    "action items": "action items|actions|action plan|follow ups|follow up actions|follow up items|followups"
    "|remediation|remediations|remediation items|remediation actions|remediation plan|corrective actions"
    "|corrective and preventive actions|preventive actions|preventive measures|preventative measures|prevention"
    "|planned actions|next steps|next actions|to do|todo|todos|tasks|improvements|what we will do"
    "|what we are doing about it|what we do|what we do now|what happens next|going forward|how we will prevent it"
    "|recommendations|commitments",
    "timeline": "timeline|time line|timeline of events|timeline of the incident|incident timeline|chronology"
    "|sequence of events|event log",
    "summary": "summary|executive summary|incident summary|short summary|overview|abstract|tldr|tl dr",
    "impact": "impact|impact summary|impact assessment|customer impact|user impact|business impact",
    "root cause": "root cause|root causes|root cause analysis|root causes and trigger|cause|causes|rca|what caused it"
    "|why it happened|why did it happen|why did this happen",
    "contributing factors": "contributing factors|contributing causes|contributors|trigger|triggers",
    "went well": "what went well|went well|things that went well|what worked|what worked well|positives",
    "went poorly": "what went poorly|what went wrong|what went badly|what didn t go well|what did not go well"
    "|what didnt go well|what could have gone better|what can we do better|things that went poorly"
    "|things that went wrong|areas for improvement|what didn t work|where we struggled",
    "lucky": "where we were lucky|where we got lucky|what we got lucky on|we got lucky|luck|lucky",
    "lessons": "lessons learned|lessons learnt|lessons|learnings|what we learned|what did we learn|takeaways"
    "|key takeaways",
    "communication": "communication|communications|customer communication|customer facing communication"
    "|external communication|customer facing communication summary",
    "roles": "who did what|roles|responders|people involved|participants|incident team",
    "durations": "durations|metrics|key metrics|response metrics",
}
"""What people call the sections of a post-mortem, by one meaning each."""

CALLED = {name: meaning for meaning, names in MEANINGS.items() for name in names.split("|")}
BEGINNING = lazy_pattern(r"(?:[0-9]+(?:\.[0-9]+)*[.)]?|[ivx]+[.)])\s+")
"""The number of a heading."""

REST = lazy_pattern(r"\s*(?:[(:,/&+–—-]|\bwith\b|\band\b|\bor\b).*")
"""What people add to a heading: `(UTC)`, `& follow-ups`, `with owners`."""

ALIKE = 0.8
"""How alike a heading and a title must be, so that one is taken for a slip of the other; 1 is the same."""

NOT_WORDS = lazy_pattern(r"[^a-z0-9]+")


def near_headings(section: Section, read: Outline, process: Process) -> tuple[str, ...]:
    """Return the headings of a file that mean a section of the process, which the file does not have by its own name.

    Headings of other sections of the process are left out.
    """
    meaning = _meaning(section.title) or (section.content if section.content in MEANINGS else "")
    taken = {each.title.casefold() for each in process.postmortem.sections}
    headings = (each.visible_text for each in read.passages if each.kind == "heading" and not each.in_appendix)
    found = tuple(dict.fromkeys(each for each in headings if each.casefold() not in taken))
    meant = tuple(each for each in found if meaning and _meaning(each) == meaning)
    return meant or _misspelt(section.title, [each for each in found if not _meaning(each)])


def _misspelt(title: str, headings: Iterable[str]) -> tuple[str, ...]:
    """Return the heading that is probably a slip of a title; none where no word is close."""
    spelt = {visible_words(each).casefold(): each for each in headings}
    return tuple(spelt[each] for each in get_close_matches(title.casefold(), spelt, 1, ALIKE))


def parts_near(section: Section, read: Outline, process: Process) -> Iterator[OutlineSection]:
    """Return the sections of a file whose headings mean one of the process, each part once."""
    end = 0
    for title in near_headings(section, read, process):
        for part in read.parts(title):
            if part.line > end:
                yield part
                end = max((each.line for each in part.passages), default=part.line)


def _meaning(heading: str) -> str:
    """Return what a heading means: as a whole, or by the words before what people add to it."""
    words = BEGINNING.sub("", visible_words(heading).casefold(), count=1)
    tried = (words, REST.sub("", words, count=1))
    return next((CALLED[name] for each in tried if (name := NOT_WORDS.sub(" ", each).strip()) in CALLED), "")
