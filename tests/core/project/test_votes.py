"""The `votes` table gives back what was put in."""

from pathlib import Path

from core.project.database import Database
from core.project.votes import add_vote, clear_votes, list_votes

CARDS = [{"key": "A", "text": "at six \N{EN DASH} é", "arms": ["rag", "hybrid"]}]


def test_votes_come_back_in_their_order_and_go_at_once(tmp_path: Path) -> None:
    db = Database(tmp_path / "project.db")
    first = add_vote(db, "When?", CARDS, ["rag", "hybrid"], {"rag": "f1", "hybrid": "f2"})
    add_vote(db, "When?", CARDS, [], {})
    rows = list_votes(db)
    assert [row["winners"] for row in rows] == [["rag", "hybrid"], []]
    assert (rows[0]["id"], rows[0]["cards"]) == (first, CARDS)
    assert rows[0]["fingerprints"] == {"rag": "f1", "hybrid": "f2"}
    assert clear_votes(db) == 2
    assert list_votes(db) == []
