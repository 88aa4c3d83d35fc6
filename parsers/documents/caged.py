"""Reading a document in the cage: what went wrong in the child becomes a paper like that of any other unreadable file."""

from core.knowledge import Knowledge
from core.names import safe_line
from core.paper import Field, Paper, PaperDoubt, PaperKind, Source
from parsers.cage import Cage, CageFailure, CageWhy
from parsers.documents import read

_WHY = {
    CageWhy.TIME: "reading it takes longer than is allowed",
    CageWhy.CPU: "reading it takes longer than is allowed",
    CageWhy.MEMORY: "reading it takes more memory than is allowed",
    CageWhy.DIED: "it broke the reader",
    CageWhy.FAULT: "the reader has a fault with it",
    CageWhy.ANSWER: "what was read is too much to keep",
}


def read_caged(cage: Cage, data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    """As `parsers.documents.read`, in a child of this cage. Raises nothing for any bytes."""
    answer = cage.attempt(read, data, name, knowledge)
    if not isinstance(answer, CageFailure):
        return answer
    doubt = PaperDoubt(field=Field.FILE, why=_WHY[answer.why])
    return (Paper(kind=PaperKind.OTHER, source=Source.TEXT, file=safe_line(name), doubts=(doubt,)),)
