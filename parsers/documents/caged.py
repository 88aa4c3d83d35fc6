"""Reading a document in the cage: what went wrong in the child becomes a paper like that of any other unreadable file."""

from core.knowledge import Knowledge, Layout
from core.names import SupplierId, safe_line
from core.paper import Field, Paper, PaperDoubt, PaperKind, Source
from parsers.cage import Cage, CageFailure, CageWhy
from parsers.cage_terms import NEURAL, Limits
from parsers.documents import learn, read, read_together
from parsers.documents.image import PictureReader, reader
from parsers.documents.joined import joined

_WHY = {
    CageWhy.TIME: "reading it takes longer than is allowed",
    CageWhy.CPU: "reading it takes longer than is allowed",
    CageWhy.MEMORY: "reading it takes more memory than is allowed",
    CageWhy.DIED: "it broke the reader",
    CageWhy.FAULT: "the reader has a fault with it",
    CageWhy.ANSWER: "what was read is too much to keep",
}


def limits() -> Limits:
    """Of a child that reads documents: wider only where rapidocr, which computes in the child, is the reader of pictures."""
    return NEURAL if reader() is PictureReader.RAPIDOCR else Limits()


def document_cage(jobs: int = 1) -> Cage:
    """A cage whose children read documents."""
    return Cage(jobs=jobs, limits=limits())


def read_caged(cage: Cage, data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    """As `parsers.documents.read`, in a child of this cage. Raises nothing for any bytes."""
    answer = cage.attempt(read, data, name, knowledge)
    if not isinstance(answer, CageFailure):
        return answer
    doubt = PaperDoubt(field=Field.FILE, why=_WHY[answer.why])
    return (Paper(kind=PaperKind.OTHER, source=Source.TEXT, file=safe_line(name), doubts=(doubt,)),)


def learn_caged(cage: Cage, data: bytes, name: str, paper: Paper, supplier: SupplierId) -> Layout | None:
    """As `parsers.documents.learn`, in a child of this cage. Raises nothing for any bytes."""
    answer = cage.attempt(learn, data, name, paper, supplier)
    return None if isinstance(answer, CageFailure) else answer


def join_caged(
    cage: Cage, files: tuple[bytes, ...], alone: tuple[tuple[Paper, ...], ...], knowledge: Knowledge
) -> tuple[tuple[int, ...], Paper] | None:
    """The pictures among some files that are one paper, by what each says alone, and that paper. Raises nothing."""

    def together(places: tuple[int, ...]) -> tuple[Paper, ...]:
        answer = cage.attempt(read_together, tuple(files[place] for place in places), knowledge)
        return () if isinstance(answer, CageFailure) else answer

    return joined(alone, together)
