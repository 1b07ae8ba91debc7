"""Look before you train: what a careful person would check, as pictures and short findings."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.charts.catalogue import QUESTIONS
from core.charts.chart import offered
from core.records.asked import LeakRow
from core.records.checks import ChosenPersonal, Languages, Lengths, ShownChecks
from core.records.project import ProjectRow
from ui import charting, components, services, state, wording

CHOICES = wording.Labels(
    {"keep": "Keep it", "redact": "Redact it", "exclude": "Leave those questions out"}
)
KINDS = wording.Labels(
    {
        "email": "E-mail addresses",
        "phone": "Phone numbers",
        "iban": "Bank accounts (IBAN)",
        "card": "Payment cards",
        "ssn": "US social security numbers",
        "ip": "IP addresses",
    }
)
LEAKS = wording.Labels(
    {
        "same": "the same question",
        "copy": "nearly the same words",
        "rewording": "other words, same answer",
        "in index": "appears there word for word",
    }
)
SHOWN = 8
Section = tuple[str, Sequence[Mapping[str, object]], tuple[str, ...]]
"""Title, rows, and the fields of them that are shown."""


def panel(project: ProjectRow) -> None:
    """Show what was found in the questions and passages before they are trained on."""
    with components.guarded():
        with st.spinner("Reading all questions and passages"):
            found = services.client().check_questions(project=project["id"])
            # A recording is read without a model, and the guard embeds every question.
            given_away = (
                [] if project["recorded"] else services.client().leaks(project=project["id"])
            )
        _findings(found)
        if not project["recorded"]:
            _leaks(given_away)
        charting.show_all(offered(QUESTIONS, found), found)
        _personal(project, found["personal"])


def _findings(found: ShownChecks) -> None:
    """Say in a line each what to mind, with its list one click away."""
    if found["languages"]["warn"]:
        _foreign(found["languages"])
    lengths = found["lengths"]
    sections: tuple[Section, ...] = (
        ("Duplicate questions", found["repeated"], ("text", "n", "splits")),
        (
            "The same question with different answers",
            found["contradicting"],
            ("text", "n", "answers"),
        ),
        (
            "Documents that questions name but that are missing",
            found["missing"],
            ("document", "n"),
        ),
        (
            "Longest passages, where prompts are cut",
            lengths["long_passages"] if lengths else [],
            ("document", "page", "tokens"),
        ),
    )
    if lengths:
        _cut(lengths)
    if not any(rows for _, rows, _ in sections[:3]):
        st.success(
            "No duplicates, and every document that a question names is here.",
            icon=":material/check_circle:",
        )
    for title, rows, columns in sections:
        if rows:
            total = f"first {SHOWN} of {len(rows):,}" if len(rows) > SHOWN else f"{len(rows)}"
            with st.expander(f"{title} ({total})", icon=":material/info:"):
                st.dataframe(
                    [{name.capitalize(): _cell(row[name]) for name in columns} for row in rows],
                    hide_index=True,
                )


def _cut(lengths: Lengths) -> None:
    """Say what is too long for the model, or for training."""
    if lengths["over_window"]:
        text = (
            f"{wording.counted(lengths['over_window'], 'prompt')} with all passages would be "
            f"longer than the model's window of {lengths['window']:,} tokens and could not be "
            "answered. Shorten the questions or the prompt's examples."
        )
        st.warning(components.plain(text), icon=":material/straighten:")
    if lengths["over_training"]:
        text = (
            f"{wording.counted(lengths['over_training'], 'training question')} may lose a "
            f"passage: with passages an example is longer than {lengths['max_length']:,} tokens."
        )
        st.warning(components.plain(text), icon=":material/content_cut:")


def _leaks(given_away: list[LeakRow]) -> None:
    """Say which test questions no evaluation asks, and what gives each away."""
    if not given_away:
        st.success(
            "No test question is given away by a training question, a worked example or a "
            "document.",
            icon=":material/check_circle:",
        )
        return
    count = wording.counted(len(given_away), "test question")
    text = (
        f"The answer to {count} is given away by a training question, a worked example or a "
        "document. Evaluations leave these out. Change or remove one side of a pair to have it "
        "asked again."
    )
    st.warning(text, icon=":material/key:")
    with st.expander("What gives them away", icon=":material/info:"):
        st.dataframe(
            [
                {
                    "Test question": one["question"],
                    "Answer": " | ".join(one["answers"]),
                    "How": LEAKS(one["kind"]),
                    "Given away by": one["by"] or "a document",
                    "Its answer": " | ".join(one["by_answers"]),
                    "Similarity": one["similarity"],
                }
                for one in given_away
            ],
            hide_index=True,
        )


def _cell(value: object) -> object:
    return " / ".join(map(str, value)) if isinstance(value, list) else value


def _foreign(languages: Languages) -> None:
    parts = [
        f"{n:,} {what} in {name}"
        for what, counts in (
            ("questions", languages["questions"]),
            ("passages", languages["passages"]),
        )
        for name, n in sorted(counts.items(), key=lambda item: -item[1])
    ]
    text = (
        f"Not in English: {', '.join(parts)}. The default models and the way answers are compared "
        "(articles, punctuation, number words) are English; expect lower figures for all arms."
    )
    st.warning(components.plain(text), icon=":material/translate:")


def _personal(project: ProjectRow, found: ChosenPersonal) -> None:
    """Say what looks like personal data, and let people choose what training makes of it."""
    with st.container(border=True):
        st.subheader("Likely personal data", anchor=False)
        if not found["kinds"]:
            text = "No e-mail address, phone, account, card or social security number was found."
            st.markdown(f":material/check_circle: {text}")
        else:
            affected = wording.counted(found["questions"], "training question")
            st.caption(
                f"Found in {affected} and the passages below. Names, streets and health data have "
                "no fixed form and are not found. An adapter can repeat what it was trained on."
            )
            st.dataframe(
                [
                    {
                        "Kind": KINDS(kind),
                        "Training questions": where.get("questions", 0),
                        "Passages": where.get("passages", 0),
                    }
                    for kind, where in found["kinds"].items()
                ],
                hide_index=True,
            )
            with st.expander("Examples, masked", icon=":material/visibility:"):
                st.dataframe(
                    [
                        {
                            "Kind": KINDS(one["kind"]),
                            "Looks like": one["value"],
                            "Where": one["where"],
                        }
                        for one in found["examples"]
                    ],
                    hide_index=True,
                )
        if not project["recorded"]:
            _choice(project, found["choice"])


def _choice(project: ProjectRow, now: str) -> None:
    key = f"questions.personal.{project['id']}"
    chosen = st.radio(
        "In training",
        list(CHOICES),
        index=list(CHOICES).index(now),
        format_func=CHOICES,
        captions=[
            "Training uses questions and passages as they are.",
            "[email], [phone] and so on replace it in questions, answers and passages.",
            "Questions that hold some are left out of training; in passages it is redacted.",
        ],
        key=key,
        horizontal=False,
    )
    if chosen != now:
        services.client().set_personal_data(project=project["id"], choice=chosen)
        state.notify(
            f"Personal data in training: {CHOICES(chosen).lower()}. This applies to the next "
            "run; existing adapters stay as they are."
        )
        st.rerun()
