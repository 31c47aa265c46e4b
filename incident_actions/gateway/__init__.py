"""The only access to GitHub, the disk and the outside world: requests, files, processes and the clock."""

from incident_actions.gateway.client.lazy_imports import load_lazily

# PyGithub loads a module for each of 170 kinds of objects, and all of `cryptography` to sign the tokens of Apps, which
# takes 80 ms. Whoever uses it needs few of those. Nobody reads archives, which other libraries are prepared for.
load_lazily("github.", "jwt", "bz2", "csv", "lzma", "zipfile")
