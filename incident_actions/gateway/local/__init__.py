"""This machine: the checkout, the runner, offline logs on disk, and the time."""
