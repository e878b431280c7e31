"""A city's folder: its configuration, its clean tables and where they came from."""

from sojo_eval.city.beginning.new_city import init_city
from sojo_eval.city.check_city import check_city
from sojo_eval.city.configuration import CityConfiguration, ConfiguredIndicator, read_configuration
from sojo_eval.city.folder import City, open_city, opened
from sojo_eval.city.habits import Habits
from sojo_eval.city.import_city import ImportOutcome, import_city
from sojo_eval.city.manifest import record_clean_tables
from sojo_eval.city.record_queries import DAY_OF_A_RECORD
from sojo_eval.city.recording import MONTHLY, Unrecorded

__all__ = [
    "DAY_OF_A_RECORD",
    "MONTHLY",
    "City",
    "CityConfiguration",
    "ConfiguredIndicator",
    "Habits",
    "ImportOutcome",
    "Unrecorded",
    "check_city",
    "import_city",
    "init_city",
    "open_city",
    "opened",
    "read_configuration",
    "record_clean_tables",
]


def __dir__() -> list[str]:
    return sorted(__all__)
