"""The questions of the three survey waves: wording, answers, and which answers count."""

from __future__ import annotations

from dataclasses import dataclass

REWORDED = "takes_part_in_local_activity"
"""The concept whose question was changed in the last wave."""


@dataclass(frozen=True)
class Question:
    """One question. `counting` and `other` give each answer's share among those who (do not) count; order = form."""

    concept: str
    indicator: str
    number: str
    wording: str
    answers: tuple[str, ...]
    counting: dict[str, float]
    other: dict[str, float]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "has_someone_to_rely_on", "connections.has_someone_to_rely_on", "問5",
        "困ったときに頼れる人がいますか。",
        ("複数いる", "一人いる", "いない", "わからない"),
        {"複数いる": 0.68, "一人いる": 0.32}, {"いない": 0.62, "わからない": 0.38},
    ),
    Question(
        "feels_lonely_often", "connections.feels_lonely_often", "問8",
        "ふだん孤独だと感じることがありますか。",
        ("まったくない", "あまりない", "どちらともいえない", "よくある", "いつもある"),
        {"よくある": 0.72, "いつもある": 0.28}, {"まったくない": 0.26, "あまりない": 0.49, "どちらともいえない": 0.25},
    ),
    Question(
        REWORDED, f"connections.{REWORDED}", "問12",
        "この1年間に、地域の活動に参加しましたか。",
        ("参加した", "参加していない"),
        {"参加した": 1.0}, {"参加していない": 1.0},
    ),
    Question(
        "knows_a_desk", "consultation.knows_a_desk", "問15",
        "福祉のことで困ったときの相談先を知っていますか。",
        ("知っている", "名前だけ知っている", "知らない"),
        {"知っている": 1.0}, {"名前だけ知っている": 0.45, "知らない": 0.55},
    ),
    Question(
        "gets_needed_information", "information.gets_needed_information", "問20",
        "必要な福祉の情報を得られていますか。",
        ("十分に得られている", "ある程度得られている", "あまり得られていない", "まったく得られていない"),
        {"十分に得られている": 0.2, "ある程度得られている": 0.8},
        {"あまり得られていない": 0.75, "まったく得られていない": 0.25},
    ),
    Question(
        "easy_to_understand", "information.easy_to_understand", "問21",
        "市の福祉の情報は分かりやすいですか。",
        ("とても分かりやすい", "まあ分かりやすい", "どちらともいえない", "やや分かりにくい", "とても分かりにくい"),
        {"とても分かりやすい": 0.22, "まあ分かりやすい": 0.78},
        {"どちらともいえない": 0.55, "やや分かりにくい": 0.32, "とても分かりにくい": 0.13},
    ),
    Question(
        "knows_hotnet_station", "information.knows_hotnet_station", "問23",
        "ほっとネットステーションを知っていますか。",
        ("利用したことがある", "知っている", "名前を聞いたことがある", "知らない"),
        {"利用したことがある": 0.18, "知っている": 0.82}, {"名前を聞いたことがある": 0.3, "知らない": 0.7},
    ),
)  # fmt: skip

REWORDED_QUESTION = Question(
    REWORDED, f"connections.{REWORDED}", "問12",
    "この1年間に、地域の活動や行事、オンラインの集まりに一度でも加わりましたか。",
    ("よく加わった", "一度でも加わった", "加わっていない"),
    {"よく加わった": 0.35, "一度でも加わった": 0.65}, {"加わっていない": 1.0},
)  # fmt: skip

GIVES = Question(
    "does_something_for_others", "connections.gives_and_could_accept_help", "問9",
    "この1年間に、家族以外の人のために何かをしましたか（あてはまるものすべて）。",
    ("声かけや見守り", "家事や買い物の手伝い", "ボランティア活動", "特にしていない"),
    {"声かけや見守り": 0.5, "家事や買い物の手伝い": 0.2, "ボランティア活動": 0.3}, {"特にしていない": 1.0},
)  # fmt: skip
ACCEPTS = Question(
    "could_accept_help", "connections.gives_and_could_accept_help", "問10",
    "困ったとき、近所の人などの助けを受け入れられますか。",
    ("受け入れられる", "どちらかといえば受け入れられる", "どちらかといえば受け入れにくい", "受け入れにくい"),
    {"受け入れられる": 0.4, "どちらかといえば受け入れられる": 0.6},
    {"どちらかといえば受け入れにくい": 0.7, "受け入れにくい": 0.3},
)  # fmt: skip
