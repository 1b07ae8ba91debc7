"""Plan, wordings, unanswerable siblings and the run, with a reader made by hand."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from core.errors import CancelledError, InvalidInputError
from core.project.database import Database
from core.project.questions import list_questions, put_question
from core.project.workspace import Workspace
from core.questions.generate.checks import alike
from core.questions.generate.facts import KINDS
from core.questions.generate.make import Maker
from core.questions.generate.plan import Plan, groups_of, plan
from core.questions.generate.run import run
from core.questions.generate.sentences import Source
from core.questions.generate.unanswerable import Subjects
from core.questions.split import drop_leaks, stratum, train_groups
from core.records.question import UNANSWERABLE, Question
from core.uses import USES
from tests.core.questions.generate.texts import Reader

NAMES = [
    "Aldmoor",
    "Brightwell",
    "Carrow",
    "Dunsby",
    "Elmstead",
    "Farlow",
    "Gorsey",
    "Hexley",
    "Ibsley",
    "Kelby",
    "Lowick",
    "Marden",
]
PEOPLE = [
    "Ines Calder",
    "Tom Varga",
    "Lena Ostrom",
    "Raj Mehta",
    "Ana Silva",
    "Piet Haan",
    "Mia Roth",
    "Jon Berg",
    "Eva Lind",
    "Max Born",
    "Ida Falk",
    "Per Holm",
]


def sources(titled: bool = True) -> list[Source]:
    found = []
    for number, (name, person) in enumerate(zip(NAMES, PEOPLE, strict=True)):
        text = f"{name} House was founded in {1900 + number} by the parish council. " + (
            f"{name} House is a stone villa designed by {person}."
            if number % 2
            else f"{name} House is a brick barn edited by {person}."
        )
        title = f"{name} House" if titled else "Houses"
        found.append(Source(f"p-{number}", f"{name}.txt", title, f"{name}.txt", text))
    return found


def maker(found: list[Source], own_tests: bool = False) -> Maker:
    reader = Reader(*PEOPLE, *(str(1900 + n) for n in range(len(NAMES))))
    subjects = Subjects(
        tuple(one.title for one in found), (), tuple(one.text.lower() for one in found)
    )
    return Maker(reader, None, subjects, own_tests, 0)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Workspace(tmp_path).create("Houses").db


def ran(db: Database, n: int = 24, stop_at: int = 10**6, found: Plan | None = None) -> Any:
    said: list[str] = []
    found = found or plan(sources(), list_questions(db), 0)
    return run(
        db,
        found,
        maker(sources(), found.own_tests),
        n,
        lambda done, total, text: said.append(text),
        lambda: len(said) >= stop_at,
    )


def test_every_group_has_its_split_before_anything_is_written(db: Database) -> None:
    found = plan(sources(), [], 0)
    splits = {task.sentence.source.group: task.split for task in found.tasks}
    assert {*splits.values()} == {"train", "dev", "test"}
    ran(db)
    for question in list_questions(db):
        assert question.split == splits[question.group] or (
            question.split == "test" and splits[question.group] == "train"
        )


def test_a_seen_fact_has_training_wordings_and_a_test_wording_unlike_them(db: Database) -> None:
    ran(db)
    questions = list_questions(db)
    trained = train_groups(questions)
    facts = defaultdict(list)
    for question in questions:
        made = question.extra["generated"]
        facts[made["sentence"], made["answer"]].append(question)
    strata = set()
    for rows in facts.values():
        tested = [q for q in rows if q.split == "test" and q.answers]
        taught = [q for q in rows if q.split == "train" and q.answers]
        strata |= {stratum(q, trained) for q in tested}
        if taught:
            assert 2 <= len(taught) <= 4
        assert not any(alike(one.text, other.text) for one in tested for other in taught)
    assert strata == {"seen", "held_out"}
    assert drop_leaks(questions)[1] == 0


def test_a_tenth_is_unanswerable_on_purpose_in_training_and_in_test(db: Database) -> None:
    ran(db)
    rows = list_questions(db)
    lost = [q for q in rows if q.kind == "unanswerable"]
    assert {q.split for q in lost} >= {"train", "test"}
    assert 0.05 <= len(lost) / len(rows) <= 0.12
    texts = [one.text for one in sources()]
    for question in lost:
        assert question.answers == ()
        told = [
            text for text in texts if any(name in question.text and name in text for name in NAMES)
        ]
        assert not any("designed" in text and "design" in question.text for text in told)


def test_generating_twice_adds_nothing_and_keeps_what_was_edited(db: Database) -> None:
    first = ran(db)
    assert first.facts == 24
    before = list_questions(db)
    put_question(db, Question(**{**vars(before[3]), "text": "Edited by hand?"}))
    again = ran(db)
    assert again.added == []
    assert len(list_questions(db)) == len(before)
    assert list_questions(db)[3].text == "Edited by hand?"


def test_the_same_seed_writes_the_same_and_another_seed_something_else(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    one, other = space.create("One").db, space.create("Other").db
    ran(one, 8)
    ran(other, 8)
    assert list_questions(one) == list_questions(other)
    third = space.create("Third").db
    ran(third, 8, found=plan(sources(), [], 1))
    assert {q.id for q in list_questions(third)} != {q.id for q in list_questions(one)}


def test_a_stopped_run_keeps_what_it_has_and_resume_ends_like_one_that_ran_through(
    tmp_path: Path,
) -> None:
    space = Workspace(tmp_path)
    stopped, through = space.create("Stopped").db, space.create("Through").db
    with pytest.raises(CancelledError, match=r"Stopped after 7 of 24 facts; their \d+ questions"):
        ran(stopped, stop_at=7)
    assert len(list_questions(stopped)) > 7
    ran(stopped)
    ran(through)
    assert list_questions(stopped) == list_questions(through)


def test_a_project_with_its_own_tests_gets_training_questions_on_the_same_facts(
    db: Database,
) -> None:
    own = [
        Question(
            f"own-{name}",
            f"Who made {name} House?",
            (person,),
            "span",
            "test",
            f"Q-{name}",
            f"{name}.txt",
        )
        for name, person in zip(NAMES, PEOPLE, strict=True)
    ]
    for question in own:
        put_question(db, question)
    groups = groups_of({f"{name}.txt": 1 for name in NAMES}, own)
    placed = [
        Source(one.passage, one.document, one.title, groups[one.document] or "", one.text)
        for one in sources()
    ]
    ran(db, 12, found=plan(placed, own, 0))
    questions = list_questions(db)
    made = [q for q in questions if "generated" in q.extra]
    assert {q.split for q in made} == {"train", "dev"}
    assert {q.extra["generated"]["answer"] for q in made} <= set(PEOPLE)
    assert {q.group for q in made} <= {q.group for q in own}
    tests = {q.text for q in own}
    assert not tests & {q.text for q in made}
    seen = [q for q in own if stratum(q, train_groups(questions)) == "seen"]
    assert len(seen) == len(NAMES) - 1


def test_few_long_documents_are_split_by_passage_and_many_short_ones_by_document() -> None:
    assert groups_of({"manual.pdf": 40}, []) == {"manual.pdf": None}
    assert groups_of({f"{n}.txt": 1 for n in range(12)}, [])["3.txt"] == "3.txt"


def test_a_run_without_a_single_question_is_one_sentence(db: Database) -> None:
    text = "Orrin Mills was closed by a set of rules, and Orrin Mills was closed by rain in 1921."
    found = plan([Source("p", "a.txt", "A", "a.txt", text)], [], 0)
    empty = Plan(tuple(t for t in found.tasks if not t.facts), 1, False)
    with pytest.raises(InvalidInputError, match="Add documents with running text"):
        ran(db, found=empty)


@pytest.mark.parametrize("kind", ["date", "name"])
def test_the_kinds_that_matter_are_asked_about_first(kind: str) -> None:
    groups = defaultdict(list)
    for task in plan(sources(), [], 0, (kind,)).tasks:
        groups[task.sentence.source.group].append(task)
    both = [tasks for tasks in groups.values() if len(tasks) > 1]
    assert len(both) > 5
    assert {tasks[0].facts[0].type in KINDS[kind] for tasks in both} == {True}


def test_every_kind_that_a_use_names_is_one_of_the_generators() -> None:
    assert set(KINDS) >= {kind for use in USES.values() for kind in use.kinds}


def test_a_use_may_want_more_questions_without_an_answer(db: Database, tmp_path: Path) -> None:
    other = Workspace(tmp_path / "other").create("Houses").db
    counts = []
    for each, share in ((db, 0.0), (other, 0.3)):
        found = plan(sources(), [], 0)
        run(each, found, maker(sources()), 24, lambda *_: None, lambda: False, share)
        counts.append(sum(one.kind == UNANSWERABLE for one in list_questions(each)))
    assert counts[0] == 0
    assert counts[1] > 5


def test_what_the_projects_own_tests_ask_for_is_taught_first_if_only_as_a_cloze(
    db: Database,
) -> None:
    text = (
        "The hall of Aldmoor House was opened in 1911 by the parish council. Aldmoor House has a "
        "garden that Ines Calder planned for the parish council."
    )
    own = Question("own", "Who planned the garden?", ("Ines Calder",), "span", "test", "g", "a.txt")
    one = Source("p", "a.txt", "Aldmoor", "g", text)
    asked = plan([one], [own], 0)
    assert asked.tasks[0].tested == 1
    reader = Reader("1911")
    wrote = Maker(reader, None, Subjects((), (), (text.lower(),)), True, 0)
    rows = wrote.questions(asked.tasks[0])
    assert {row.answers for row in rows} == {("Ines Calder",)}
    assert all("____" in row.text for row in rows)
