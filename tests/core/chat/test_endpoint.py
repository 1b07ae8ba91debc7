"""The endpoint: what is sent, what comes back, and one sentence for each way to fail."""

import pytest

from core.chat.endpoint import Endpoint, endpoint
from core.errors import InvalidInputError, OutageError
from core.questions.generate.ask import written
from core.questions.generate.roundtrip import returns
from tests.core.questions.generate.texts import fact
from tests.endpoint_server import Server, start

FOUNDED = fact("The Dunmore library was founded in 1921 by the city council.", "1921")


@pytest.fixture
def server() -> Server:
    return start()


def test_an_endpoint_writes_and_reads(server: Server) -> None:
    remote = Endpoint(server.url, "big", "secret")
    assert written(FOUNDED, remote) == ["In which year was the Dunmore library founded?"]
    server.reply = 'The answer is "1921".'
    assert returns("In which year was the Dunmore library founded?", FOUNDED, remote)
    assert server.keys == ["Bearer secret"] * 2
    assert server.bodies[0]["model"] == "big"
    assert server.bodies[0]["temperature"] == 0
    assert "secret" not in repr(remote)


def test_a_refusal_and_nonsense_are_one_sentence_each(server: Server) -> None:
    server.status = 401
    with pytest.raises(OutageError, match="refused with status 401"):
        written(FOUNDED, Endpoint(server.url, "big"))
    server.status = 200
    with pytest.raises(OutageError, match="no chat completion"):
        written(FOUNDED, Endpoint(server.url + "/elsewhere", "big"))


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(OutageError, match=r"cannot be reached \(ConnectError\)"):
        written(FOUNDED, Endpoint("http://127.0.0.1:9/v1", "big"))


def test_it_is_configured_by_the_environment_alone() -> None:
    assert endpoint({}) is None
    given = {"ASSAY_ENDPOINT_URL": "http://x/v1", "ASSAY_ENDPOINT_MODEL": "m"}
    assert endpoint(given) == Endpoint("http://x/v1", "m")
    with pytest.raises(InvalidInputError, match="ASSAY_ENDPOINT_MODEL"):
        endpoint({"ASSAY_ENDPOINT_URL": "http://x/v1"})
