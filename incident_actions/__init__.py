"""Incident response that lives wholly inside a GitHub repository."""

__version__ = "0.1.0"
