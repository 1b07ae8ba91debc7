import pytest

from ui.components import JOINER, plain


@pytest.mark.parametrize(
    "text", ["www.a.org", "https://a.org", "ann@a.org", ":smile:", ":+1:", ":material/home:"]
)
def test_what_would_be_replaced_is_parted_by_an_invisible_joiner(text: str) -> None:
    shown = plain(text).replace("\\", "")
    assert shown.replace(JOINER, "") == text
    assert JOINER in shown


@pytest.mark.parametrize("text", ["9:30 to 17:00", "Note: it is", "a - b", "50 % @ night"])
def test_what_is_left_as_it_is_can_be_copied(text: str) -> None:
    assert plain(text).replace("\\", "") == text
