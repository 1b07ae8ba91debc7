import json
from pathlib import Path

import pytest

from core.errors import InvalidInputError
from core.questions.read import TEMPLATE_CSV, read_folder, read_questions


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_questions(path)
    return str(caught.value)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def json_lines(*rows: dict) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_the_template_can_be_imported_as_it_is(tmp_path: Path) -> None:
    questions = read_questions(written(tmp_path, "template.csv", TEMPLATE_CSV))
    assert questions[0].answers == ("1 May 2024", "May 1 2024")
    assert questions[-1].kind == "unanswerable"
    assert questions[-1].answers == ()
    assert [question.split for question in questions] == ["train", "test", "", "test"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["question", "answers", "doc_id"]) + "\n"
    text += delimiter.join(["Who, when; why?", "Ann", "d1"]).replace("Who, when; why?", '"Who?"')
    [question] = read_questions(written(tmp_path, "q.csv", text))
    assert (question.text, question.answers, question.document) == ("Who?", ("Ann",), "d1")
    assert question.group == "d1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "question;answer\r\nWo liegt Zürich?;am Zürichsee\u2013Limmat\r\n"
    [question] = read_questions(written(tmp_path, "q.csv", text.encode(encoding)))
    assert question.text == "Wo liegt Zürich?"
    assert question.answers == ("am Zürichsee\u2013Limmat",)


def test_a_quoted_text_may_span_lines_and_line_numbers_stay_right(tmp_path: Path) -> None:
    text = 'sep=,\nquestion,answers\n"Who\nis it?",Ann\n\nWhen?,\n'
    assert "(line 6)" in refusal(written(tmp_path, "q.csv", text))


def test_other_fields_of_json_lines_are_kept(tmp_path: Path) -> None:
    row = {"question": "Who?", "answers": ["A|B"], "doc_id": "d", "answers_v2": ["C"], "id": 7}
    [question] = read_questions(written(tmp_path, "q.jsonl", json_lines(row)))
    assert question.extra == {"answers_v2": ["C"]}
    assert (question.id, question.answers, question.kind) == ("7", ("A|B",), "answerable")


def test_a_question_without_id_gets_the_same_one_each_time(tmp_path: Path) -> None:
    path = written(tmp_path, "q.csv", "question,answers\nWho?,Ann\nWhen?,now\n")
    first, second = read_questions(path)
    assert first.id != second.id
    assert first.group == first.id
    assert [first, second] == read_questions(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "q.csv",
            "text,gold\na,b\n",
            "q.csv needs the columns question and answers; it has: text, gold. A template",
        ),
        (
            "q.csv",
            "question,answers\nWho?,\nWhy?,x\nWhen?, | \n",
            "q.csv: 2 lines have no answer (lines 2 and 4). Fill it in, or set the kind",
        ),
        ("q.csv", "question,answers\n,x\n", "q.csv: 1 line has no question (line 2)"),
        (
            "q.csv",
            "question,answers,kind\nWho?,x,Unanswerable\n",
            "an answer although the kind is unanswerable (line 2)",
        ),
        (
            "q.csv",
            "question,answers,split\nWho?,x,holdout\n",
            "the split 'holdout' is unknown (line 2). Use train, dev or test",
        ),
        (
            "q.csv",
            "id,question,answers\n1,Who?,x\n1,When?,y\n",
            "the id '1' is used for different questions (lines 2 and 3)",
        ),
        (
            "q.csv",
            "question,answers\nWho?,x\nWho?,y\n",
            "the same question appears on lines 2 and 3 with different fields",
        ),
        ("q.csv", "question,answers\nWho?,x,y\n", "more cells than columns on line 2"),
        ("q.csv", 'question,answers\nWho?,"x\n', "the record that begins on line 2 cannot be read"),
        ("q.csv", "", "q.csv is empty"),
        ("q.csv", " \n\n", "q.csv is empty"),
        ("q.csv", "question,answers\n", "q.csv holds no questions"),
        ("q.csv", b"PK\x03\x04\0\0\xff\xfe", "q.csv is not a text file"),
        ("q.xlsx", "x", "q.xlsx is not a question file"),
        ("q.jsonl", "", "q.jsonl is empty"),
        (
            "q.jsonl",
            '{"question": "a", "answers": ["b"]}\n{"question": \n',
            "q.jsonl: line 2 is not valid JSON",
        ),
        ("q.jsonl", "[1]\n", "q.jsonl: line 1 is not an object"),
        ("q.jsonl", '{"question": "a", "answers": []}', "q.jsonl: 1 line has no answer (line 1)"),
        ("q.jsonl", '{"question": {"a": 1}, "answers": "b"}', "1 line has no question (line 1)"),
    ],
)
def test_a_bad_file_is_refused_with_its_sentence(
    tmp_path: Path, name: str, content: str | bytes, sentence: str
) -> None:
    assert sentence in refusal(written(tmp_path, name, content))


def test_many_faulty_lines_are_named_in_short(tmp_path: Path) -> None:
    text = "question,answers\n" + "Who?,\n" * 9
    message = refusal(written(tmp_path, "q.csv", text))
    assert "9 lines have no answer (lines 2, 3, 4, 5, 6 and 4 more)" in message
    assert message.endswith("nothing was changed.")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "nowhere.csv is not there" in refusal(tmp_path / "nowhere.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = [
        {"doc_id": "a", "title": "A", "text": "one", "text_v2": "two"},
        {"doc_id": "b", "text": "same", "text_v2": None},
    ]
    written(tmp_path, "docs.jsonl", json_lines(*documents))
    return tmp_path


def test_version_2_takes_the_second_text_where_there_is_one(folder: Path) -> None:
    assert read_folder(folder)[0] == [("a", "A", "one"), ("b", "b", "same")]
    assert read_folder(folder, 2)[0] == [("a", "A", "two"), ("b", "b", "same")]


def test_a_folder_needs_no_questions_and_no_documents(folder: Path) -> None:
    assert read_folder(folder)[1] == []
    (folder / "docs.jsonl").unlink()
    written(folder, "qa.jsonl", json_lines({"question": "Who?", "kind": "unanswerable"}))
    documents, [question] = read_folder(folder)
    assert documents == []
    assert question.answers == ()


@pytest.mark.parametrize(
    ("content", "version", "sentence"),
    [
        ({"text": "x"}, 1, "docs.jsonl: line 1 lacks its doc_id"),
        ({"doc_id": "a"}, 1, "docs.jsonl: line 1 lacks its text"),
        ({"doc_id": "a", "text": "x"}, 2, "docs.jsonl has no second version"),
        ({"doc_id": "a", "text": "x"}, 3, "There is no version 3"),
    ],
)
def test_faulty_documents_are_refused(
    tmp_path: Path, content: dict, version: int, sentence: str
) -> None:
    written(tmp_path, "docs.jsonl", json_lines(content))
    with pytest.raises(InvalidInputError, match=sentence):
        read_folder(tmp_path, version)


def test_a_folder_without_either_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"neither qa\.jsonl nor docs\.jsonl"):
        read_folder(tmp_path)
