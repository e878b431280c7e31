"""What was handed in, what is missing, and which months are silent."""

from sojo_eval.data_quality.data_quality import DataQuality, describe_data

__all__ = ["DataQuality", "describe_data"]


def __dir__() -> list[str]:
    return sorted(__all__)
