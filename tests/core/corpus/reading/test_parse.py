import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader

from core.config import INGEST, ROOT
from core.corpus.reading import parse as parse_module
from core.corpus.reading.parse import Parser
from core.corpus.reading.parsed import ParsedDocument
from core.corpus.reading.read_pdf import glued
from core.errors import InvalidInputError
from tests.core.corpus.files import (
    with_part,
    write_bomb,
    write_docx,
    write_one_of_each,
    write_pdf,
    write_pptx,
    write_typeset_pdf,
    write_xlsx,
)

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "{value}">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)


def parse(path: Path, name: str) -> ParsedDocument:
    with Parser() as parser:
        return parser.parse(path, name)


def processor_seconds() -> float:
    """Return what this process and its ended children have computed: no other one adds to it."""
    times = psutil.Process().cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def refusal(path: Path, name: str | None = None) -> str:
    with pytest.raises(InvalidInputError) as error:
        parse(path, name or path.name)
    return str(error.value)


def test_a_pdf_keeps_its_page_numbers_and_warns_of_blank_pages(tmp_path: Path) -> None:
    document = parse(write_pdf(tmp_path / "a.pdf", ["First page.", "", "Third page."]), "a.pdf")
    assert [(page.number, page.text) for page in document.pages] == [
        (1, "First page."),
        (3, "Third page."),
    ]
    assert document.warnings == ("1 of 3 pages hold no text and were left out: 2.",)


def test_a_typeset_pdf_keeps_its_words_apart(tmp_path: Path) -> None:
    lines = [
        "The preferred way to do this is by using various wrapper tools",
        "that come with the package and are kept by its maintainers.",
    ]
    path = write_typeset_pdf(tmp_path / "faq.pdf", lines)
    plain = PdfReader(path).pages[0].extract_text()
    assert "Thepreferredway" in plain  # What the first reader makes of it.
    assert parse(path, "faq.pdf").pages[0].text.split("\n") == lines


def test_long_words_are_no_reason_to_read_a_pdf_again() -> None:
    assert not glued(["Donaudampfschifffahrtsgesellschaft is a word. " + "So are these. " * 300])
    assert not glued([""])


def test_a_pdf_without_text_is_told_to_run_ocr(tmp_path: Path) -> None:
    assert refusal(write_pdf(tmp_path / "report.pdf", ["", "", ""])) == (
        "report.pdf has no text layer (3 pages). Run OCR on it first, then upload it again."
    )


def test_a_pdf_with_a_password_is_refused_and_one_locked_for_printing_is_read(
    tmp_path: Path,
) -> None:
    assert "a.pdf is protected with a password" in refusal(
        write_pdf(tmp_path / "a.pdf", ["Secret."], password="p")
    )
    open_file = write_pdf(tmp_path / "b.pdf", ["Open."], password="")
    assert parse(open_file, "b.pdf").pages[0].text == "Open."


def test_a_docx_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", ["Intro."], [["Name", "Age"], ["Ann", "31"]])
    document = parse(path, "a.docx")
    assert document.title == "Handbook"
    assert document.pages[0].text == "Handbook\n\nIntro.\n\nName: Ann; Age: 31\n\nAfter the table."


def test_a_pptx_gives_a_slide_a_page_with_notes(tmp_path: Path) -> None:
    document = parse(write_pptx(tmp_path / "a.pptx", [("One", "n1"), ("Two", "n2")]), "a.pptx")
    assert [(page.number, page.text) for page in document.pages] == [
        (1, "One\n\nn1"),
        (2, "Two\n\nn2"),
    ]


def test_an_xlsx_gives_a_sheet_a_page_and_rows_with_their_headers(tmp_path: Path) -> None:
    sheets = {"Prices": [["Part", "Price"], ["Bolt", 3.0], ["Nut", 0.5]], "Blank": []}
    document = parse(write_xlsx(tmp_path / "a.xlsx", sheets), "a.xlsx")
    assert [page.text for page in document.pages] == [
        "Sheet Prices\n\nPart: Bolt; Price: 3\n\nPart: Nut; Price: 0.5"
    ]


