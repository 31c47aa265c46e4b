"""The documentation site: the pages of docs/ in each version, with a status page and a report that the drill made."""
