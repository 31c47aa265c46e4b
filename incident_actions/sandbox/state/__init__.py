"""The state of the sandbox, independent of any API."""
