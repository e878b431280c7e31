"""What each indicator means, said again row by row in plain Python: slow, short, and nothing shared with the package.

`T` is one table set, a list of dicts a table; days are `date`s and gaps None. A count yields
(day, area, numerator, denominator or None), a time (day, area, days, seen), an answer a tuple of its columns.
"""

from tests.indicators.oracles import connections, consultation, information  # noqa: F401  (they enter their counts)
from tests.indicators.oracles.common import COUNTS
from tests.indicators.oracles.survey import answers
from tests.indicators.oracles.times import TIMES

__all__ = ["COUNTS", "TIMES", "answers"]
