"""A model behind a server: named in the form of a new project, and its limits changed on Home."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NotRequired, TypedDict

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arms import ARMS
from core.config import BASE_MODEL_LABEL
from core.records.prices import MostCost, Prices
from core.records.project import ProjectRow, ServerSettings
from ui import choices, components, services, state

SENT = (
    "Prompts, including the passages found, are sent to that server. A key is read from "
    "`ASSAY_MODEL_KEY` or `.streamlit/secrets.toml` and never stored."
)
ADAPTER_HELP = (
    "The name under which the server offers the model with your adapter, if it does. It answers "
    "for Fine-tuned and Hybrid."
)


class BaseModel(TypedDict):
    """Arguments of the engine's `create_project` that name its base model."""

    base: str
    server: NotRequired[Mapping[str, object]]


def fields() -> BaseModel | None:
    """Take a server in the form of a new project; None where no address is typed."""
    st.caption(SENT)
    url = st.text_input(
        "Address of the server",
        key="home.server.url",
        placeholder="http://localhost:11434/v1",
        help="Any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, a hosted one. Up "
        "to and including /v1.",
    )
    model = st.text_input(
        "Name of the model there", key="home.server.model", placeholder="for example: qwen2.5:7b"
    )
    adapter = st.text_input(
        "Name of the adapted model there, if any", key="home.server.adapter", help=ADAPTER_HELP
    )
    if not url.strip():
        return None
    return {"base": model, "server": {"url": url, "adapter": adapter}}


def panel(project: ProjectRow, server: ServerSettings) -> None:
    """Show where a project's model is served, and take its limits and prices."""
    client = services.client()
    prices = client.prices(project=project["id"])
    st.caption(f"{components.plain(project['base'])} at this address. {SENT}")
    with components.guarded(), st.form("home.served", border=False):
        given = _place(server) | _limits(server, prices["currency"])
        per_million = _prices(prices)
        if st.form_submit_button("Save", key="home.served.save", icon=":material/save:"):
            client.set_server(project=project["id"], server=given)
            day = datetime.now(UTC).date().isoformat()
            client.set_prices(project=project["id"], prices={**per_million, "as_of": day})
            state.notify("The server's settings are saved.")
            st.rerun()


def _place(server: ServerSettings) -> dict[str, object]:
    left, right = st.columns(2, gap="medium")
    return {
        "url": left.text_input("Address", value=server["url"], key="home.served.url"),
        "adapter": right.text_input(
            "Name of the adapted model there",
            value=server["adapter"] or "",
            key="home.served.adapter",
            placeholder="none",
            help=ADAPTER_HELP,
        ),
    }


def _limits(server: ServerSettings, currency: str) -> dict[str, object]:
    left, right = st.columns(2, gap="medium")
    with left:
        per_minute = choices.amount(
            "Requests per minute, at most",
            server["per_minute"],
            "home.served.per_minute",
            placeholder="no limit",
            format="%g",
        )
    with right:
        cap = choices.amount(
            f"Cost of one evaluation, at most, in {currency}",
            server["cap"],
            "home.served.cap",
            placeholder="no cap",
            format="%g",
            help="A run that could cost more does not start, and one that reaches it stops; "
            "answers so far are kept. It takes both prices below.",
        )
    return {"per_minute": per_minute, "cap": cap}


def _prices(prices: Prices) -> Prices:
    left, right = st.columns(2, gap="medium")
    currency = prices["currency"]
    return {
        "input_per_million": _price(left, "in", prices["input_per_million"], currency),
        "output_per_million": _price(right, "out", prices["output_per_million"], currency),
    }


def _price(column: DeltaGenerator, way: str, stored: float | None, currency: str) -> float | None:
    label = f"Price of a million tokens {way}, in {currency}"
    with column:
        return choices.amount(
            label, stored, f"home.served.{way}", placeholder="not typed", format="%g"
        )


def answerable(project: ProjectRow) -> list[str]:
    """Return the arms that can answer: a server without an adapted model has none that adapts."""
    at = project["server"]
    return [key for key, arm in ARMS.items() if not arm.adapts or not at or at["adapter"]]


def expect(cost: MostCost) -> None:
    """Say before a run the most that it can cost."""
    if cost["refusal"]:
        components.error(cost["refusal"])
    elif cost["most"] is None:
        st.caption(
            ":material/payments: The cost of this is not known. Enter the prices of tokens in and "
            "out on Home."
        )
    else:
        cap = f", of {cost['cap']:g} that are allowed" if cost["cap"] else ""
        amount = f"{cost['most']:.3g} {cost['currency']}{cap}"
        st.caption(
            f":material/payments: Costs at most {components.plain(amount)}, by the tokens of "
            f"{BASE_MODEL_LABEL}; the server may count a few more or less."
        )


def no_training(project: ProjectRow) -> None:
    """Say why nothing is trained here."""
    name = components.plain(project["base"])
    components.empty(
        f"{name} runs on a server, so it cannot be trained here. Train it there and name the "
        "adapted model on Home; it then answers for Fine-tuned and Hybrid.",
        "home",
        "Name it on Home",
        "dns",
    )
