"""A bare git repository: objects and refs, with names as text and times in UTC."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from typing import TypeVar

from dulwich.graph import can_fast_forward, find_merge_base
from dulwich.object_store import commit_tree_changes, iter_tree_contents, tree_lookup_path
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tag, Tree
from dulwich.refs import Ref, check_ref_format
from dulwich.repo import Repo

FILE = 0o100644
_SHA_LENGTH = 40
_Kind = TypeVar("_Kind", bound=ShaFile)


@dataclass(frozen=True, slots=True)
class Signature:
    """The author or committer of a commit, and the time."""

    name: str
    email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """An entry of a tree: its mode and the sha of its object."""

    mode: int
    sha: str


class GitStore:
    """The objects and refs of one repository on disk."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._objects = repo.object_store

    @classmethod
    def open(cls, folder: Path, default_branch: str) -> "GitStore":
        """Open the repository in a folder; create one if there is none."""
        if (folder / "HEAD").exists():
            return cls(Repo(str(folder)))
        folder.mkdir(parents=True, exist_ok=True)
        store = cls(Repo.init_bare(str(folder), default_branch=default_branch.encode()))
        config = store._repo.get_config()
        config.set((b"http",), b"receivepack", b"true")  # who may push is decided before git is asked
        config.write_to_path()
        return store

    @property
    def folder(self) -> Path:
        """The repository's folder."""
        return Path(self._repo.path)

    def close(self) -> None:
        """Close the files."""
        self._repo.close()

    def refs(self, prefix: str = "refs/") -> dict[str, str]:
        """Return the refs whose full names start with a prefix, sorted, with the objects they point at."""
        found = self._repo.refs.as_dict()
        return {name.decode(): found[name].decode() for name in sorted(found) if name.startswith(prefix.encode())}

    def ref(self, name: str) -> str | None:
        """Return the object that a ref points at; None if there is no such ref."""
        sha = self._repo.refs.read_ref(Ref(name.encode()))
        return None if sha is None else sha.decode()

    def branch(self, name: str) -> str | None:
        """Return the head of a branch; None if there is no such branch."""
        return self.ref(f"refs/heads/{name}")

    def set_ref(self, name: str, sha: str) -> None:
        """Point a ref at an object."""
        self._repo.refs[Ref(name.encode())] = ObjectID(sha.encode())

    def point_head_at(self, branch: str) -> None:
        """Make a branch the one that a clone checks out."""
        self._repo.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(f"refs/heads/{branch}".encode()))

    def delete_ref(self, name: str) -> None:
        """Delete a ref."""
        del self._repo.refs[Ref(name.encode())]

    def resolve(self, name: str) -> str | None:
        """Return the commit of a branch, a tag, a full ref or a sha (whole or abbreviated)."""
        for candidate in (f"refs/heads/{name}", f"refs/tags/{name}", name, f"refs/{name}"):
            if candidate.startswith("refs/") and (sha := self.ref(candidate)):
                return self.tagged_commit(sha)
        return self._by_sha(name)

    def tagged_commit(self, sha: str) -> str:
        """Return the commit of an annotated tag, or the object itself."""
        value = self._object(sha)
        return value.object[1].decode() if isinstance(value, Tag) else sha

    def has(self, sha: str) -> bool:
        """Check that an object exists."""
        return len(sha) == _SHA_LENGTH and ObjectID(sha.encode()) in self._objects

    def kind(self, sha: str) -> str:
        """Return the object's type: commit, tree, blob or tag."""
        return self._object(sha).type_name.decode()

    def blob(self, sha: str) -> bytes:
        """Return a blob's content; raises KeyError if there is no such blob."""
        return self._typed(sha, Blob).as_raw_string()

    def commit(self, sha: str) -> Commit:
        """Return a commit; raises KeyError if there is no such commit."""
        return self._typed(sha, Commit)

    def tree_sha(self, sha: str) -> str:
        """Return the tree of a commit, or the tree itself."""
        value = self._object(sha)
        return value.tree.decode() if isinstance(value, Commit) else sha

    def entries(self, tree: str, *, recursive: bool, trees: bool = False) -> Iterator[tuple[str, TreeEntry]]:
        """Return the entries of a tree (or of a commit's), by path, in git's order."""
        sha = ObjectID(self.tree_sha(tree).encode())
        if recursive:
            for path, mode, each in iter_tree_contents(self._objects, sha, include_trees=trees):
                if path:
                    yield path.decode(), TreeEntry(mode, each.decode())
        else:
            for item in self._typed(sha.decode(), Tree).items():
                yield item.path.decode(), TreeEntry(item.mode, item.sha.decode())

    def files(self, tree: str) -> dict[str, TreeEntry]:
        """Return every file of a tree (or of a commit's), by path."""
        return dict(self.entries(tree, recursive=True))

    def at(self, tree: str, path: str) -> TreeEntry | None:
        """Return the entry at a path of a tree (or of a commit's); None if there is none."""
        root = self.tree_sha(tree)
        if not path:
            return TreeEntry(0o40000, root)
        try:
            mode, sha = tree_lookup_path(self._objects.__getitem__, ObjectID(root.encode()), path.encode())
        except KeyError:
            return None
        return TreeEntry(mode, sha.decode())

    def text(self, commit: str, path: str) -> str | None:
        """Return a text file at a commit."""
        entry = self.at(commit, path)
        return None if entry is None or S_ISDIR(entry.mode) else self.blob(entry.sha).decode()

    def copy_objects(self, source: "GitStore", heads: Iterable[str]) -> None:
        """Copy commits from another repository, with all that they reach."""
        wanted = [ObjectID(sha.encode()) for sha in heads]
        source._repo.fetch(self._repo, determine_wants=lambda _refs, _depth: wanted)  # noqa: SLF001  another of its kind

    def write_blob(self, content: bytes) -> str:
        """Write a blob and return its sha."""
        return self._add(Blob.from_string(content))

    def write_tree(self, changes: Mapping[str, TreeEntry | None], onto: str | None = None) -> str:
        """Write a copy of a tree with some paths changed or, with None, removed; raises KeyError for a missing path."""
        start = ObjectID(onto.encode()) if onto else ObjectID(self._add(Tree()).encode())
        wanted = [
            (path.encode(), entry.mode, ObjectID(entry.sha.encode())) if entry else (path.encode(), None, None)
            for path, entry in changes.items()
        ]
        return commit_tree_changes(self._objects, start, wanted).decode()

    def write_commit(self, tree: str, parents: Sequence[str], message: str, *who: Signature) -> str:
        """Write a commit by an author, and by another committer if a second signature is given."""
        commit = Commit()
        author, committer = who[0], who[-1]
        commit.tree = ObjectID(tree.encode())
        commit.parents = [ObjectID(parent.encode()) for parent in parents]
        commit.author = f"{author.name} <{author.email}>".encode()
        commit.committer = f"{committer.name} <{committer.email}>".encode()
        commit.author_time = int(author.at.timestamp())
        commit.commit_time = int(committer.at.timestamp())
        commit.author_timezone = commit.commit_timezone = 0
        commit.encoding = b"UTF-8"
        commit.message = message.encode()
        return self._add(commit)

    def write_tag(self, name: str, sha: str, message: str, who: Signature) -> str:
        """Write the object of an annotated tag."""
        tag, target = Tag(), self._object(sha)
        tag.name, tag.message = name.encode(), message.encode()
        tag.object = (type(target), ObjectID(sha.encode()))
        tag.tagger = f"{who.name} <{who.email}>".encode()
        tag.tag_time, tag.tag_timezone = int(who.at.timestamp()), 0
        return self._add(tag)

    def tag(self, sha: str) -> Tag:
        """Return the object of an annotated tag; raises KeyError if there is no such tag."""
        return self._typed(sha, Tag)

    def history(self, heads: Iterable[str], without: Iterable[str] = (), path: str | None = None) -> Iterator[str]:
        """Return the commits reachable from some and not from others, newest first; with `path` those that touch it."""
        walker = self._repo.get_walker(
            include=[ObjectID(sha.encode()) for sha in heads],
            exclude=[ObjectID(sha.encode()) for sha in without],
            paths=[path.encode()] if path else None,
            order="topo",
        )
        return (entry.commit.id.decode() for entry in walker)

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the merge base of two commits."""
        found = find_merge_base(self._repo, [ObjectID(one.encode()), ObjectID(other.encode())])
        return found[0].decode() if found else None

    def can_fast_forward(self, before: str, after: str) -> bool:
        """Check that one commit is in the other's history."""
        return can_fast_forward(self._repo, ObjectID(before.encode()), ObjectID(after.encode()))

    def _by_sha(self, name: str) -> str | None:
        if self.has(name):
            return name if self.kind(name) == "commit" else None
        if not 4 <= len(name) < _SHA_LENGTH or not set(name) <= set("0123456789abcdef"):
            return None
        found = {sha.decode() for sha in self._objects.iter_prefix(name.encode())}
        return found.pop() if len(found) == 1 else None

    def _add(self, value: ShaFile) -> str:
        self._objects.add_object(value)
        return value.id.decode()

    def _object(self, sha: str) -> ShaFile:
        return self._objects[ObjectID(sha.encode())]

    def _typed(self, sha: str, kind: type[_Kind]) -> _Kind:
        value = self._object(sha)
        if not isinstance(value, kind):
            raise KeyError(sha)
        return value


def is_valid_ref(ref: str) -> bool:
    """Check that git accepts a full ref name: https://git-scm.com/docs/git-check-ref-format."""
    return check_ref_format(Ref(ref.encode()))


def commit_time(seconds: int) -> datetime:
    """Return a commit's time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
