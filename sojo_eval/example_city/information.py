"""Publications, how far they reach, printed indicators and the plans' targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.example_city.places import CITY
from sojo_eval.example_city.truth import FOR_EVERYONE, NEW_WEB_TOOL, NEW_WEB_TOOL_FROM, PLANTED, share_after
from sojo_eval.example_city.world import (
    DATA_UNTIL,
    MONTHS,
    N_MONTHS,
    World,
    choose,
    covid,
    days_in,
    dispersed,
    expit,
    ids,
    month_of,
    optional,
    season,
    since,
)

_A_YEAR = 150.0
_STANDING_PAGES = 40
_CHANNELS = {"website": 0.36, "newsletter": 0.16, "leaflet": 0.24, "sns": 0.14, "poster": 0.06, "video": 0.04}
_ONLINE = ("website", "sns", "video")
_AUDIENCES = {"everyone": FOR_EVERYONE, "older": 0.20, "disabled": 0.12, "child_rearing": 0.16, "livelihood": 0.08,
              "foreign": 0.05, "carers": 0.05}  # fmt: skip
_TOPICS = {"care": 20, "health": 12, "dementia": 8, "disability": 12, "mental_health": 6, "child_rearing": 16,
           "livelihood": 8, "housing": 4, "work": 5, "isolation": 5, "foreign_residents": 4, "other": 10}  # fmt: skip
_TITLES = {"website": "福祉のページ", "newsletter": "福祉だより", "leaflet": "ご案内チラシ", "sns": "お知らせ投稿",
           "poster": "掲示ポスター", "video": "紹介動画"}  # fmt: skip
_CHANGING = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S11", "S12", "S13", "S14")
_CHANGES = {"受付時間の変更": 4, "担当者の変更": 3, "予約方法の変更": 2, "場所の変更": 1, "対象者の変更": 1}
_TELLING_DAYS, _TOLD = 18.0, 0.9
PRINTED = "information.knows_welfare_commissioner"
PRINTED_WAVES = {"平成28年度": ("2016-11-01", "2016-11-30"), "令和3年度": ("2021-11-01", "2021-11-30"),
                 "令和7年度": ("2025-11-01", "2025-11-30")}  # fmt: skip


def publications(world: World) -> pd.DataFrame:
    """About 150 a year; forty standing pages of the web site enter in April 2016 (they carry most of the reach)."""
    rng = world.rng("publications")
    effect = np.exp(world.effect("publications", 0.08) + season(0.10, 4))
    counts = dispersed(rng, _A_YEAR / 12 * world.size * effect, 60)
    easy_odds = world.log_odds("information.easy_japanese_share") + world.effect("easy Japanese", 0.12)
    format_odds = world.log_odds("information.accessible_format_share") + world.effect(
        "accessible formats", 0.12
    )
    standing = max(4, round(_STANDING_PAGES * world.size))
    month = np.concatenate([np.zeros(standing, dtype=np.int64), np.repeat(np.arange(N_MONTHS), counts)])
    number = len(month)
    is_standing = np.arange(number) < standing
    later = np.sort(days_in(rng, month[standing:]))
    published = np.concatenate([np.repeat(np.datetime64("2016-04-01", "D"), standing), later])
    channel = np.where(is_standing, "website", choose(rng, _CHANNELS, number))
    online = np.isin(channel, _ONLINE)
    formats = np.where(rng.random(number) < 0.6, "audio", "braille audio").astype(object)
    age = (DATA_UNTIL - published).astype(int)
    updated = published + np.floor(rng.random(number) * age).astype("timedelta64[D]")
    ends = published + rng.integers(200, 900, number).astype("timedelta64[D]")
    gone = online & ~is_standing & (ends <= DATA_UNTIL)
    code = ids("PB", number, 4)
    return pd.DataFrame(
        {
            "publication_id": code,
            "title_ja": [f"{_TITLES[c]} {i[2:]}" for c, i in zip(channel, code, strict=True)],
            "channel": channel,
            "topic": choose(rng, _TOPICS, number),
            "audience": choose(rng, _AUDIENCES, number),
            "languages": choose(rng, {"ja": 0.86, "ja en": 0.06, "ja en zh ko": 0.08}, number),
            "easy_japanese": rng.random(number) < expit(easy_odds)[month],
            "accessible_formats": np.where(rng.random(number) < expit(format_odds)[month], formats, "none"),
            "published_date": published,
            "updated_date": np.where(online & (rng.random(number) < 0.6), updated, np.datetime64("NaT", "D")),
            "withdrawn_date": np.where(gone, ends, np.datetime64("NaT", "D")),
            "printed": pd.Series(100 * rng.integers(2, 60, number), dtype="Int64").where(~online),
        }
    )


def service_changes(world: World, publications: pd.DataFrame) -> pd.DataFrame:
    """About 24 changes a year at the desks; nine in ten are told, in the first publication after a wait of some weeks."""
    rng = world.rng("service changes")
    month = np.repeat(np.arange(N_MONTHS), rng.poisson(max(0.5, 2 * world.size), N_MONTHS))
    number = len(month)
    changed = np.sort(days_in(rng, month))
    ready = changed + np.floor(rng.exponential(_TELLING_DAYS, number)).astype("timedelta64[D]")
    issued = publications.sort_values("published_date", kind="stable")
    first = np.searchsorted(issued["published_date"].to_numpy().astype("datetime64[D]"), ready)
    told = (rng.random(number) < _TOLD) & (first < len(issued))
    first = np.minimum(first, len(issued) - 1)
    names = issued["publication_id"].to_numpy()[first]
    came_out = issued["published_date"].to_numpy().astype("datetime64[D]")[first]
    return pd.DataFrame(
        {
            "change_id": ids("CH", number, 4),
            "service": choose(rng, dict.fromkeys(_CHANGING, 1), number),
            "changed_date": changed,
            "told_date": np.where(told, came_out, np.datetime64("NaT", "D")),
            "what_ja": choose(rng, _CHANGES, number),
            "publication_id": optional(names, told),
        }
    )


def information_reach(world: World, publications: pd.DataFrame) -> pd.DataFrame:
    """Users and views by publication and month: standing pages every month, other online ones for three.

    In April 2024 the web analytics tool was replaced: it counts 1.4 times as many users of the same pages.
    """
    rng = world.rng("reach")
    effect = np.exp(
        world.effect("reach", 0.08)
        + season(0.05, 4)
        + 0.2 * covid()
        + np.log(NEW_WEB_TOOL) * since(NEW_WEB_TOOL_FROM)
    )
    online = publications[publications["channel"].isin(_ONLINE)]
    first = month_of(online["published_date"].to_numpy().astype("datetime64[D]"))
    standing = (online["published_date"] == "2016-04-01").to_numpy() & (
        online["channel"] == "website"
    ).to_numpy()
    length = np.minimum(np.where(standing, N_MONTHS, 3), N_MONTHS - first)
    row = np.repeat(np.arange(len(online)), length)
    month = np.repeat(first, length) + np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    popularity = np.where(standing, 420.0, 180.0) * rng.lognormal(-0.18, 0.6, len(online))
    users = dispersed(rng, popularity[row] * effect[month], shape=20)
    views = users + rng.poisson(0.7 * users)
    opens = pd.Series(rng.binomial(users, 0.35), dtype="Int64")
    frame = pd.DataFrame(
        {
            "publication_id": online["publication_id"].to_numpy()[row],
            "month": MONTHS[month].astype("datetime64[D]"),
            "views": views,
            "users": users,
            "opens": opens.where((online["channel"] == "sns").to_numpy()[row]),
            "questions": rng.poisson(0.008 * views),
        }
    )
    return frame.sort_values(["month", "publication_id"], kind="stable", ignore_index=True)


def indicators_published(world: World) -> pd.DataFrame:
    """A printed percentage with its n, once a plan, from a survey whose answers are not at hand (synthetic)."""
    rng = world.rng("published")
    shares = (PLANTED[PRINTED].base, PLANTED[PRINTED].base, share_after(PRINTED, world.scenario))
    rows = []
    for (period, (start, end)), share in zip(PRINTED_WAVES.items(), shares, strict=True):
        n = round(2200 * world.size + rng.integers(-40, 41) * world.size)
        value = round(float(rng.binomial(n, share)) / n, 3)
        rows.append(
            (
                PRINTED,
                period,
                start,
                end,
                CITY,
                value,
                "share",
                n,
                "第1版",
                "合成データ（例示市の市民調査報告書）",
            )
        )
    columns = [
        "indicator",
        "period",
        "period_start",
        "period_end",
        "area",
        "value",
        "unit",
        "n",
        "definition",
        "source",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column])
    frame.insert(7, "numerator", np.nan)
    frame.insert(8, "denominator", np.nan)
    return frame


_TARGETS = (
    ("connections.has_someone_to_rely_on", 0.78, 0.85, "higher"),
    ("connections.feels_lonely_often", 0.15, 0.10, "lower"),
    ("connections.participants_per_1000", 9.5, 12.0, "higher"),
    ("consultation.first_response_within_3_days", 0.70, 0.80, "higher"),
    ("consultation.multilayer_support_meetings", 30.0, 48.0, "higher"),
    ("consultation.knows_a_desk", 0.42, 0.50, "higher"),
    ("information.gets_needed_information", 0.46, 0.55, "higher"),
    ("information.easy_japanese_share", 0.18, 0.40, "higher"),
    (PRINTED, 0.41, 0.50, "higher"),
)


def targets() -> pd.DataFrame:
    """Targets of the 5th plan (synthetic: the real plan's targets were not at hand)."""
    frame = pd.DataFrame(_TARGETS, columns=["indicator", "baseline_value", "target_value", "direction"])
    frame.insert(1, "plan", "5")
    frame["due_date"] = pd.Timestamp("2029-03-31")
    frame["source"] = "合成データ（例示用の目標値）"
    return frame
