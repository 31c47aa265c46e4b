"""The votes on a comment are the numbers of its thumbs."""

from incident_actions.gateway.client.connection import Connection
from incident_actions.gateway.issues.votes import Votes, read_votes
from incident_actions.sandbox import Sandbox
from tests.sandbox.client import Client


def test_thumbs_are_counted_and_other_reactions_are_not(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "How did it go?"})["id"]
    grace = Client(sandbox, sandbox.token("grace"))
    for client, content in ((ada, "+1"), (grace, "+1"), (grace, "-1"), (ada, "heart")):
        client.json("POST", f"issues/comments/{comment}/reactions", {"content": content})

    assert read_votes(Connection(sandbox.installation_token, "acme/shop", sandbox.api_url), comment) == Votes(2, 1)


def test_a_comment_without_reactions_or_that_was_deleted_has_no_votes(sandbox: Sandbox, ada: Client) -> None:
    ada.issue()
    comment = ada.json("POST", "issues/1/comments", {"body": "How did it go?"})["id"]
    connection = Connection(sandbox.installation_token, "acme/shop", sandbox.api_url)

    assert read_votes(connection, comment) == Votes()
    assert read_votes(connection, 999_999) == Votes()
