"""What a screen reader gets of a PDF: its language, its title, and the tags with their words in order."""

from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject


@dataclass
class Tagged:
    language: str
    title: str
    shows_title: bool
    part: str  #: of PDF/UA
    tags: list[str] = field(default_factory=list)  #: of the whole tree, from the root on in reading order
    alternatives: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def headings(self) -> list[int]:
        return [int(tag[1:]) for tag in self.tags if len(tag) == 2 and tag[0] == "H" and tag[1].isdigit()]


def read(content: bytes) -> Tagged:
    file = PdfReader(BytesIO(content))
    root = file.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    found = Tagged(
        root["/Lang"],
        file.metadata.title,
        bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        metadata.partition("<pdfuaid:part>")[2][:1],
        text="\n".join(page.extract_text() for page in file.pages),
    )
    assert root["/MarkInfo"]["/Marked"]
    walk(root["/StructTreeRoot"]["/K"], found)
    return found


def walk(node, found: Tagged) -> None:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for each in node:
            walk(each, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.tags.append(node["/S"].lstrip("/"))
        if "/Alt" in node:
            found.alternatives.append(str(node["/Alt"]))
        if "/K" in node:
            walk(node["/K"], found)
