"""Clean tables of any size in the shape of the schema, as a city's folder: made in DuckDB from a seed.

The other tables stand to the consultations as in the example city. Every 100,000 consultations are a city of eight
areas and 25 services more, so that a larger table is more places too. Large tables are folders by fiscal year.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from sojo_eval.city import record_clean_tables
from sojo_eval.schema import load_schema

DAYS = 3652
SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
CONFIGURATION = """\
[city]
code = "139999"
name_ja = "大試験市"
name_en = "Large Testville"
data_until = 2026-03-31

[[plans]]
plan = "5"
name_ja = "第5期"
name_en = "plan 5"
start_date = 2024-04-01
confirmed = false
"""
DIVIDED = ("consultations", "referrals", "community_activities", "outreach_contacts", "information_reach")
DAY_OF = {
    "consultations": "received_date",
    "referrals": "made_date",
    "community_activities": "date",
    "outreach_contacts": "date",
    "information_reach": "month",
}
SERVICES = (
    ("地域包括支援センター", "comprehensive_consultation", 8),
    ("基幹相談支援センター", "comprehensive_consultation", 1),
    ("子育て世代包括支援センター", "comprehensive_consultation", 1),
    ("地域子育て支援推進員", "comprehensive_consultation", 1),
    ("生活サポート相談窓口", "comprehensive_consultation", 1),
    ("ほっとネットステーション", "comprehensive_consultation", 2),
    ("地域介護予防活動支援事業", "community_building", 1),
    ("生活支援コーディネーター", "community_building", 1),
    ("地域活動支援センター", "community_building", 1),
    ("地域子育て支援センター", "community_building", 1),
    ("子育て広場", "community_building", 1),
    ("生活困窮者支援等のための地域づくり事業", "community_building", 1),
    ("多機関協働事業", "multi_agency", 1),
    ("アウトリーチ等を通じた継続的支援事業", "outreach", 3),
    ("参加支援事業", "participation_support", 1),
)
CONCEPTS = (
    "has_someone_to_rely_on", "feels_lonely_often", "takes_part_in_local_activity", "greets_neighbours",
    "knows_an_ibasho", "knows_a_desk", "would_ask_for_help", "gets_needed_information", "easy_to_understand",
    "knows_hotnet_station",
)  # fmt: skip


def make_city(folder: Path, consultations: int, seed: int = 1) -> None:
    """Write `city.toml`, the clean tables and their manifest into a new folder."""
    clean = folder / "clean"
    clean.mkdir(parents=True)
    (folder / "city.toml").write_text(CONFIGURATION, encoding="utf-8")
    database = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / ".aside")})
    n, cities = consultations, max(1, round(consultations / 100_000))
    areas, services = 8 * cities, 25 * cities
    for macro in (
        f"u(i, salt) AS ((hash(i, salt, {seed}) >> 11)::DOUBLE / 9007199254740992.0)",
        f"many(i, salt, most) AS floor(((hash(i, salt, {seed}) >> 11)::DOUBLE / 9007199254740992.0) * most)::BIGINT",
        f"day_of(i, of) AS DATE '2016-04-01' + (i * {DAYS} // of)::INT",
        "fy(day) AS year(day - INTERVAL 3 MONTH)",
        f"place(i, salt) AS CASE WHEN u(i, salt || '?') < 0.985 THEN 'A' || lpad(many(i, salt, {areas})::VARCHAR, 5, '0') END",
        f"consultation(i) AS fy(day_of(i, {n})) || '-' || lpad(i::VARCHAR, 8, '0')",
        f"desk(i, salt) AS 'S' || (25 * many(i, salt, {cities}) + many(i, salt || '#', 14))",
        f"group_of(i, salt) AS 'S' || (25 * many(i, salt, {cities}) + 14 + many(i, salt || '#', 6))",
    ):
        database.execute(f"CREATE MACRO {macro}")
    size = {
        "referrals": 0.42 * n,
        "cases": 0.00253 * n,
        "meetings": 0.00198 * n,
        "support_plans": 0.00153 * n,
        "outreach_contacts": 0.1012 * n,
        "participation_matches": 0.00797 * n,
        "community_activities": 0.1804 * n,
        "publications": 0.016 * n,
        "survey_respondents": 0.07 * n,
        "service_changes": 0.0024 * n,
        "social_resources": 0.002 * n,
        "person_scores": 0.004 * n,
    }
    of = {name: max(1, int(rows)) for name, rows in size.items()}
    for name, query in _queries(n, cities, areas, services, of).items():
        rows = database.execute(f"SELECT * FROM ({query}) LIMIT 0").description
        known = {column[0] for column in rows or []}
        columns = ", ".join(
            f'"{f.name}"' if f.name in known else f'NULL::{SQL_TYPES[f.type]} AS "{f.name}"'
            for f in load_schema().tables[name].fields
        )
        if name in DIVIDED:
            database.execute(
                f"COPY (SELECT {columns}, fy({DAY_OF[name]}) AS fiscal_year FROM ({query})) TO '{clean / name}' "
                "(FORMAT parquet, PARTITION_BY (fiscal_year))"
            )
        else:
            database.execute(
                f"COPY (SELECT {columns} FROM ({query})) TO '{clean / name}.parquet' (FORMAT parquet)"
            )
    database.close()
    record_clean_tables(folder, list(_queries(n, cities, areas, services, of)))


def _choice(salt: str, shares: dict[str, float]) -> str:
    """SQL that draws one of the keys by its share; the last one gets the rest."""
    upper, cases = 0.0, ""
    for code, share in shares.items():
        upper += share
        cases += f" WHEN u(i, '{salt}') < {upper:.6f} THEN {_text(code)}"
    return f"CASE{cases} ELSE {_text([*shares][-1])} END"


def _text(code: str) -> str:
    return "NULL" if code == "" else f"'{code}'"


def _queries(n: int, cities: int, areas: int, services: int, of: dict[str, int]) -> dict[str, str]:
    kinds = [(name, programme) for name, programme, count in SERVICES for _ in range(count)]
    listed = ", ".join(f"({j}, '{name}', '{programme}')" for j, (name, programme) in enumerate(kinds))
    waves = ("W2016", "W2020", "W2024")
    # Seven questions a wave as in the example city, but not the same ones, so that every concept has answers.
    asked = [(w, CONCEPTS[(3 * k + j) % 10]) for k, w in enumerate(waves) for j in range(7)]
    questions = ", ".join(f"('{w}-{c}', '{w}', '{c}')" for w, c in asked)
    pairs = ", ".join(f"('{w}', '{c}')" for w, c in asked)
    first_day = "DATE '2016-04-01'"
    return {
        "areas": f"SELECT 'A' || lpad(range::VARCHAR, 5, '0') AS area, 'center' AS level, '圏域' || range AS name_ja, "
        f"'139999' AS parent FROM range({areas}) UNION ALL SELECT '139999', 'city', '大試験市', NULL",
        "services": f"SELECT 'S' || (25 * c.range + j) AS service, '第' || c.range || name AS name_ja, programme, "
        f"'A' || lpad(((8 * c.range + j) % {areas})::VARCHAR, 5, '0') AS area, j < 14 AS takes_consultations, "
        f"NULL::DATE AS opened_date, NULL::DATE AS closed_date "
        f"FROM range({cities}) c, (VALUES {listed}) AS kinds(j, name, programme)",
        "consultations": f"""
            SELECT consultation(i) AS consultation_id, 'P' || lpad(many(i, 'person', {n // 2 + 1})::VARCHAR, 8, '0') AS person_id,
              'H' || lpad(many(i, 'household', {3 * n // 10 + 1})::VARCHAR, 8, '0') AS household_id,
              day_of(i, {n}) AS received_date,
              {_choice("continuity", {"new": 0.62, "continuing": 0.18, "": 0.2})} AS continuity,
              CASE WHEN u(i, 'fr?') < 0.98 THEN day_of(i, {n}) + floor(12 * u(i, 'fr') ** 3)::INT END AS first_response_date,
              CASE WHEN u(i, 'cl?') < 0.91 THEN day_of(i, {n}) + floor(300 * u(i, 'cl') ** 2)::INT END AS closed_date,
              desk(i, 'desk') AS desk,
              {_choice("channel", {"phone": 0.542, "visit": 0.275, "home_visit": 0.091, "online": 0.046, "letter": 0.028, "other": 0.018})} AS channel,
              place(i, 'area') AS area,
              {_choice("age", {"75+": 0.34, "40-64": 0.261, "65-74": 0.158, "18-39": 0.151, "0-17": 0.06, "unknown": 0.03})} AS age_band,
              {_choice("through", {"self": 0.319, "family": 0.204, "agency": 0.118, "publication": 0.09, "unknown": 0.07, "commissioner": 0.065, "neighbour": 0.049, "hotnet_station": 0.034, "other": 0.026, "outreach": 0.025})} AS came_through,
              {_choice("outcome", {"answered": 0.394, "continuing": 0.324, "referred": 0.27, "no_contact": 0.012})} AS outcome,
              {_choice("complex", {"single": 0.783, "composite": 0.217})} AS complexity
            FROM range({n}) t(i)""",
        "referrals": f"""
            SELECT 'R' || lpad(i::VARCHAR, 8, '0') AS referral_id, consultation(j) AS consultation_id,
              desk(i, 'from') AS from_desk, desk(i, 'to') AS to_desk, made AS made_date,
              CASE WHEN outcome = 'accepted' THEN made + floor(20 * u(i, 'ac') ** 2)::INT END AS accepted_date,
              u(i, 'along') < 0.281 AS accompanied, outcome
            FROM (SELECT i, j, day_of(j, {n}) + floor(10 * u(i, 'made'))::INT AS made,
                    {_choice("ro", {"accepted": 0.937, "declined": 0.061, "pending": 0.002})} AS outcome
                  FROM (SELECT i, least({n} - 1, i * {n} // {of["referrals"]} + many(i, 'of', 3)) AS j FROM range({of["referrals"]}) t(i)))""",
        "cases": f"""
            SELECT 'K' || i AS case_id, consultation(j) AS consultation_id, 'H' || many(i, 'kh', {n}) AS household_id,
              opened AS opened_date, CASE WHEN u(i, 'kc?') < 0.6 THEN opened + floor(400 * u(i, 'kc'))::INT END AS closed_date,
              CASE WHEN u(i, 'kc?') < 0.6 AND u(i, 'kr?') < 0.85 THEN
                {_choice("reason", {"settled": 0.45, "handed_over": 0.3, "moved": 0.1, "died": 0.05, "declined": 0.1})} END AS closing_reason,
              u(i, 'consent') < 0.8 AS consent,
              CASE WHEN u(i, 'consent') < 0.8 AND u(i, 'kd?') < 0.9 THEN opened + floor(140 * u(i, 'kd') ** 2)::INT END AS consent_date,
              place(i, 'karea') AS area
            FROM (SELECT i, {n} // 2 + many(i, 'kof', {n} // 2) AS j,
                    day_of({n} // 2 + many(i, 'kof', {n} // 2), {n}) + floor(60 * u(i, 'ko'))::INT AS opened
                  FROM range({of["cases"]}) t(i))""",
        "organizations": "SELECT 'O' || range AS organization, '機関' || range AS name_ja, 'npo' AS kind, "
        "CASE WHEN range < 8 THEN ['older', 'children', 'health', 'work'][1 + range % 4] END AS field FROM range(9)",
        "case_agencies": f"""
            SELECT 'K' || k.range AS case_id, 'O' || o.range AS organization,
              CASE WHEN u(k.range * 9 + o.range, 'joined?') < 0.8 THEN
                day_of({n} // 2 + many(k.range, 'kof', {n} // 2), {n}) + floor(200 * u(k.range * 9 + o.range, 'joined') ** 2)::INT
              END AS joined_date
            FROM range({of["cases"]}) k, range(9) o WHERE o.range < 1 + many(k.range, 'bodies', 6)""",
        "meeting_cases": f"""
            SELECT DISTINCT 'M' || m.range AS meeting_id, 'K' || many(m.range * 3 + c.range, 'taken', {of["cases"]}) AS case_id
            FROM range({of["meetings"]}) m, range(3) c WHERE c.range < 1 + many(m.range, 'cases', 3)""",
        "staffing": f"""
            SELECT 'S' || (25 * c.range + j.range) AS service, ({first_day} + to_months(m.range::INT))::DATE AS month,
              (2 + many(c.range * 14 + j.range + m.range * 7, 'fte', 16)) / 2.0 AS fte
            FROM range({cities}) c, range(14) j, range(120) m""",
        "meetings": f"""
            SELECT 'M' || i AS meeting_id, {_choice("mk", {"multilayer_support_meeting": 0.711, "support_meeting": 0.289})} AS kind,
              'K' || many(i, 'mcase', {of["cases"]}) AS case_id, u(i, 'mc') < 0.8 AS consent,
              {first_day} + (1826 + many(i, 'mday', 1826))::INT AS held_date FROM range({of["meetings"]}) t(i)""",
        "meeting_attendance": f"""
            SELECT 'M' || m.range AS meeting_id, 'O' || o.range AS organization
            FROM range({of["meetings"]}) m, range(9) o WHERE o.range < 2 + many(m.range, 'seats', 7)""",
        "support_plans": f"""
            SELECT 'L' || i AS support_plan_id, 'K' || many(i, 'lcase', {of["cases"]}) AS case_id, day AS drafted_date,
              day + 90 AS review_due_date, CASE WHEN u(i, 'lr?') < 0.8 THEN day + 60 + many(i, 'lr', 60)::INT END AS reviewed_date,
              goals, many(i, 'lg', goals + 1) AS goals_attained
            FROM (SELECT i, {first_day} + (1826 + many(i, 'lday', 1826))::INT AS day, 1 + many(i, 'goals', 5) AS goals
                  FROM range({of["support_plans"]}) t(i))""",
        "outreach_contacts": f"""
            SELECT 'OC' || lpad(i::VARCHAR, 8, '0') AS contact_id, 'K' || many(i, 'oc', {of["cases"]}) AS case_id,
              day_of(i, {of["outreach_contacts"]}) AS date,
              {_choice("om", {"visit": 0.549, "phone": 0.219, "letter": 0.101, "accompany": 0.08, "online": 0.051})} AS method,
              u(i, 'reached') < 0.539 AS reached,
              CASE WHEN u(i, 'reached') < 0.539 THEN {_choice("os", {"first_contact": 0.35, "regular_contact": 0.35, "trust": 0.17, "linked": 0.13})}
                ELSE 'not_met' END AS relation_stage,
              CASE WHEN u(i, 'op?') < 0.8 THEN 'P' || many(i, 'op', {n // 50 + 1}) END AS person_id,
              place(i, 'oarea') AS area FROM range({of["outreach_contacts"]}) t(i)""",
        "participation_matches": f"""
            SELECT 'X' || i AS match_id, {_choice("pn", {"place_to_belong": 0.4, "work": 0.23, "volunteering": 0.14, "housing": 0.11, "learning": 0.12})} AS need,
              asked AS requested_date, matched AS matched_date, matched + many(i, 'ps', 20)::INT AS started_date,
              CASE WHEN u(i, 'pw?') < 0.1 THEN asked + 90 + many(i, 'pw', 90)::INT END AS withdrawn_date,
              CASE WHEN matched IS NOT NULL AND u(i, 'pf?') < 0.8 THEN u(i, 'pf') < 0.75 END AS fits_wish,
              CASE WHEN u(i, 'pr?') < 0.88 THEN u(i, 'pr') < 0.7 END AS retained_3_months,
              CASE WHEN u(i, 'pd?') < 0.93 THEN u(i, 'pd') < 0.126 END AS resource_newly_developed, place(i, 'parea') AS area
            FROM (SELECT i, asked, CASE WHEN u(i, 'pm?') < 0.85 THEN asked + many(i, 'pm', 90)::INT END AS matched
                  FROM (SELECT i, day_of(i, {of["participation_matches"]}) AS asked FROM range({of["participation_matches"]}) t(i)))""",
        "community_activities": f"""
            SELECT 'AC' || lpad(i::VARCHAR, 8, '0') AS activity_id, group_of(i, 'as') AS service,
              {_choice("ak", {"ibasho": 0.284, "exercise": 0.235, "learning": 0.141, "child_rearing_plaza": 0.14, "mutual_help": 0.094, "residents_meeting": 0.012, "other": 0.094})} AS kind,
              {_choice("ao", {"group": 0.563, "open": 0.437})} AS openness, day_of(i, {of["community_activities"]}) AS date,
              place(i, 'aarea') AS area, people AS participants,
              CASE WHEN u(i, 'asn?') < 0.1 THEN 2 + many(i, 'asn', 4) END AS sessions,
              CASE WHEN u(i, 'an?') < 0.9 THEN many(i, 'an', people + 1) // 4 END AS new_participants,
              CASE WHEN u(i, 'av?') < 0.9 THEN many(i, 'av', 8) END AS volunteers
            FROM (SELECT i, CASE WHEN u(i, 'ap?') < 0.95 THEN many(i, 'ap', 40) END AS people
                  FROM range({of["community_activities"]}) t(i))""",
        "supporters": f"""
            SELECT kind, ({first_day} + to_months(m.range::INT))::DATE AS month, 'A' || lpad(a.range::VARCHAR, 5, '0') AS area,
              20 + many(a.range * 1000 + m.range, kind, 30) AS number,
              CASE WHEN kind LIKE '%commissioner' THEN 40 END AS quota
            FROM range({areas}) a, range(120) m,
              (VALUES ('welfare_commissioner'), ('child_commissioner'), ('hotnet_promoter'), ('volunteer')) k(kind)""",
        "commissioner_activities": f"""
            SELECT work, ({first_day} + to_months(m.range::INT))::DATE AS month, 'A' || lpad(a.range::VARCHAR, 5, '0') AS area,
              many(a.range * 1000 + m.range, work, 90) AS number
            FROM range({areas}) a, range(120) m,
              (VALUES ('consultations'), ('other_activities'), ('visits'), ('liaison'), ('days')) k(work)""",
        "social_resources": f"""
            SELECT 'SR' || i AS resource_id, '場' || i AS name_ja,
              {_choice("rk", {"ibasho": 0.3, "salon": 0.3, "self_activity": 0.2, "firm": 0.1, "public_support": 0.1})} AS kind,
              place(i, 'rarea') AS area, day AS active_from,
              CASE WHEN u(i, 'ra?') < 0.3 THEN day + many(i, 'ra', 2000)::INT END AS active_to
            FROM (SELECT i, CASE WHEN u(i, 'rd?') < 0.9 THEN day_of(i, {of["social_resources"]}) END AS day
                  FROM range({of["social_resources"]}) t(i))""",
        "person_scores": f"""
            SELECT 'P' || i AS person_id, day_of(i, {of["person_scores"]}) + (k.range * (120 + many(i, 'sd', 100)))::INT AS scored_date,
              1 + many(i + k.range, 's1', 4) AS motivation, 1 + many(i + k.range, 's2', 4) AS self_esteem,
              1 + many(i + k.range, 's3', 4) AS relationships, 1 + many(i + k.range, 's4', 4) AS social_participation,
              1 + many(i + k.range, 's5', 4) AS asking_for_help, place(i, 'sarea') AS area
            FROM range({of["person_scores"]}) t(i), range(3) k""",
        "publications": f"""
            SELECT 'PB' || lpad(i::VARCHAR, 7, '0') AS publication_id, '福祉のお知らせ' AS title_ja,
              {_choice("uc", {"website": 0.398, "leaflet": 0.232, "sns": 0.135, "newsletter": 0.13, "poster": 0.059, "video": 0.046})} AS channel,
              {_choice("ul", {"ja": 0.878, "ja en zh ko": 0.069, "ja en": 0.053})} AS languages, u(i, 'ue') < 0.217 AS easy_japanese,
              {_choice("uf", {"": 0.86, "audio": 0.076, "braille audio": 0.064})} AS accessible_formats, day AS published_date,
              CASE WHEN u(i, 'uu?') < 0.5 THEN day + many(i, 'uu', 900)::INT END AS updated_date,
              CASE WHEN u(i, 'uw?') < 0.3 THEN day + 900 + many(i, 'uw', 900)::INT END AS withdrawn_date,
              CASE WHEN u(i, 'up?') < 0.4 THEN many(i, 'up', 9000) END AS printed
            FROM (SELECT i, day_of(i, {of["publications"]}) AS day FROM range({of["publications"]}) t(i))""",
        "service_changes": f"""
            SELECT 'CH' || i AS change_id, 'S' || many(i, 'hs', {services}) AS service,
              day_of(i, {of["service_changes"]}) AS changed_date,
              CASE WHEN u(i, 'told?') < 0.7
                THEN (day_of(i, {of["service_changes"]}) + many(i, 'told', 60)::INTEGER)::DATE END AS told_date,
              CASE WHEN u(i, 'ht?') < 0.9 THEN 'PB' || lpad(least({of["publications"]} - 1,
                i * {of["publications"]} // {of["service_changes"]} + many(i, 'ht', 40))::VARCHAR, 7, '0') END AS publication_id
            FROM range({of["service_changes"]}) t(i)""",
        "information_reach": f"""
            SELECT 'PB' || lpad(p.range::VARCHAR, 7, '0') AS publication_id,
              (date_trunc('month', day_of(p.range, {of["publications"]})) + to_months(m.range::INT))::DATE AS month,
              many(p.range * 9 + m.range, 'views', 2000) AS views, many(p.range * 9 + m.range, 'users', 1200) AS users,
              CASE WHEN u(p.range * 9 + m.range, 'q?') < 0.8 THEN many(p.range * 9 + m.range, 'q', 12) END AS questions
            FROM range({of["publications"]}) p, range(5) m
            WHERE date_trunc('month', day_of(p.range, {of["publications"]})) + to_months(m.range::INT) < DATE '2026-04-01'""",
        "survey_waves": f"SELECT w AS wave, '5' AS plan, {first_day} AS fieldwork_start, {first_day} AS fieldwork_end "
        "FROM (VALUES " + ", ".join(f"('{w}')" for w in waves) + ") t(w)",
        "survey_questions": "SELECT q AS question_id, w AS wave, c AS concept, 'ですか' AS wording_ja, "
        f"'はい|少し|いいえ' AS scale, 'はい|少し' AS positive_answers FROM (VALUES {questions}) t(q, w, c)",
        # As in the example city: strata are areas, points lie within them, four weights an area and wave.
        "survey_respondents": f"""
            SELECT 'V' || lpad(i::VARCHAR, 8, '0') AS respondent_id, 'W' || (2016 + 4 * (i % 3)) AS wave,
              100 + many(12 * a + 4 * (i % 3) + many(i, 'w', 4), 'weight', 4000) / 100.0 AS weight,
              'st' || a AS stratum, 'c' || (3 * a + many(i, 'psu', 3)) AS psu, 'A' || lpad(a::VARCHAR, 5, '0') AS area
            FROM (SELECT i, many(i, 'varea', {areas}) AS a FROM range({of["survey_respondents"]}) t(i))""",
        "survey_answers": f"""
            SELECT 'V' || lpad(i::VARCHAR, 8, '0') AS respondent_id, w || '-' || c AS question_id,
              CASE WHEN u(i, c) < 0.97 THEN ['はい', '少し', 'いいえ'][1 + many(i, c || '!', 3)] END AS answer
            FROM range({of["survey_respondents"]}) t(i) JOIN (VALUES {pairs}) k(w, c) ON w = 'W' || (2016 + 4 * (i % 3))""",
    }
