"""A job on the page: progress while it runs, how it ended, and the way on."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.records.job import Job
from core.records.job_kinds import JOB_KINDS
from ui import components, services, state, wording

ACTIVE = ("queued", "running")
STOPPED = ("interrupted", "cancelled", "failed")
POLL = "1s"
Detail = Callable[[Job], None]


def current(project: str, kinds: Sequence[str], page: str, gate: bool = False) -> Job | None:
    """Return the job that a page should show.

    It is the one that runs, else the last one if it stopped before its end, else the one that this
    session started on the page.

    Args:
        gate: Look for looks at the gates, which are evaluations too, in place of the others.
    """
    found = [
        job
        for job in services.client().jobs(project=project)
        if job["kind"] in kinds and bool(job["settings"].get("gate")) is gate
    ]
    active = [job for job in found if job["state"] in ACTIVE]
    halted = [job for job in found[:1] if job["state"] in STOPPED]
    watched = [job for job in found if job["id"] == state.watched(page)]
    return next(iter(active[-1:] + halted + watched), None)


def panel(project: str, job: Job, detail: Detail | None = None) -> None:
    """Show a job; while it runs, only this panel is run again, once a second."""
    live = job["state"] in ACTIVE
    st.fragment(_panel, run_every=POLL if live else None)(project, job["id"], live, detail)


def _panel(project: str, key: str, was_live: bool, detail: Detail | None) -> None:
    with components.guarded():
        job = services.client().job(project=project, job=key)
        if was_live and job["state"] not in ACTIVE:
            st.rerun()  # a full run: it stops the polling and shows what the job made
        with st.container(border=True):
            st.markdown(f"**{wording.job_title(job['kind'])}**")
            _progress(job) if was_live else _outcome(job)
            if detail:
                detail(job)
            _actions(project, job)


def _progress(job: Job) -> None:
    share = min(job["done"] / job["total"], 1.0) if job["total"] else 0.0
    words = [f"{share:.0%}"] if job["total"] else []
    if job["state"] == "queued":
        words = ["waiting for another job to finish"]
    elif job["seconds_left"] is not None:
        words.append(f"about {wording.duration(job['seconds_left'])} left")
    st.progress(share, text=" · ".join(words) or "starting")
    if job["message"]:
        st.text(job["message"], wrap=True)


def _outcome(job: Job) -> None:
    if job["state"] == "failed":
        components.error(job["error"] or "It ended without a result. Start it again.")
    elif job["state"] == "interrupted":
        text = "Interrupted. What was finished is kept; resuming continues from there."
        said = components.plain(job["error"]) if job["error"] else text
        st.warning(said, icon=":material/pause_circle:")
    elif job["state"] == "cancelled":
        said = components.plain(job["error"]) if job["error"] else ""
        st.info(said or "Cancelled. What was finished is kept.", icon=":material/cancel:")
    else:
        st.badge("done", icon=":material/check_circle:", color="green")


def _actions(project: str, job: Job) -> None:
    """Offer to cancel what runs and to resume what stopped before its end."""
    if job["state"] in ACTIVE:
        if st.button("Cancel", icon=":material/stop_circle:", key=f"job.cancel.{job['id']}"):
            services.client().cancel(project=project, job=job["id"])
            st.rerun()
    elif resumable(job) and st.button(
        "Resume", icon=":material/play_circle:", key=f"job.resume.{job['id']}"
    ):
        services.client().resume(project=project, job=job["id"])
        st.rerun()


def resumable(job: Job) -> bool:
    """Tell whether a job that ended early can go on where it was."""
    early = job["state"] in ("cancelled", "failed") and JOB_KINDS[job["kind"]].resumable
    return early or job["state"] == "interrupted"
