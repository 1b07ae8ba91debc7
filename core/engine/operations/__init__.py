"""What clients may ask of an engine, by name; arguments and results are JSON."""

from core.engine.operations import asking, documents, evaluating, jobs, projects, questions, tuning

OPERATIONS = {
    operation.__name__: operation
    for module in (projects, documents, questions, tuning, asking, evaluating, jobs)
    for operation in module.OPERATIONS
}
