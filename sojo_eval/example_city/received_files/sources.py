"""The city's files: which table stands in which file, under which headers, in which spelling.

One `Source` is one mapping file; the raw file and the mapping are both written from it, so they agree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from sojo_eval.example_city.received_files import spellings as write
from sojo_eval.foundation.language import Text

Write = Callable[[object], object]


@dataclass(frozen=True)
class Column:
    """One column of a file.

    group: the upper header it stands under (workbooks). lookup: write the name of the key's row in that table.
    date: how a mapping reads the header as a date. instead: another spelling than the code's title;
    until_year limits it to fiscal years before that one.
    """

    field: str
    header: str
    write: Write = write.plain
    group: str = ""
    lookup: str = ""
    date: str = ""
    instead: dict[str, str] = dataclasses.field(default_factory=dict)
    until_year: int = 9999

    @property
    def joined(self) -> str:
        """The header as an importer sees it: upper and lower header joined."""
        return f"{self.group}/{self.header}" if self.group else self.header


@dataclass(frozen=True)
class Source:
    """A table in a file or a family of files.

    file: name under raw/, with `{year}` when there is one file a fiscal year. form: "cp932", "utf8" (with BOM)
    or "xlsx". sheet: sheet name, `{fiscal_year}` = one sheet a fiscal year. by: date field that says the year.
    constants: fields that no column holds, the same in every row.
    """

    table: str
    file: str
    form: str
    columns: tuple[Column, ...]
    by: str = ""
    sheet: str = ""
    title: str = ""
    note: str = ""
    constants: dict[str, str] = dataclasses.field(default_factory=dict)


TOTAL_ROW = Text("合計行（明細ではない）", "a row of totals, not a record")
NOTE_ROW = Text("注記の行", "a footnote")

_CENTRE = Column("area", "圏域", lookup="areas")

SOURCES: tuple[Source, ...] = (
    Source("areas", "地域一覧.csv", "utf8", (
        Column("area", "地域コード"), Column("level", "階層"), Column("name_ja", "地域名"), Column("name_en", "英語名"),
        Column("parent", "上位地域"), Column("km2", "面積（km2）"), Column("chome", "丁目数"), Column("source", "出典"),
    )),
    Source("area_crosswalk", "地域対応表.csv", "utf8", (
        Column("area", "町丁目コード"), Column("parent", "センター圏域", lookup="areas"),
        Column("valid_from", "適用開始日", write.era_day), Column("valid_to", "適用終了日", write.era_day),
    )),
    Source("population", "地域・年齢別人口.csv", "utf8", (
        Column("area", "地域コード"), Column("date", "調査年月日", write.iso), Column("sex", "性別"),
        Column("age_band", "年齢階級"), Column("persons", "人口"), Column("households", "世帯数"), Column("source", "備考"),
    )),
    Source("organizations", "機関一覧.csv", "cp932", (
        Column("organization", "機関コード"), Column("name_ja", "機関名"), Column("name_en", "英語名"), Column("kind", "機関種別"),
        Column("field", "分野"),
    )),
    Source("services", "事業・窓口一覧.xlsx", "xlsx", (
        Column("service", "事業コード"), Column("name_ja", "事業名"), Column("name_en", "英語名"),
        Column("programme", "事業区分"), Column("department", "所管課", group="体制"),
        Column("organization", "運営機関", lookup="organizations", group="体制"), _CENTRE,
        Column("places", "か所数", write.wide), Column("takes_consultations", "相談窓口", write.circle),
        Column("opened_date", "開設日", write.excel_day, group="期間"), Column("closed_date", "閉鎖日", write.excel_day, group="期間"),
        Column("source", "出典"),
    ), sheet="事業一覧", title="包括的支援体制の事業・窓口一覧", note="※ か所数の空欄は、か所数の公表がない事業です。"),
    Source("indicators_published", "公表指標.csv", "utf8", (
        Column("indicator", "指標ID"), Column("period", "調査年"), Column("period_start", "期間開始日", write.iso),
        Column("period_end", "期間終了日", write.iso), Column("value", "値"), Column("unit", "単位"), Column("n", "有効回収数"),
        Column("definition", "定義"), Column("source", "出典"),
    ), constants={"area": "132292"}),
    Source("targets", "目標値.csv", "utf8", (
        Column("indicator", "指標ID"), Column("plan", "計画"), Column("baseline_value", "初期値"), Column("target_value", "目標値"),
        Column("due_date", "達成期限", write.era_day), Column("direction", "方向性"), Column("source", "出典"),
    )),
    Source("consultations", "相談記録_{year}年度.csv", "cp932", (
        Column("consultation_id", "受付番号", write.wide_year), Column("received_date", "受付日", write.wareki),
        Column("desk", "受付機関", lookup="services"), _CENTRE, Column("person_id", "相談者ID"), Column("household_id", "世帯ID"),
        Column("channel", "相談方法", instead={"phone": "TEL"}, until_year=2019), Column("age_band", "年齢階級"),
        Column("household_kind", "世帯類型"),
        Column("came_through", "相談経路"), Column("complexity", "課題の複合性"),
        Column("first_response_date", "初回対応日", write.wareki), Column("outcome", "対応結果"),
        Column("closed_date", "終了日", write.wareki), Column("continuity", "新規・継続"),
    ), by="received_date"),
    Source("consultation_topics", "相談内容.csv", "utf8", (
        Column("consultation_id", "受付番号"), Column("topic", "相談内容"), Column("is_main", "主な相談内容", write.circle),
    )),
    Source("referrals", "つなぎ記録.csv", "utf8", (
        Column("referral_id", "つなぎ番号"), Column("consultation_id", "受付番号"),
        Column("from_desk", "つなぎ元", lookup="services"), Column("to_desk", "つなぎ先", lookup="services"),
        Column("made_date", "つないだ日", write.slashed), Column("accepted_date", "受理日", write.slashed),
        Column("accompanied", "同行の有無", write.present), Column("outcome", "結果"),
    )),
    Source("cases", "重層_台帳.xlsx", "xlsx", (
        Column("case_id", "ケース番号"), Column("consultation_id", "受付番号"), Column("household_id", "世帯ID"),
        Column("opened_date", "開始日", write.excel_day, group="期間"), Column("closed_date", "終結日", write.excel_day, group="期間"),
        Column("consent", "同意の有無", write.present), _CENTRE, Column("consent_date", "同意を得た日", write.excel_day),
        Column("closing_reason", "終結理由"),
    ), sheet="ケース", title="複合課題ケース台帳", note="※ 番号は仮名化したものです。"),
    Source("case_agencies", "重層_台帳.xlsx", "xlsx", (
        Column("case_id", "ケース番号"), Column("organization", "関係機関", lookup="organizations"), Column("role", "役割"),
        Column("joined_date", "参加日", write.wareki),
    ), sheet="関係機関", title="ケースの関係機関", note="※ 役割は主担当を一つとします。"),
    Source("meetings", "重層_台帳.xlsx", "xlsx", (
        Column("meeting_id", "会議番号"), Column("held_date", "開催日", write.wareki), Column("kind", "会議種別"),
        Column("convener", "招集者"), Column("legal_basis", "根拠条文"), Column("case_id", "ケース番号"),
        Column("consent", "本人同意", write.present), Column("joint_with", "兼ねて開いた会議"),
    ), sheet="会議", title="重層的支援会議・支援会議", note="※ 支援会議は社会福祉法第106条の6によります。"),
    Source("meeting_attendance", "重層_台帳.xlsx", "xlsx", (
        Column("meeting_id", "会議番号"), Column("organization", "参加機関", lookup="organizations"),
    ), sheet="参加機関", title="会議の参加機関", note="※ 一機関一行。"),
    Source("support_plans", "重層_台帳.xlsx", "xlsx", (
        Column("support_plan_id", "プラン番号"), Column("case_id", "ケース番号"), Column("drafted_date", "作成日", write.wareki),
        Column("agreed_date", "同意日", write.wareki), Column("review_due_date", "評価予定日", write.wareki, group="評価"),
        Column("reviewed_date", "評価日", write.wareki, group="評価"), Column("closed_date", "終結日", write.wareki),
        Column("goals", "目標数", group="目標"), Column("goals_attained", "達成数", group="目標"),
    ), sheet="支援プラン", title="支援プラン一覧", note="※ 評価予定日は作成日の91日後です。"),
    Source("outreach_contacts", "アウトリーチ記録.csv", "cp932", (
        Column("contact_id", "訪問番号"), Column("date", "実施日", write.wareki), _CENTRE, Column("case_id", "ケース番号"),
        Column("method", "方法"), Column("reached", "本人に会えたか", write.circle), Column("relation_stage", "関係の段階"),
        Column("person_id", "対象者ID"), Column("phase", "新規・継続・終結"),
    )),
    Source("community_activities", "地域活動_{year}年度.csv", "cp932", (
        Column("activity_id", "活動番号"), Column("date", "開催日", write.wareki), Column("service", "事業", lookup="services"),
        Column("kind", "種別"), Column("openness", "対象"), _CENTRE, Column("participants", "参加者（延べ）"),
        Column("new_participants", "うち新規参加者"), Column("volunteers", "担い手数"),
        Column("sessions", "実施回数"),
    ), by="date"),
    Source("social_resources", "社会資源一覧.csv", "utf8", (
        Column("resource_id", "資源コード"), Column("name_ja", "名称"), Column("kind", "種別"), _CENTRE,
        Column("active_from", "活動開始日", write.slashed), Column("active_to", "活動終了日", write.slashed),
    )),
    Source("supporters", "担い手現員.xlsx", "xlsx", (
        Column("month", "年月", write.era_month, date="month"), _CENTRE, Column("kind", "種別"),
        Column("number", "現員", group="人数"), Column("quota", "定数", group="人数"),
    ), by="month", sheet="{fiscal_year}", title="地域の担い手の現員", note="※ 定数があるのは民生委員・児童委員と主任児童委員だけです。"),
    Source("participation_matches", "参加支援台帳.xlsx", "xlsx", (
        Column("match_id", "マッチング番号"), Column("person_id", "本人ID"), Column("case_id", "ケース番号"), Column("need", "ニーズ"),
        _CENTRE, Column("requested_date", "依頼日", write.excel_day, group="経過"),
        Column("matched_date", "マッチング日", write.excel_day, group="経過"),
        Column("started_date", "開始日", write.excel_day, group="経過"),
        Column("withdrawn_date", "取下げ日", write.excel_day, group="経過"), Column("resource_id", "資源コード", group="つなぎ先"),
        Column("resource_newly_developed", "新規開拓", write.circle, group="つなぎ先"),
        Column("retained_3_months", "3か月継続", write.circle), Column("fits_wish", "希望に合う", write.circle),
    ), sheet="台帳", title="参加支援事業 マッチング台帳", note="※ マッチング日の空欄は、まだ見つかっていないものです。"),
    Source("publications", "発行物一覧.xlsx", "xlsx", (
        Column("publication_id", "発行物番号"), Column("title_ja", "件名"), Column("channel", "媒体"), Column("topic", "分野"),
        Column("audience", "対象"), Column("languages", "多言語", group="伝え方"),
        Column("easy_japanese", "やさしい日本語", write.circle, group="伝え方"),
        Column("accessible_formats", "音声・点字等", group="伝え方"), Column("published_date", "発行日", write.era_day),
        Column("updated_date", "最終更新日", write.era_day), Column("withdrawn_date", "公開終了日", write.era_day),
        Column("printed", "部数"),
    ), sheet="発行物", title="福祉に関する発行物一覧", note="※ 部数は紙の発行物だけです。"),
    Source("service_changes", "サービス変更一覧.csv", "utf8", (
        Column("change_id", "変更番号"), Column("service", "窓口", lookup="services"), Column("changed_date", "変更日", write.slashed),
        Column("what_ja", "変更の内容"), Column("publication_id", "知らせた発行物"),
        Column("told_date", "最初に知らせた日", write.slashed),
    )),
    Source("information_reach", "アクセス解析.csv", "utf8", (
        Column("publication_id", "発行物番号"), Column("month", "年月", write.western_month, date="month"),
        Column("views", "閲覧数"), Column("users", "利用者数"), Column("opens", "開封数"), Column("questions", "問い合わせ数"),
    )),
    Source("comparators", "比較自治体_年次.csv", "cp932", (
        Column("municipality", "団体コード"), Column("name_ja", "自治体名"),
        Column("period_start", "年度", write.fiscal_year, date="fiscal_year_start"), Column("indicator", "指標ID"),
        Column("value", "値"), Column("exposure", "分母"), Column("source", "出典"),
    )),
    Source("survey_waves", "調査_概要.csv", "utf8", (
        Column("wave", "調査"), Column("plan", "計画"), Column("fieldwork_start", "調査開始日", write.era_day),
        Column("fieldwork_end", "調査終了日", write.era_day), Column("frame", "母集団"), Column("frame_size", "母集団数"),
        Column("sampling", "抽出法"), Column("mode", "調査方法"), Column("invited", "発送数"), Column("returned", "有効回収数"),
    )),
    Source("survey_questions", "調査_設問.csv", "utf8", (
        Column("question_id", "設問ID"), Column("wave", "調査"), Column("concept", "概念"), Column("number", "設問番号"),
        Column("wording_ja", "設問文"), Column("scale", "選択肢"), Column("positive_answers", "該当選択肢"),
        Column("comparable_with", "比較可能設問"),
    )),
    Source("survey_respondents", "調査_回答者.csv", "utf8", (
        Column("respondent_id", "整理番号"), Column("wave", "調査"), Column("weight", "ウェイト"), Column("stratum", "層"),
        Column("psu", "地点"), _CENTRE, Column("age_band", "年齢階級"), Column("sex", "性別"),
    )),
    Source("survey_answers", "調査_回答.csv", "utf8", (
        Column("respondent_id", "整理番号"), Column("question_id", "設問ID"), Column("answer", "回答"),
    )),
    Source("meeting_cases", "重層_台帳.xlsx", "xlsx", (
        Column("meeting_id", "会議番号"), Column("case_id", "ケース番号"), Column("continuity", "新規・継続"),
    ), sheet="検討ケース", title="会議で検討したケース", note="※ 会議1回・1ケースで一行です。"),
    Source("person_scores", "つながり指標.csv", "utf8", (
        Column("person_id", "対象者ID"), Column("scored_date", "評価日", write.slashed), _CENTRE,
        Column("motivation", "意欲"), Column("self_esteem", "自己肯定感"), Column("relationships", "対人関係"),
        Column("social_participation", "社会参加"), Column("asking_for_help", "相談"),
        Column("with_the_person", "本人と評価", write.circle),
    )),
    Source("commissioner_activities", "民生委員_活動報告.csv", "cp932", (
        Column("month", "年月", write.era_month, date="month"), _CENTRE, Column("work", "区分"), Column("number", "件数"),
    )),
    Source("staffing", "職員配置.csv", "utf8", (
        Column("month", "年月", write.western_month, date="month"), Column("service", "窓口", lookup="services"),
        Column("fte", "常勤換算"),
    )),
)  # fmt: skip
