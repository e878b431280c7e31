"""What was handed in, what is missing, and which months are silent."""

from sojo_eval.data_quality.data_quality import DataQuality, describe_data
from sojo_eval.data_quality.obtainable import Obtainable, obtainable

__all__ = ["DataQuality", "Obtainable", "describe_data", "obtainable"]


def __dir__() -> list[str]:
    return sorted(__all__)
