"""A bare git repository: objects and refs, with names as text and times in UTC."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from typing import TypeVar

from dulwich.graph import can_fast_forward, find_merge_base
from dulwich.object_store import commit_tree_changes, iter_tree_contents, tree_lookup_path
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.refs import Ref, check_ref_format
from dulwich.repo import Repo

FILE = 0o100644
_SHA_LENGTH = 40
_Kind = TypeVar("_Kind", bound=ShaFile)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a commit, and when."""

    name: str
    email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What stands at a path of a tree: its mode, and the object's sha."""

    mode: int
    sha: str


class GitStore:
    """The objects and refs of one repository on disk."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._objects = repo.object_store

    @classmethod
    def open(cls, folder: Path, default_branch: str) -> "GitStore":
        """The repository in a folder, made there when there is none."""
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
        """Where the repository lies."""
        return Path(self._repo.path)

    def close(self) -> None:
        """Let go of the files."""
        self._repo.close()

    def refs(self, prefix: str = "refs/") -> dict[str, str]:
        """The refs whose full names start so, sorted, with what they point at."""
        found = self._repo.refs.as_dict()
        return {name.decode(): found[name].decode() for name in sorted(found) if name.startswith(prefix.encode())}

    def ref(self, name: str) -> str | None:
        """What a ref with that full name points at."""
        sha = self._repo.refs.read_ref(Ref(name.encode()))
        return None if sha is None else sha.decode()

    def branch(self, name: str) -> str | None:
        """The head of a branch."""
        return self.ref(f"refs/heads/{name}")

    def set_ref(self, name: str, sha: str) -> None:
        """Make a ref point at an object, whatever it pointed at before."""
        self._repo.refs[Ref(name.encode())] = ObjectID(sha.encode())

    def delete_ref(self, name: str) -> None:
        """Remove a ref."""
        del self._repo.refs[Ref(name.encode())]

    def resolve(self, name: str) -> str | None:
        """The commit that a branch, a tag, a full ref or a sha (whole or its beginning) stands for."""
        for candidate in (f"refs/heads/{name}", f"refs/tags/{name}", name, f"refs/{name}"):
            if candidate.startswith("refs/") and (sha := self.ref(candidate)):
                return sha
        return self._by_sha(name)

    def has(self, sha: str) -> bool:
        """Whether there is such an object."""
        return len(sha) == _SHA_LENGTH and ObjectID(sha.encode()) in self._objects

    def kind(self, sha: str) -> str:
        """The object's type: commit, tree, blob or tag."""
        return self._object(sha).type_name.decode()

    def blob(self, sha: str) -> bytes:
        """A blob's content; KeyError where there is no such blob."""
        return self._typed(sha, Blob).as_raw_string()

    def commit(self, sha: str) -> Commit:
        """A commit; KeyError where there is no such commit."""
        return self._typed(sha, Commit)

    def tree_sha(self, sha: str) -> str:
        """The tree of a commit, or the tree itself."""
        value = self._object(sha)
        return value.tree.decode() if isinstance(value, Commit) else sha

    def entries(self, tree: str, *, recursive: bool, trees: bool = False) -> Iterator[tuple[str, TreeEntry]]:
        """What is in a tree (or in a commit's), by path, in git's order; recursively the trees only on demand."""
        sha = ObjectID(self.tree_sha(tree).encode())
        if recursive:
            for path, mode, each in iter_tree_contents(self._objects, sha, include_trees=trees):
                if path:
                    yield path.decode(), TreeEntry(mode, each.decode())
        else:
            for item in self._typed(sha.decode(), Tree).items():
                yield item.path.decode(), TreeEntry(item.mode, item.sha.decode())

    def files(self, tree: str) -> dict[str, TreeEntry]:
        """Every file of a tree (or of a commit's), by path."""
        return dict(self.entries(tree, recursive=True))

    def at(self, tree: str, path: str) -> TreeEntry | None:
        """What stands at a path of a tree (or of a commit's)."""
        root = self.tree_sha(tree)
        if not path:
            return TreeEntry(0o40000, root)
        try:
            mode, sha = tree_lookup_path(self._objects.__getitem__, ObjectID(root.encode()), path.encode())
        except KeyError:
            return None
        return TreeEntry(mode, sha.decode())

    def text(self, commit: str, path: str) -> str | None:
        """A text file at a commit."""
        entry = self.at(commit, path)
        return None if entry is None or S_ISDIR(entry.mode) else self.blob(entry.sha).decode()

    def write_blob(self, content: bytes) -> str:
        """Keep a blob."""
        return self._add(Blob.from_string(content))

    def write_tree(self, changes: Mapping[str, TreeEntry | None], onto: str | None = None) -> str:
        """Keep a tree: another with the paths changed, those with None removed; KeyError for a path not there."""
        start = ObjectID(onto.encode()) if onto else ObjectID(self._add(Tree()).encode())
        wanted = [
            (path.encode(), entry.mode, ObjectID(entry.sha.encode())) if entry else (path.encode(), None, None)
            for path, entry in changes.items()
        ]
        return commit_tree_changes(self._objects, start, wanted).decode()

    def write_commit(self, tree: str, parents: Sequence[str], message: str, *who: Signature) -> str:
        """Keep a commit by an author, and by another committer where a second signature is given."""
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

    def history(self, heads: Iterable[str], without: Iterable[str] = (), path: str | None = None) -> Iterator[str]:
        """The commits reachable from some and not from others, newest first; only those that touch a path."""
        walker = self._repo.get_walker(
            include=[ObjectID(sha.encode()) for sha in heads],
            exclude=[ObjectID(sha.encode()) for sha in without],
            paths=[path.encode()] if path else None,
            order="topo",
        )
        return (entry.commit.id.decode() for entry in walker)

    def merge_base(self, one: str, other: str) -> str | None:
        """Where two commits' histories part."""
        found = find_merge_base(self._repo, [ObjectID(one.encode()), ObjectID(other.encode())])
        return found[0].decode() if found else None

    def can_fast_forward(self, before: str, after: str) -> bool:
        """Whether the one commit is in the other's history."""
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


def is_valid(ref: str) -> bool:
    """Whether git takes a full ref name: https://git-scm.com/docs/git-check-ref-format."""
    return check_ref_format(Ref(ref.encode()))


def when(seconds: int) -> datetime:
    """A commit's time as a moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
