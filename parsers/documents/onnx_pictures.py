"""Words from a picture by rapidocr, a neural reader in this process: the extra `ocr`, for hosts without tesseract.

Its models are files of its wheel and are named here by their paths, so that it has no cause to download any.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from parsers.documents.page import Word
from parsers.documents.straight import Line

_DETECTS, _READS = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_MOST_SIDE = 2400
"""Pixels. A page of A4 at 200 dpi has 2,339; its letters are large enough."""
_DETECTION_SIDE = 1280
"""Pixels on which lines are looked for. The 2,000 of rapidocr take twice the time and memory."""
_MIN_BOX = 0.3
"""Of this mean probability a spot is a line. At the 0.5 of rapidocr a lone "1" in the column of quantities is none."""
_GAP = 1.5
"""Heights of a line between the middles of two letters, from which on they are two words even without a blank read between."""


def installed() -> bool:
    """Whether rapidocr, what it runs on and its models are there. Nothing is imported: that takes seconds."""
    return find_spec("onnxruntime") is not None and all((_models() / name).is_file() for name in (_DETECTS, _READS))


def _models() -> Path:
    found = find_spec("rapidocr")
    return Path(found.origin).parent / "models" if found and found.origin else Path("/nonexistent")


@cache
def _engine() -> Any:
    """The models, loaded once a process. One thread: the cage has a child for each core. One line at a time, and no wider
    than it is: lines of a page differ in length, and a batch computes each as if it were the longest."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # whether a line stands on its head
            "Global.use_preprocess_img": False,  # would make 90,000 pixels of the length of a strip
            "Global.use_vertical_padding": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(_models() / _DETECTS),
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
            "Det.box_thresh": _MIN_BOX,
            "Rec.model_path": str(_models() / _READS),
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, 96],
        }
    )


def words(picture: Any, dots_per_point: float) -> list[tuple[Line, Word]]:
    """Each word with its line, in points. Upright lines are left out, as they are of text."""
    from PIL import Image

    shrink = min(1.0, _MOST_SIDE / max(picture.width, picture.height))
    if shrink < 1.0:
        size = max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    read = _engine()(picture)
    if read.txts is None or not read.word_results:
        return []
    found = zip(read.txts, read.boxes, read.word_results, strict=True)
    return [
        ((str(at),), word)
        for at, (text, box, letters) in enumerate(found)
        if box[3][1] - box[0][1] < 1.5 * (box[1][0] - box[0][0])
        for word in words_of_line(text, [box for _, _, box in letters], dots_per_point * shrink)
    ]


def words_of_line(text: str, letters: Sequence[Any], scale: float) -> Iterator[Word]:
    """The words of a line, from the text and the corners of its letters in pixels; blanks have none. Words end at a blank, and
    at a gap that is wider than one."""
    run: list[tuple[str, Any]] = []
    boxes = iter(letters)
    for sign in text:
        box = None if sign.isspace() else next(boxes, None)
        if run and (box is None or _middle(box) - _middle(run[-1][1]) > _GAP * _height(box)):
            yield _word(run, scale)
            run = []
        if box is not None:
            run.append((sign, box))
    if run:
        yield _word(run, scale)


def _middle(box: Any) -> float:
    return float(box[0][0] + box[1][0]) / 2


def _height(box: Any) -> float:
    return float(box[3][1] - box[0][1])


def _word(run: list[tuple[str, Any]], scale: float) -> Word:
    """Of the corners: top left, top right, bottom right, bottom left."""
    (_, first), (_, last) = run[0], run[-1]
    return Word(
        text="".join(sign for sign, _ in run),
        left=float(first[0][0]) / scale,
        top=float(first[0][1]) / scale,
        right=float(last[1][0]) / scale,
        bottom=float(first[3][1]) / scale,
    )
