"""The same questions among more and more passages, in an index of its own."""

import time
from collections.abc import Iterator
from statistics import fmean, median
from typing import TYPE_CHECKING

from core.engine.context import Engine
from core.engine.measuring.asking import ask, finish
from core.engine.measuring.own_index import own_index
from core.engine.part import Part, part_of
from core.errors import CancelledError
from core.evaluation.scoring.retrieval_metrics import MRR_DEPTH, ranked_well
from core.project import answers, documents
from core.project.database import Database
from core.project.documents import DocumentRecord
from core.project.measurements import save_measurement
from core.project.workspace import Project, folder_bytes
from core.records.answer import StoredRanking
from core.records.measurement import MeasurementRecord
from core.records.run_card import RETRIEVAL, RunCard, asked_questions

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus
    from core.corpus.installed_texts import InstalledText

DOCUMENTS_AT_ONCE = 16
"""Embedded together; a job can be stopped in between."""


def measure_growth(engine: Engine, part: Part, record: MeasurementRecord) -> None:
    """Ask among 1, 4, 16 and 64 times as many passages, as far as there are texts to add."""
    with own_index(engine, part.project) as (copy, corpus):
        base = documents.passage_count(copy.db)
        more = _Added(engine, copy)
        share = part.size / len(record["parts"])
        assert part.whole is not None
        for at, condition in enumerate(list(record["parts"])):
            if condition["done"]:
                continue
            wanted = base * int(condition["name"])
            label = f"{part.label}, {wanted:,} passages"
            place = (part.before + at * share, share, part.total)
            own = part_of(part.whole, part.settings, place, label)
            if not more.fill(own, wanted):
                _leave_out(part.project, record, condition["name"])
                continue
            began = time.perf_counter()
            corpus.rebuild()
            corpus.make_ready()
            facts = {
                "passages": documents.passage_count(copy.db),
                "build_s": round(time.perf_counter() - began, 2),
                "index_mb": round(folder_bytes(copy.folder / "chroma") / 2**20, 2),
            }
            card = ask(engine, own, condition, corpus)
            facts |= _retrieval(part.project, condition["evaluation"], card, corpus)
            _note(record, more.sources)
            finish(part.project, record, condition, facts)


class _Added:
    """Puts real text that is installed with the app into the copy, up to a number of passages."""

    def __init__(self, engine: Engine, copy: Project) -> None:
        from core.corpus.installed_texts import installed_texts
        from core.corpus.split import Splitter

        self._db = copy.db
        self._embedder = engine.embedder()
        known = [text for _, text in documents.passage_texts(copy.db)]
        self._texts: Iterator[InstalledText] = installed_texts(
            Splitter(self._embedder.tokens), known
        )
        self.sources: list[str] = []

    def fill(self, part: Part, wanted: int) -> bool:
        """Add passages until there are `wanted`; return whether the texts sufficed."""
        held = documents.passage_count(self._db)
        while held < wanted:
            part.progress(0, 1, f"adding passages: {held:,} of {wanted:,}")
            if part.cancelled():
                raise CancelledError("Stopped while passages were added; answers are kept.")
            group = self._group(wanted - held)
            if not group:
                return False
            _store(self._db, group, self._embedded(group))
            held += sum(len(text.passages) for text in group)
        return True

    def _group(self, most: int) -> "list[InstalledText]":
        """Return the next texts, of at most so many passages together."""
        group: list[InstalledText] = []
        while len(group) < DOCUMENTS_AT_ONCE and most:
            text = next(self._texts, None)
            if text is None:
                break
            del text.passages[most:]
            most -= len(text.passages)
            group.append(text)
            if text.source not in self.sources:
                self.sources.append(text.source)
        return group

    def _embedded(self, group: "list[InstalledText]") -> Iterator[bytes]:
        pieces = [piece.text for text in group for piece in text.passages]
        return iter([vector.tobytes() for vector in self._embedder.embed(pieces)])


def _store(db: Database, group: "list[InstalledText]", vectors: Iterator[bytes]) -> None:
    with db.transaction():
        for text in group:
            record = DocumentRecord(f"{text.source}: {text.name}", text.name, "", 0, 1, 0.0)
            documents.replace_document(
                db, record, text.passages, [next(vectors) for _ in text.passages]
            )


def _retrieval(
    project: Project, evaluation: str, card: RunCard, corpus: "Corpus"
) -> dict[str, float]:
    """Store how the passages of each question were ranked; return hit@5 and the median time."""
    retriever, hits, times = corpus.retriever(), [], []
    questions = asked_questions(card, [])
    retriever.retrieve(questions[0].text)  # The first search opens what the later ones use.
    for question in questions:
        found = retriever.retrieve(question.text, MRR_DEPTH)
        times.append(found.embed_ms + found.search_ms)
        gold = corpus.passages_holding(question)
        ranked = [passage.id for passage in found.passages]
        ranking: StoredRanking = {"ranked_ids": ranked, "gold_ids": gold}
        answers.save_answers(project.db, evaluation, RETRIEVAL, {question.id: ranking})
        well = ranked_well((ranked, gold))
        if well:
            hits.append(well["hit@5"])
    facts = {"retrieval_ms": round(median(times), 2)}
    return facts | ({"hit@5": round(fmean(hits), 4)} if hits else {})


def _note(record: MeasurementRecord, sources: list[str]) -> None:
    """Name the sets that passages were added from."""
    kept = [note for note in record.get("notes", []) if not note.startswith("Added")]
    if sources:
        kept.append(f"Added: documentation strings of {', '.join(sources)}, cut into passages.")
    record["notes"] = kept


def _leave_out(project: Project, record: MeasurementRecord, name: str) -> None:
    """Drop a condition for which there are not enough texts, and say so."""
    with project.db.transaction():
        for condition in [one for one in record["parts"] if one["name"] == name]:
            project.db.write("DELETE FROM evaluations WHERE id = ?", condition["evaluation"])
            record["parts"].remove(condition)
        record["notes"] = [
            *record.get("notes", []),
            f"{name} times as many passages were left out: there are not enough texts to add.",
        ]
        record["complete"] = all(condition["done"] for condition in record["parts"])
        save_measurement(project.db, record)
