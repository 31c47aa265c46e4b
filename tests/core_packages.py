"""The packages that every run has, and no others: a folder with links to what is installed here."""

import re
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]


def link_packages(place: Path, requirements: str = "requirements.txt") -> Path:
    """Link the packages of a requirements file into a folder, and return it."""
    place.mkdir()
    for name in re.findall(r"^([a-z0-9-]+)", (ROOT / requirements).read_text(encoding="utf-8"), re.MULTILINE):
        installed = distribution(name)
        tops = {each.parts[0] for each in installed.files or ()} - {"..", "__pycache__"}
        for top in tops:
            if not (place / top).is_symlink():
                (place / top).symlink_to(str(installed.locate_file(top)))
    return place