def test_every_format_is_read_from_a_path_without_a_suffix(tmp_path: Path) -> None:
    """As the browser's uploads lie: under bare numbers, their names beside them."""
    files = {path.name: path for path in write_one_of_each(tmp_path)}
    with Parser() as parser:
        texts = {
            name: parser.parse(path.rename(tmp_path / str(number)), name).pages[0].text
            for number, (name, path) in enumerate(files.items())
        }
    assert [name for name, text in texts.items() if Path(name).stem not in text] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_row_makes_sense_alone_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows = "Straße;Ort;Bemerkung\nMüllerstraße 5;Köln;schöne Aussicht über die Häuser\n" * 3
    path = tmp_path / "a.csv"
    path.write_bytes(rows.encode(encoding))
    document = parse(path, "a.csv")
    expected = "Straße: Müllerstraße 5; Ort: Köln; Bemerkung: schöne Aussicht über die Häuser"
    assert document.pages[0].text.startswith(expected)
    assert bool(document.warnings) == (encoding == "cp1252")


def test_html_loses_scripts_and_keeps_tables_row_wise(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>T &amp; U</title><style>p{}</style></head><body><script>x()</script>"
        "<!-- hidden --><p>Hello <b>big</b>\nworld.</p><table><tr><th>Name</th><th>Age</th></tr>"
        "<tr><td>Ann</td><td>31</td></tr></table><ul><li>one</li><li>two</li></ul></body></html>"
    )
    document = parse(path, "a.html")
    assert document.title == "T & U"
    assert document.pages[0].text == "Hello big world.\n\nName: Ann; Age: 31\n\none\n\ntwo"


def test_markdown_loses_its_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: 'Guide'\ntags: x\n---\n# Start\n\n- *one*\n")
    document = parse(path, "a.md")
    assert (document.title, document.pages[0].text) == ("Guide", "# Start\n\n- *one*")


def test_text_in_another_encoding_is_read_and_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Die Größe der Räume überrascht. Öfter fährt der Zug früh.".encode("cp1252"))
    document = parse(path, "a.txt")
    assert document.pages[0].text == "Die Größe der Räume überrascht. Öfter fährt der Zug früh."
    assert document.warnings[0].startswith("Not UTF-8: read as cp125")


def test_empty_and_blank_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b" \n\t\n")
    assert "a.txt is empty (0 bytes)" in refusal(tmp_path / "a.txt")
    assert "b.txt holds no text" in refusal(tmp_path / "b.txt")


def test_a_300_mb_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    start = processor_seconds()
    assert refusal(path) == (
        "big.pdf is 300 MB; the limit is 50 MB. Split it and upload the parts."
    )
    assert processor_seconds() - start < 0.5


