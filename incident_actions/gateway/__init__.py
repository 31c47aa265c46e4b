"""The only door to GitHub, to the disk and to the outside: requests, files, processes and the clock."""

from incident_actions.gateway.client.lazy_imports import load_lazily

# The client library loads a module for each of 170 things that GitHub knows, and all of `cryptography` to sign the
# tokens of Apps: together 80 ms. A run uses few of the former and signs nothing. Pydantic looks into the metadata of
# packages for its plugins, if they are not switched off.
load_lazily("github.", "jwt", "importlib.metadata")
