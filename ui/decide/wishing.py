"""What somebody wants of a recommendation: limits first, then weights, volume and scales."""

import streamlit as st

from core.charts.words import CRITERIA
from core.decision.questionnaire import PRESETS, QUESTIONS, prefilled
from core.records.project import ProjectRow
from core.records.recommendation import Criterion, Limits, Recommendation, Scale, Wishes
from ui import choices, components, services, wording

STRATA = wording.Labels({"held_out": "New", "seen": "Trained on"})
OF = "recommend.of"
"""Session key of the project whose wishes the fields hold."""
SITUATION = "recommend.situation"
"""Session key of the questionnaire's answers, once they were used."""
MOST_WEIGHT = 100
MOVABLE: dict[Criterion, tuple[float, str]] = {
    "accuracy": (100, "right of 100"),
    "freshness": (100, "right of 100"),
    "cost": (1, "a month"),
    "latency": (1, "ms"),
    "setup": (1 / 60, "minutes"),
    "refusal": (100, "refused of 100"),
}
"""By criterion: what a stored value is multiplied with on screen, and its unit there."""


def hold(project: ProjectRow, last: Recommendation) -> None:
    """Fill the fields with the wishes of the last recommendation, once a project."""
    if st.session_state.get(OF) == project["id"] and "recommend.queries" in st.session_state:
        return
    st.session_state[OF] = project["id"]
    st.session_state[SITUATION] = last["wishes"].get("situation") or {}
    _fill(last["wishes"])


def _fill(wishes: Wishes) -> None:
    limits = wishes.get("limits") or {}
    st.session_state["recommend.latency"] = limits.get("latency_ms")
    st.session_state["recommend.budget"] = limits.get("budget")
    st.session_state["recommend.cite"] = bool(limits.get("must_cite"))
    st.session_state["recommend.training"] = limits.get("training_allowed") is not False
    st.session_state["recommend.stays"] = bool(limits.get("data_stays"))
    st.session_state["recommend.stratum"] = wishes["stratum"]
    st.session_state["recommend.queries"] = wishes["queries"]
    st.session_state["recommend.updates"] = wishes["updates"]
    _weigh(wishes["weights"])


def _weigh(weights: dict[Criterion, float]) -> None:
    whole = max(weights.values(), default=0.0)
    scale = MOST_WEIGHT / whole if whole > MOST_WEIGHT else 1.0
    for criterion in CRITERIA:
        st.session_state[f"recommend.weight.{criterion}"] = round(
            scale * weights.get(criterion, 0.0)
        )


def situation() -> None:
    """Ask what the usual guides ask; the answers fill the fields, and nothing is decided."""
    with st.expander("Start from your situation", icon=":material/checklist:"):
        for question in QUESTIONS:
            labels = {key: choice.label for key, choice in question.choices.items()}
            choices.one(question.asks, labels, f"recommend.situation.{question.key}")
        st.button("Fill in", key="recommend.prefill", on_click=_prefill)
        st.caption("It fills in weights and limits below. What was measured decides.")


def _prefill() -> None:
    answers = {q.key: st.session_state[f"recommend.situation.{q.key}"] for q in QUESTIONS}
    st.session_state[SITUATION] = answers
    _fill(prefilled(answers))


def presets() -> None:
    """Offer weights by use."""
    labels = wording.Labels({key: label for key, (label, _) in PRESETS.items()})
    st.pills(
        "Weights by use",
        list(PRESETS),
        format_func=labels,
        key="recommend.preset",
        on_change=_use_preset,
        wrap=True,
    )


def _use_preset() -> None:
    chosen = st.session_state["recommend.preset"]
    if chosen:
        _weigh(PRESETS[chosen][1])


def asked(project: ProjectRow, last: Recommendation) -> Wishes | None:
    """Show the fields; return the wishes once somebody asks for a recommendation."""
    with st.form("recommend.wishes"):
        st.markdown("**Hard limits**")
        limits = _limits(project)
        st.markdown("**What counts**")
        weights = _weights()
        st.markdown("**What it is for**")
        wishes = _volume()
        wishes["scales"] = _scales(last)
        wishes |= {"limits": limits, "weights": weights}
        wishes["situation"] = st.session_state.get(SITUATION) or {}
        pressed = st.form_submit_button(
            "Recommend", key="recommend.ask", type="primary", icon=":material/thumb_up:"
        )
    return wishes if pressed else None


def _limits(project: ProjectRow) -> Limits:
    # Without a least value: the browser keeps a number below one to itself, and sends the old one.
    latency = st.number_input(
        "Latency, at most ms",
        value=None,
        key="recommend.latency",
        placeholder="no limit",
        format="%.0f",
        help="The 95th percentile; the median where fewer than 200 answers were timed.",
    )
    prices = services.client().prices(project=project["id"])
    budget = st.number_input(
        "Budget a month",
        value=None,
        key="recommend.budget",
        placeholder="no limit",
        help=f"In {components.plain(wording.priced_in(prices))}.",
    )
    return {
        "latency_ms": latency,
        "budget": budget,
        "must_cite": st.toggle("Answers must cite a passage", key="recommend.cite"),
        "training_allowed": st.toggle("Training is allowed", key="recommend.training"),
        "data_stays": st.toggle("Data must stay on this machine", key="recommend.stays"),
    }


def _weights() -> dict[Criterion, float]:
    return {
        criterion: float(
            st.slider(label, 0, MOST_WEIGHT, step=1, key=f"recommend.weight.{criterion}")
        )
        for criterion, label in CRITERIA.items()
    }


def _volume() -> Wishes:
    stratum = st.segmented_control(
        "Questions", list(STRATA), format_func=STRATA, key="recommend.stratum", required=True
    )
    queries = st.number_input(
        "Questions a month",
        value=None,
        key="recommend.queries",
        placeholder="an example",
        format="%.0f",
    )
    updates = st.number_input(
        "Updates a month", value=None, key="recommend.updates", placeholder="an example"
    )
    return {"stratum": str(stratum), "queries": queries, "updates": updates}


def _scales(last: Recommendation) -> dict[Criterion, Scale]:
    """Let the scales be moved; return them in stored units.

    Those of cost and latency follow the limits until they are moved; an emptied cell brings the
    stated scale back.
    """
    with st.expander("Scales: what counts nothing, and what counts in full"):
        rows = [
            {
                "Criterion": CRITERIA[criterion],
                "Nothing at": factor * last["wishes"]["scales"][criterion]["floor"],
                "Full at": factor * last["wishes"]["scales"][criterion]["goal"],
                "Unit": unit,
            }
            for criterion, (factor, unit) in MOVABLE.items()
        ]
        edited = st.data_editor(
            rows,
            disabled=["Criterion", "Unit"],
            hide_index=True,
            key=f"recommend.scales.{last['id']}",
        )
        st.caption(
            "They are stated, not taken from the options: a bad option that is added changes "
            "nothing for the others."
        )
    return {
        criterion: {
            "floor": float(str(after["Nothing at"])) / factor,
            "goal": float(str(after["Full at"])) / factor,
        }
        for before, after, (criterion, (factor, _)) in zip(
            rows, edited, MOVABLE.items(), strict=True
        )
        if None not in (after["Nothing at"], after["Full at"])
        and (after != before or criterion not in ("cost", "latency"))
    }
