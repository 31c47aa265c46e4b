"""The only access to GitHub, the disk and the outside world: requests, files, processes and the clock."""

from incident_actions.gateway.client.lazy_imports import load_lazily

# The client library loads a module for each of 170 kinds of objects, and all of `cryptography` to sign the tokens of
# Apps, which takes 80 ms. A run uses few of those objects and mostly signs nothing. It reads no archives either, which
# other libraries are prepared for.
load_lazily("github.", "jwt", "bz2", "csv", "idna", "lzma", "zipfile")
