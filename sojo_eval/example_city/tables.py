"""All clean tables of the example city, simulated from a seed and a scenario."""

from __future__ import annotations

import unicodedata

import pandas as pd

from sojo_eval.example_city.cases import case_tables, outreach_contacts
from sojo_eval.example_city.commissioners_and_staff import commissioner_activities, staffing
from sojo_eval.example_city.connections import community_activities, participation_and_resources, supporters
from sojo_eval.example_city.consultations import consultation_tables
from sojo_eval.example_city.information import (
    indicators_published,
    information_reach,
    publications,
    service_changes,
    targets,
)
from sojo_eval.example_city.other_cities import comparators
from sojo_eval.example_city.person_scores import person_scores
from sojo_eval.example_city.places import area_crosswalk, areas, organizations, services
from sojo_eval.example_city.population import population
from sojo_eval.example_city.survey import survey_tables
from sojo_eval.example_city.world import Tables, World
from sojo_eval.schema import apply_types, load_schema


def clean_tables(world: World) -> Tables:
    """Table name → frame typed by the schema: what a faultless import of the city's files gives.

    Texts are in NFKC, as an import leaves them. Plans and events are not here: they stand in city.toml.
    """
    asked = consultation_tables(world)
    case = case_tables(world, asked.consultations)
    matches, resources = participation_and_resources(world, case.cases)
    issued = publications(world)
    activities = community_activities(world)
    survey = survey_tables(world)
    standing = supporters(world)
    frames = {
        "areas": areas(),
        "area_crosswalk": area_crosswalk(),
        "population": population(world),
        "organizations": organizations(),
        "services": services(),
        "indicators_published": indicators_published(world),
        "targets": targets(),
        "consultations": case.consultations,
        "consultation_topics": asked.topics,
        "referrals": asked.referrals,
        "cases": case.cases,
        "case_agencies": case.case_agencies,
        "meetings": case.meetings,
        "meeting_attendance": case.meeting_attendance,
        "support_plans": case.support_plans,
        "outreach_contacts": outreach_contacts(world, case.cases),
        "community_activities": activities,
        "social_resources": resources,
        "supporters": standing,
        "participation_matches": matches,
        "publications": issued,
        "service_changes": service_changes(world, issued),
        "information_reach": information_reach(world, issued),
        "comparators": comparators(world, activities, issued),
        "survey_waves": survey.survey_waves,
        "survey_questions": survey.survey_questions,
        "survey_respondents": survey.survey_respondents,
        "survey_answers": survey.survey_answers,
        "meeting_cases": case.meeting_cases,
        "person_scores": person_scores(world, matches),
        "commissioner_activities": commissioner_activities(world, standing),
        "staffing": staffing(world),
    }
    schema = load_schema()
    return {name: apply_types(_nfkc(frame), schema.tables[name]) for name, frame in frames.items()}


def _nfkc(frame: pd.DataFrame) -> pd.DataFrame:
    changed: dict[str, pd.Series] = {}
    for name, column in frame.items():
        if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
            texts = [u for u in column.unique() if isinstance(u, str)]
            table = {u: n for u in texts if (n := unicodedata.normalize("NFKC", u)) != u}
            if table:
                changed[str(name)] = column.replace(table)
    return frame.assign(**changed) if changed else frame
