"""People of a rehearsal: who is behind each name of a process, and the configuration that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from incident_actions.gateway.repository.templates import load_template
from incident_actions.model.process.process import ON_CALL, SECONDARY, SERVICE_OWNER, Process
from incident_actions.text.wording import Wording

SERVICE = "checkout"
FILER, FIRST, SECOND, OWNER, HEAD = "mary", "ada", "grace", "linus", "margaret"
RESPONDERS = {FIRST: "admin", SECOND: "maintain", OWNER: "write", "hedy": "write", "edith": "write"}
ALL_HANDS = "all-hands"
OTHERS = ("barbara", "katherine", "dorothy", "radia", "frances", "jean", "evelyn", "mavis", "joan", "sophie")


@dataclass(frozen=True)
class Participants:
    """The people of acme/shop, as a process needs them."""

    process: Process

    @cached_property
    def contacts(self) -> dict[str, tuple[str, ...]]:
        """The people behind each contact: whoever is on call for a contact that means them, else somebody else."""
        people = iter(OTHERS)
        return {key: self._own(key) or (next(people, HEAD),) for key in self.process.contacts}

    def _own(self, key: str) -> tuple[str, ...]:
        """Return the people that the preset itself names, or those of the rota and the team by another name."""
        known = {ON_CALL: (FIRST,), SECONDARY: (SECOND,), SERVICE_OWNER: (OWNER,), ALL_HANDS: (FIRST, SECOND, OWNER)}
        return self.process.contacts[key].people or known.get(key, ())

    @cached_property
    def holders(self) -> dict[str, str]:
        """Who takes each role, by its key: the contact of that name, else a responder."""
        people = iter((*RESPONDERS, *OTHERS))
        return {role.key: self.contacts.get(role.key, ("",))[0] or next(people) for role in self.process.roles}

    @property
    def paged_names(self) -> frozenset[str]:
        """The names that the process pages or notifies."""
        named = (name for rung in self.process.ladder for name in rung.page)
        return frozenset((*named, *(name for each in self.process.severities for name in each.tell)))

    @property
    def has_rota(self) -> bool:
        """Whether the process pages whoever is on call."""
        return bool(self.paged_names & {ON_CALL, SECONDARY})

    def resolve(self, names: Iterable[str], held: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the people behind names, each once; a role counts only if it is `held`."""
        return tuple(dict.fromkeys(person for name in names for person in self._people(name, frozenset(held))))

    def _people(self, name: str, held: frozenset[str]) -> tuple[str, ...]:
        rota = {ON_CALL: (FIRST,), SECONDARY: (SECOND,)} if self.has_rota else {}
        role = self.process.role(name)
        known = {**self.contacts, SERVICE_OWNER: (OWNER,), **rota}
        if name.startswith("@"):
            return (name.removeprefix("@"),)
        return known.get(name, (self.holders[role.key],) if role and role.key in held else ())

    @property
    def collaborators(self) -> dict[str, str]:
        """Everybody's role in the repository; people who are only notified need no more than to read."""
        told = {person: "read" for people in self.contacts.values() for person in people}
        holders = dict.fromkeys(self.holders.values(), "write")
        return {HEAD: "read", **told, FILER: "triage", **holders, **RESPONDERS}

    @property
    def configuration(self) -> str:
        """The text of `.github/incidents.yml`."""
        values = {
            "preset": self.process.name,
            "service": SERVICE,
            "owner": OWNER,
            "head": HEAD,
            "contacts": self.contacts,
            "primary": FIRST if self.has_rota else "",
            "secondary": SECOND,
        }
        return f"{Wording(load_template).render('drill/adopted.yml', values)}\n"
