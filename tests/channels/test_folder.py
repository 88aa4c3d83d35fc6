"""Mail as files: what is taken, what is left alone, and that nothing is half there."""

import threading
from pathlib import Path
from typing import Any

import pytest

from channels.folder import FolderSink, FolderSource
from channels.sink import SendJob
from core.errors import OutOfSpace, Unreachable
from core.message import TOO_LARGE_HEADER

MAIL = b"From: ann@supplier.test\r\nMessage-ID: <1@supplier.test>\r\nSubject: Invoice\r\n\r\nHello.\r\n"


def test_a_file_at_rest_is_taken_and_moved(tmp_path: Path, shelf: Any) -> None:
    """It is taken at the second look that finds it unchanged."""
    source = FolderSource(tmp_path, shelf.keep)
    (tmp_path / "one.eml").write_bytes(MAIL)

    taken = [source.look(), source.look(), source.look()]

    assert taken == [0, 1, 0]
    assert shelf.mails == [MAIL]
    assert [path.name for path in (tmp_path / "processed").iterdir()] == ["one.eml"]


def test_a_growing_file_is_left_until_it_rests(tmp_path: Path, shelf: Any) -> None:
    """Half a mail is never read."""
    source = FolderSource(tmp_path, shelf.keep)
    with (tmp_path / "one.eml").open("wb", buffering=0) as file:
        taken = []
        for piece in (MAIL[:20], MAIL[20:40], MAIL[40:]):
            file.write(piece)
            taken.append(source.look())

    assert [*taken, source.look()] == [0, 0, 0, 1]
    assert shelf.mails == [MAIL]


def test_links_hidden_files_and_folders_are_left_alone(tmp_path: Path, shelf: Any) -> None:
    """Only plain files that end in .eml are mail."""
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "link.eml").symlink_to(tmp_path / "secret")
    (tmp_path / ".hidden.eml").write_bytes(MAIL)
    (tmp_path / "folder.eml").mkdir()
    source = FolderSource(tmp_path, shelf.keep)

    assert [source.look(), source.look()] == [0, 0]
    assert not shelf.mails


def test_two_files_of_one_name_both_stay(tmp_path: Path, shelf: Any) -> None:
    """Nothing in processed/ is overwritten."""
    source = FolderSource(tmp_path, shelf.keep)
    for text in (MAIL, MAIL + b"More.\r\n"):
        (tmp_path / "one.eml").write_bytes(text)
        source.look(), source.look()

    assert sorted(path.name for path in (tmp_path / "processed").iterdir()) == ["one-2.eml", "one.eml"]
    assert len(shelf.kept) == 2


def test_a_file_stays_when_it_cannot_be_kept(tmp_path: Path, shelf: Any) -> None:
    """A full disk loses nothing; the file is taken when there is room again."""

    def full(_: object) -> None:
        raise OutOfSpace("disk full")

    shelf.before = full
    source = FolderSource(tmp_path, shelf.keep)
    (tmp_path / "one.eml").write_bytes(MAIL)
    source.look()
    with pytest.raises(OutOfSpace):
        source.look()
    shelf.before = None

    assert (tmp_path / "one.eml").exists()
    assert source.look() == 1


def test_of_a_mail_too_large_the_headers_are_kept(tmp_path: Path, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a mark that tells its size."""
    monkeypatch.setattr("channels.folder.MAIL_BYTES", 1000)
    (tmp_path / "one.eml").write_bytes(MAIL + b"x" * 2000)
    source = FolderSource(tmp_path, shelf.keep)
    source.look(), source.look()

    head = MAIL.partition(b"\r\n\r\n")[0]
    assert shelf.mails == [f"{TOO_LARGE_HEADER}: {len(MAIL) + 2000}\r\n".encode() + head + b"\r\n\r\n"]


def test_it_runs_until_it_is_stopped(tmp_path: Path, shelf: Any, in_thread: Any) -> None:
    """A file dropped while it runs is taken; a folder that goes away is trouble, not the end."""
    came = threading.Event()
    shelf.before = lambda delivery: came.set()
    source = FolderSource(tmp_path / "drop", shelf.keep, every=0.05)
    with in_thread(source):
        (tmp_path / "drop").mkdir()
        (tmp_path / "drop" / "one.eml").write_bytes(MAIL)

        assert came.wait(10)


def test_a_letter_is_a_file(tmp_path: Path) -> None:
    """The same letter again is the same file, and no other file is left."""
    sink = FolderSink(tmp_path / "out")
    job = SendJob(outbox_id="17", sender=None, recipient="ann@supplier.test", raw=MAIL)  # type: ignore[arg-type]

    assert [sink.send(job).answer, sink.send(job).answer] == ["17.eml", "17.eml"]
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "out").iterdir()] == [("17.eml", MAIL)]


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """An outbox id is a name, never a path."""
    job = SendJob(outbox_id="../../etc/x", sender=None, recipient="ann@supplier.test", raw=MAIL)  # type: ignore[arg-type]

    assert FolderSink(tmp_path / "out").send(job).answer == ".._.._etc_x.eml"


def test_a_folder_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    """The letter waits."""
    (tmp_path / "out").write_bytes(b"a file")
    job = SendJob(outbox_id="17", sender=None, recipient="ann@supplier.test", raw=MAIL)  # type: ignore[arg-type]

    with pytest.raises(Unreachable):
        FolderSink(tmp_path / "out").send(job)
    assert not FolderSink(tmp_path / "out").check().well


def test_check_says_what_to_do(tmp_path: Path, shelf: Any) -> None:
    """A missing folder is found before the first mail."""
    assert FolderSource(tmp_path, shelf.keep).check().well
    assert "create it" in FolderSource(tmp_path / "none", shelf.keep).check().advice