def test_a_zip_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    path = write_bomb(tmp_path / "bomb.docx", 1024)
    # A process of its own: the system keeps one highest figure for all children together.
    code = (
        "import resource, sys, pathlib; from core.corpus.reading.parse import Parser\n"
        "try:\n"
        "    with Parser() as parser: parser.parse(pathlib.Path(sys.argv[1]), 'bomb.docx')\n"
        "except Exception as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = processor_seconds()
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    message, peak = done.stdout.splitlines()
    assert message.startswith("bomb.docx unpacks to more than 1,024 MB; the limit is 200 MB.")
    assert processor_seconds() - start < 5
    assert int(peak) * (1 if sys.platform == "darwin" else 1024) < 150 * 2**20


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    assert "bomb.docx is damaged" in refusal(write_bomb(tmp_path / "bomb.docx", 300, lie=True))


@pytest.mark.parametrize("value", ["x" * 100, "file"])
def test_xml_entities_are_never_expanded(tmp_path: Path, value: str) -> None:
    text = ENTITIES.format(value=value)
    if value == "file":
        (tmp_path / "secret").write_text("TOP SECRET")
        text = text.replace('a "file"', f'a SYSTEM "file://{tmp_path}/secret"')
    good = write_docx(tmp_path / "good.docx", ["Fine."])
    for encoding in ("utf-8", "utf-16"):
        bad = with_part(good, tmp_path / "bad.docx", "word/document.xml", text.encode(encoding))
        assert "bad.docx declares XML entities" in refusal(bad)


def test_a_damaged_file_is_refused_without_a_word_of_its_own(tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good.docx", ["Fine."])
    bad = with_part(good, tmp_path / "bad.docx", "word/document.xml", b"<secret")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nsecret secret")
    for path in (bad, tmp_path / "bad.pdf"):
        message = refusal(path)
        assert message.startswith(f"{path.name} is damaged and could not be read.")
        assert "secret" not in message


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import time; time.sleep(30)", "took longer than 1 seconds"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "is damaged"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "needs more than 2,048 MB"),
        ("print('no json')", "is damaged"),
    ],
)
def test_a_worker_that_ends_badly_gives_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    monkeypatch.setattr(parse_module, "WORKER", ("-c", code))
    seconds = 1 if "sleep" in code else INGEST.seconds
    monkeypatch.setattr(parse_module, "INGEST", replace(INGEST, seconds=seconds))
    monkeypatch.setattr(parse_module, "GRACE_SECONDS", 0)
    (tmp_path / "a.txt").write_text("words")
    assert refusal(tmp_path / "a.txt").startswith(f"a.txt {reason}")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [("memory_mb=150", "needs more than"), ("seconds=1", "took longer than")],
)
def test_the_worker_limits_its_memory_and_its_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: str, reason: str
) -> None:
    code = (
        "import core.config as c, dataclasses;"
        f"c.INGEST = dataclasses.replace(c.INGEST, {limits});"
        "from core.corpus.reading import parse_worker, readers, read_text;"
        "readers.READERS['text'] = lambda p, n: [bytes(10**7) for _ in range(10**6)]"
        f" if '{limits}'[0] == 'm' else sum(iter(int, 1));"
        "parse_worker.serve()"
    )
    monkeypatch.setattr(parse_module, "WORKER", ("-c", code))
    (tmp_path / "a.txt").write_text("words")
    assert refusal(tmp_path / "a.txt").startswith(f"a.txt {reason}")


@pytest.mark.skipif(not parse_module.FORKS, reason="there each file has a worker of its own")
def test_a_file_s_process_is_connected_to_nothing_of_the_worker_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import os, stat\n"
        "from core.corpus.reading import parse_worker, readers\n"
        "from core.corpus.reading.parsed import Page, ParsedDocument\n"
        "def pipes():\n"
        "    for number in range(256):\n"
        "        try: yield stat.S_ISFIFO(os.fstat(number).st_mode)\n"
        "        except OSError: pass\n"
        "def read(path, name): return ParsedDocument('t', (Page(1, f'{sum(pipes())} pipes'),))\n"
        "readers.READERS['text'] = read\n"
        "parse_worker.serve()"
    )
    monkeypatch.setattr(parse_module, "WORKER", ("-c", code))
    (tmp_path / "a.txt").write_text("words")
    assert parse(tmp_path / "a.txt", "a.txt").pages[0].text == "0 pipes"


def test_too_much_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1_000_001)
    assert "5,000,004 characters" in refusal(tmp_path / "a.txt")


def test_a_missing_file_and_a_strange_name_are_told_plainly(tmp_path: Path) -> None:
    assert "gone.pdf could not be opened (No such file" in refusal(tmp_path / "gone.pdf")
    (tmp_path / "spool").write_bytes(b"")
    assert refusal(tmp_path / "spool", "a\n\x1b[31mb.txt").startswith("a??[31mb.txt is empty")
