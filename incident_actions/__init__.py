"""Run incidents entirely inside your GitHub repository."""

__version__ = "0.1.0"
