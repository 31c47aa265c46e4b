"""The packages that every run has, and no others, made of what is installed here: as a folder, and as an archive."""

import re
import shutil
from importlib.metadata import distribution
from pathlib import Path

import archives
import build_archives

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


def unpack_archive(place: Path) -> list[str]:
    """Archive the packages as a release does, unpack the archive as a job does, and return what to import from."""
    place.mkdir()
    shutil.copytree(link_packages(place / "links"), place / "packages", ignore=shutil.ignore_patterns("__pycache__"))
    members = dict(build_archives.package_members(place / "packages"))
    build_archives.write(place / "core.zip", members | build_archives.own_members(place / "packages", place))
    archives.write_files((place / "core.zip").read_bytes(), place / "core")
    return archives.import_path(place / "core")
