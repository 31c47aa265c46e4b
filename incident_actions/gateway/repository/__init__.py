"""The repository around the issues: branches, files, configuration, and how it is set up."""
