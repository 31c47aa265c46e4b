"""`python -m tests.laboratory.docs_site`: build the documentation site into a folder, with the examples that a drill kept."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.laboratory.docs_site.whole_site import build_site

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the documentation site.")
    parser.add_argument("--to", type=Path, default=Path("dist/docs-site"), help="the folder, which is made anew")
    parser.add_argument("--examples", type=Path, required=True, help="what `drill --keep` kept")
    given = parser.parse_args()
    build_site(given.to, given.examples)
    print(given.to / "index.html")
