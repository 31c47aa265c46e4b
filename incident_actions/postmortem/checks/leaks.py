"""Find what must not be published: credentials and people's e-mail addresses.

The list is small on purpose. Each credential has a form that nothing else has: the prefixes that issuers publish, a
private key's first line, a signed token, a password in a URL. E-mail addresses are the only personal data, except those
of an office (https://www.rfc-editor.org/rfc/rfc2142) and reserved ones (https://www.rfc-editor.org/rfc/rfc2606). IP
addresses are not searched for, since a server's looks like a customer's, and both look like a version. GitHub's secret
scanning and push protection know far more forms; this check covers repositories without them, and forks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from incident_actions.model.lazy_pattern import lazy_pattern
from incident_actions.model.process.process import Process
from incident_actions.postmortem.finding import AddressFound, Finding, SecretFound
from incident_actions.postmortem.outline import Outline

# Each starts at the start of a word and is bounded, so that no text makes it slow.
SECRETS = {
    # https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    "a GitHub token": r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})",
    # https://docs.gitlab.com/security/tokens/#token-prefixes
    "a GitLab token": r"(?<![\w-])glpat-[A-Za-z0-9_-]{20}",
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    "an AWS access key": r"(?<!\w)(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?!\w)",
    # https://docs.slack.dev/authentication/tokens
    "a Slack token": r"(?<![\w-])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10}",
    "a Slack webhook": r"hooks\.slack\.com/services/T\w{6,20}/B\w{6,20}/\w{16}",
    "a Google API key": r"(?<![\w-])AIza[A-Za-z0-9_-]{35}(?![\w-])",
    # https://docs.stripe.com/keys
    "a Stripe key": r"(?<!\w)[sr]k_live_[A-Za-z0-9]{16}",
    "a private key": r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----",
    # https://www.rfc-editor.org/rfc/rfc7519: both parts are JSON objects, so both begin with `{"` in base64
    "a signed token (JWT)": r"(?<![\w.-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{16}",
    "a password in a URL": r"(?<![a-z])[a-z][a-z0-9+.-]{1,20}://[^\s/:@?#<>]{0,100}:(?![*$\[{…]|x{3}|\.{3}|pass(?:word)?@|secret@)[^\s/:@?#<>]{1,200}@",
}
SECRET = lazy_pattern("|".join(f"(?P<k{place}>{form})" for place, form in enumerate(SECRETS.values())), re.ASCII)
SIGNS = (
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "AKIA", "ASIA", "xox", "xapp-"),
    *("hooks.slack.com/services/", "AIza", "k_live_", "-----BEGIN ", "eyJ"),
)
"""The letters that every credential has one of, apart from a password in a URL."""

PASSWORD = lazy_pattern(r"://[^\s/:@?#<>]{0,100}:[^\s/:@?#<>]{1,200}@", re.ASCII)
"""What every password in a URL has."""

ADDRESS = lazy_pattern(
    r"(?<![\w.%+$-])(?!(?:abuse|admin|bounces?|contact|git|help|hostmaster|info|legal|marketing|noc|no-?reply"
    r"|oncall|on-call|postmaster|press|privacy|sales|security|status|support|webmaster)@)"
    r"[\w.%+-]{1,64}@(?P<domain>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.(?P<last>[A-Za-z]{2,24}))(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
AT = lazy_pattern(r"@(?<=[\w.%+-]@)[A-Za-z0-9-]", re.ASCII)
"""What every address has, and no mention."""

RESERVED_DOMAIN = lazy_pattern(
    r"(?:.*\.)?(?:example\.(?:com|net|org)|example|test|invalid|localhost|users\.noreply\.github\.com)", re.IGNORECASE
)
USER = lazy_pattern(r"://[^\s/@]{0,300}@")
"""The user of a URL, which is not an e-mail address."""

IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp"})
"""File extensions: `logo@2x.png` is a file."""


def find_problems(outline: Outline, process: Process) -> Iterator[Finding]:
    """Find credentials and e-mail addresses anywhere in the file."""
    yield from _secrets(outline.lines) if _may_hold_secret("\n".join(outline.lines)) else ()
    for number, line in enumerate(outline.lines, 1):
        if "@" in line and AT.search(line) and any(map(_is_somebodys, ADDRESS.finditer(USER.sub("://", line)))):
            yield AddressFound(number)


def _secrets(lines: Iterable[str]) -> Iterator[SecretFound]:
    kinds = tuple(SECRETS)
    for number, line in enumerate(lines, 1):
        for found in SECRET.finditer(line) if _may_hold_secret(line) else ():
            yield SecretFound(number, kinds[int((found.lastgroup or "k0")[1:])])


def _may_hold_secret(text: str) -> bool:
    """Whether a text has a part of a credential, which is found a hundred times as fast as the whole."""
    return any(sign in text for sign in SIGNS) or PASSWORD.search(text) is not None


def _is_somebodys(found: re.Match[str]) -> bool:
    return found["last"].lower() not in IMAGES and not RESERVED_DOMAIN.fullmatch(found["domain"])
