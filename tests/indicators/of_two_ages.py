"""Four consultations of two age bands, and the residents of one area."""

from __future__ import annotations

from tests.indicators.by_hand import table

CONSULTATIONS = table(
    "consultation_id received_date first_response_date desk channel area age_band complexity",
    ("1", "2024-04-01", "2024-04-02", "d", "phone", "C1", "65-74", "single"),
    ("2", "2024-04-09", "2024-04-20", "d", "visit", "C1", "65-74", "single"),
    ("3", "2024-06-10", "2024-06-10", "d", "phone", "C2", "18-39", "single"),
    ("4", "2024-06-11", None, "d", "phone", "C2", None, "single"),
)


POPULATION = table(
    "date area sex age_band persons",
    ("2024-01-01", "C1", "female", "15-19", 500),
    ("2024-01-01", "C1", "female", "20-24", 300),
    ("2024-01-01", "C1", "female", "65-69", 100),
    ("2024-01-01", "C1", "male", "65-69", 60),
    ("2024-01-01", "C1", "female", "75-79", 80),
    ("2024-01-01", "C1", "male", "85+", 20),
)
