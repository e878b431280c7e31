"""sojo_eval: evaluate whether a Japanese city's community-welfare plan is improving.

```python
import sojo_eval as se
city = se.open_city("nishitokyo")
e = se.evaluate(city, baseline="4", current="5")
```

Names are loaded on first use, so that `import sojo_eval` and `sojo-eval --help` stay fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from sojo_eval.foundation.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from sojo_eval import calibration, charts, indicators, reports, statistics
    from sojo_eval.batch import publish_reports
    from sojo_eval.between_groups import age_standardised, equity
    from sojo_eval.city import City, open_city
    from sojo_eval.comparison import compare_with_others
    from sojo_eval.disclosure import (
        publish,
        publish_comparison,
        publish_plan_periods,
        published,
        published_plan_periods,
    )
    from sojo_eval.evaluation import evaluate, evaluate_periods, headline_choices
    from sojo_eval.evaluation.monitoring import monitor
    from sojo_eval.example_city import explain, open_city_or_example
    from sojo_eval.flow import pathway, referral_network
    from sojo_eval.foundation.reader import set_language
    from sojo_eval.indicators import series

_HOME = {
    "age_standardised": "sojo_eval.between_groups",
    "City": "sojo_eval.city",
    "open_city": "sojo_eval.city",
    "open_city_or_example": "sojo_eval.example_city",
    "compare_with_others": "sojo_eval.comparison",
    "equity": "sojo_eval.between_groups",
    "evaluate": "sojo_eval.evaluation",
    "evaluate_periods": "sojo_eval.evaluation",
    "explain": "sojo_eval.example_city",
    "headline_choices": "sojo_eval.evaluation",
    "monitor": "sojo_eval.evaluation.monitoring",
    "pathway": "sojo_eval.flow",
    "publish": "sojo_eval.disclosure",
    "publish_comparison": "sojo_eval.disclosure",
    "publish_plan_periods": "sojo_eval.disclosure",
    "publish_reports": "sojo_eval.batch",
    "published": "sojo_eval.disclosure",
    "published_plan_periods": "sojo_eval.disclosure",
    "referral_network": "sojo_eval.flow",
    "series": "sojo_eval.indicators",
    "set_language": "sojo_eval.foundation.reader",
}
_ROOMS = ("calibration", "charts", "indicators", "reports", "statistics")

__all__ = [
    "City",
    "age_standardised",
    "calibration",
    "charts",
    "compare_with_others",
    "equity",
    "evaluate",
    "evaluate_periods",
    "explain",
    "headline_choices",
    "indicators",
    "monitor",
    "open_city",
    "open_city_or_example",
    "pathway",
    "publish",
    "publish_comparison",
    "publish_plan_periods",
    "publish_reports",
    "published",
    "published_plan_periods",
    "referral_network",
    "reports",
    "series",
    "set_language",
    "statistics",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    if name in _ROOMS:
        return importlib.import_module(f"sojo_eval.{name}")
    raise AttributeError(f"module 'sojo_eval' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
