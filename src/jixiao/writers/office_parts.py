"""Single parts of an Office package changed (改写文件包的部件); every other part is copied byte for byte."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_END = re.compile(r"</(?:(\w+):)?(?:Types|Relationships)>\s*$")
_EMPTY = re.compile(r"<((?:\w+:)?(?:Types|Relationships))([^<>]*?)/>\s*$")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """New parts as a package (打包): the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(_entry(name), content)
    return out.getvalue()


class Package:
    """An Office file being changed (改写中的文件包)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = set(archive.namelist())
        self.changed: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """A part as it stands now."""
        if name in self.changed:
            return self.changed[name]
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.names or name in self.changed

    def put(self, name: str, content: bytes) -> None:
        """Change a part, or add one."""
        self.changed[name] = content

    def free(self, pattern: str) -> str:
        """The first name of that pattern that is not taken: xl/comments{}.xml."""
        return next(name for number in range(1, 10_000) if not self.has(name := pattern.format(number)))

    def typed(self, part: str, kind: str) -> None:
        """Tell the content type of a new part."""
        entry = f'<Override PartName="/{part}" ContentType="{kind}"/>'
        if f'"/{part}"' not in self.read(TYPES).decode():
            self._append(TYPES, entry)

    def typed_suffix(self, suffix: str, kind: str) -> None:
        """Tell the content type of a suffix, if the package does not yet."""
        if not re.search(rf'Extension\s*=\s*["\']{suffix}["\']', self.read(TYPES).decode(), re.IGNORECASE):
            self._append(TYPES, f'<Default Extension="{suffix}" ContentType="{kind}"/>')

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id → kind (last word of its type) and target part."""
        name = links_of(part)
        if not self.has(name):
            return {}
        found = {}
        for link in _LINK.findall(self.read(name).decode()):
            values = {key: one or two for key, one, two in _ATTRIBUTE.findall(link)}
            target = values.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
            found[values.get("Id", "")] = (values.get("Type", "").rpartition("/")[2], posixpath.normpath(whole))
        return found

    def link(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another one; the id of the new relationship."""
        name = links_of(part)
        known = self.links(part)
        new = next(f"rIdJx{number}" for number in range(1, 10_000) if f"rIdJx{number}" not in known)
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        if not self.has(name):
            self.put(name, f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode())
        kind = quoteattr(f"{RELATIONSHIPS}/{kind}")
        self._append(name, f'<Relationship Id="{new}" Type={kind} Target={quoteattr(relative)}/>')
        return new

    def _append(self, name: str, entry: str) -> None:
        """Put an entry before the end of a list of types or relationships."""
        text = _EMPTY.sub(r"<\1\2></\1>", self.read(name).decode("utf-8-sig"))
        end = _END.search(text)
        if end is None:
            raise ValueError(name)
        prefix = f"{end[1]}:" if end[1] else ""
        own = re.sub(r"^<", f"<{prefix}", entry)
        self.put(name, (text[: end.start()] + own + text[end.start() :]).encode())

    def bytes(self) -> bytes:
        """The file with what was changed (写出)."""
        return _copied(self.data, self.changed)


def links_of(part: str) -> str:
    """The part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _copied(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    left = dict(changed)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, left.pop(entry.filename) if entry.filename in left else old.read(entry))
        for name, content in left.items():
            new.writestr(_entry(name), content)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # its date is fixed
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
