"""The exit codes of the commands that workflows run."""

HANDLED = 0
"""Everything was done, or nothing had to be."""

FAILED = 1
"""Something could not be done; the log has the details."""

MISCONFIGURED = 2
"""A file of the repository, its settings, or the token are wrong, and only people can fix that."""
