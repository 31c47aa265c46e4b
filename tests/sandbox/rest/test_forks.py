"""Forks: a repository of somebody's own, which comes from another."""

from dataclasses import replace

from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_a_fork_has_the_branches_of_its_parent_and_knows_where_it_comes_from(sandbox: Sandbox, ada: Client) -> None:
    head = ada.branch("topic", {"topic.txt": "1"})
    mallory = Client(sandbox, sandbox.token("mallory"))

    fork = mallory.fork()

    shown = fork.json("GET", "")
    assert (fork.repository, shown["fork"], shown["permissions"]["admin"]) == ("mallory/shop", True, True)
    assert [shown[name]["full_name"] for name in ("parent", "source")] == ["acme/shop", "acme/shop"]
    assert fork.json("GET", "git/ref/heads/topic")["object"]["sha"] == head
    assert [each["full_name"] for each in ada.json("GET", "forks")] == ["mallory/shop"]


def test_who_forks_twice_has_one_fork_and_a_fork_of_a_fork_has_another_name(sandbox: Sandbox) -> None:
    mallory, eve = (Client(sandbox, sandbox.token(login)) for login in ("mallory", "eve"))
    sandbox.create_repository("eve/shop", collaborators={"eve": "admin"})

    first, second, further = mallory.fork(), mallory.fork(), replace(eve, repository=mallory.fork().repository).fork()

    assert (first.repository, second.repository, further.repository) == ("mallory/shop", "mallory/shop", "eve/shop-1")
    shown = further.json("GET", "")
    assert [shown[name]["full_name"] for name in ("parent", "source")] == ["mallory/shop", "acme/shop"]


def test_nobody_forks_their_own_repository_or_one_that_they_cannot_see(sandbox: Sandbox) -> None:
    mallory = Client(sandbox, sandbox.token("mallory"))
    fork = mallory.fork()
    sandbox.create_repository("acme/vault", private=True)

    own, unseen = fork("POST", "forks"), mallory("POST", "/repos/acme/vault/forks")

    assert (own.status_code, unseen.status_code) == (403, 404)


def test_a_push_to_a_fork_starts_no_workflow_of_the_fork(running: Sandbox) -> None:
    fork = Client(running, running.token("mallory")).fork()
    fork.json("PUT", "contents/docs/b.md", {"message": "b", "content": "Yg==", "branch": "main"})
    running.settle()

    assert running.repository("mallory/shop").runs == []
    assert set(running.repository("mallory/shop").settings.disabled.values()) == {"disabled_fork"}
