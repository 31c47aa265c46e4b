"""This machine: the checkout, the runner, logs on disk, and the time."""
