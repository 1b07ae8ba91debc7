"""The fake engine's experiments: what could be measured, and nothing that was."""

from typing import Any, get_args

from core.errors import NotFoundError
from core.records.experiment import ExperimentKind
from tests.fake_workspace import FakeWorkspace

Record = dict[str, Any]


class FakeMeasuring(FakeWorkspace):
    """The client's methods that are about experiments."""

    def measure_plans(self, project: str, size: str = "quick") -> list[Record]:
        done = {head["what"] for head in self.measurements(project)}
        return [
            {
                "what": what,
                "minutes": 2.5 if size == "quick" else 12.0,
                "answers": 60,
                "refused": None,
                "done": what in done,
            }
            for what in get_args(ExperimentKind)
        ]

    def measure(self, project: str, size: str = "quick", what: list[str] | None = None) -> Record:
        chosen = what or [p["what"] for p in self.measure_plans(project, size) if not p["done"]]
        self.calls.append(("measure", {"what": chosen, "size": size}))
        return self._job(project, "measure", {"what": chosen, "size": size}, {"measurements": []})

    def measurements(self, project: str) -> list[Record]:
        held = self._find(project).get("measurements", [])
        return [{k: v for k, v in one.items() if k != "conditions"} for one in held]

    def measurement(self, project: str, measurement: str) -> Record:
        for one in self._find(project).get("measurements", []):
            if one["id"] == measurement:
                return one
        raise NotFoundError(f"There is no measurement '{measurement}' in this project.")

    def delete_measurement(self, project: str, measurement: str) -> None:
        held = self._find(project)
        held["measurements"] = [
            one for one in held.get("measurements", []) if one["id"] != measurement
        ]
