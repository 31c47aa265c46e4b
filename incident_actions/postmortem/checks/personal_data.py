"""Find numbers that belong to people: phone numbers, bank accounts, payment cards, and national identifiers.

Two maintained libraries decide what is valid: phonenumbers, and python-stdnum with the checksum of each kind. A kind is
searched for in a form that little else has, since eleven bare digits can be anything. The rule is off unless a process
asks for it, and its libraries are the extra `personal-data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.check_rules import RuleName
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import Finding, PersonalDataFound, PersonalDataNotChecked
from incident_actions.postmortem.outline import Outline

RULE: RuleName = "personal-data-found"

KINDS = {
    "an IBAN": ("iban", r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?"),
    # The digits that Visa, Mastercard, American Express, Discover and UnionPay begin with
    "a payment card": ("luhn", r"(?:4|5[1-5]|2[2-7]|3[47]|6[0245])(?:[ -]?\d){12,17}"),
    "a US Social Security number": ("us.ssn", r"\d{3}-\d{2}-\d{4}"),
    "an NHS number": ("gb.nhs", r"\d{3} \d{3} \d{4}"),
    "a French social security number": ("fr.nir", r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}"),
    "a Spanish DNI": ("es.dni", r"\d{8}-?[A-Z]"),
    "a Spanish NIE": ("es.nie", r"[XYZ]-?\d{7}-?[A-Z]"),
    "an Italian codice fiscale": ("it.codicefiscale", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"),
    "a German tax identifier": ("de.idnr", r"\d{2} \d{3} \d{3} \d{3}"),
    "a Brazilian CPF": ("br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
    "an Aadhaar number": ("in_.aadhaar", r"\d{4} \d{4} \d{4}"),
    "a Mexican CURP": ("mx.curp", r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d"),
}
"""The module of python-stdnum for each kind, and the form in which the kind is searched for."""

FORMS = {kind: lazy_pattern(rf"(?<![\w./=-]){form}(?![\w/-])", re.ASCII) for kind, (_, form) in KINDS.items()}
PHONE = "a phone number"


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find people's numbers anywhere in the file, each kind once a line."""
    if process.postmortem.rules.get(RULE, "off") == "off":
        return
    if not _is_installed():
        yield PersonalDataNotChecked(1)
        return
    for number, line in enumerate(outline.lines, 1):
        if any(each.isdigit() for each in line):
            yield from (PersonalDataFound(number, kind) for kind in _kinds_in(line))


def _is_installed() -> bool:
    """Whether the libraries are there."""
    try:
        import_module("phonenumbers")
        import_module("stdnum")
    except ModuleNotFoundError:
        return False
    return True


def _kinds_in(line: str) -> Iterator[str]:
    from phonenumbers import PhoneNumberMatcher  # noqa: PLC0415  of an extra, for processes that ask for it

    for kind, (module, _) in KINDS.items():
        found = [each.replace(" ", "").replace("-", "") for each in FORMS[kind].findall(line)]
        if found and any(map(import_module(f"stdnum.{module}").is_valid, found)):
            yield kind
    # Without a country, only a number in the international form is one.
    if "+" in line and any(True for _ in PhoneNumberMatcher(line, None)):
        yield PHONE
