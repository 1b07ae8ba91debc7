"""Files as people upload them, each with what has to come out: the yardstick of the readers.

Every file shows one kind of fault that readers have; a kind is shown in every format in which it
can occur. Tests and `python -m benchmarks.reading` judge by the same files.
"""

from itertools import chain

from tests.reading_cases import pdf, plain, sheets, slides, variants, web, word

CASES = tuple(
    chain.from_iterable(one.CASES for one in (word, slides, sheets, plain, web, pdf, variants))
)
