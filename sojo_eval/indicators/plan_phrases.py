"""What the plan's own text asks for, phrase by phrase, and what measures it; or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass

from sojo_eval.foundation.language import Text


@dataclass(frozen=True)
class Phrase:
    """A phrase of the city's text. indicators: ids that measure it. how: how they do, or why nothing can."""

    said: Text
    indicators: tuple[str, ...]
    how: Text


PHRASES: tuple[Phrase, ...] = (
    Phrase(
        Text("支え手側・受け手側と分かれることなく", "Not divided into those who support and those supported"),
        ("connections.gives_and_could_accept_help",),
        Text("市民調査で、人のために何かをし、助けも受けられると答えた人", "Survey: does something for others and could accept help"),
    ),
    Phrase(
        Text("人々が困りごとに気づき、行政などにつなぐ", "People notice troubles and bring them to help"),
        ("consultation.came_by_community",),
        Text("近隣・民生委員・推進員を経た相談（住民当たり）", "Consultations through neighbours, commissioners and promoters, over residents"),
    ),
    Phrase(
        Text("あらゆる分野・機関が連携", "All fields and agencies work together"),
        ("consultation.cases_with_three_fields", "consultation.agencies_per_meeting"),
        Text("機関の数ではなく、ケースにかかわる分野の数で見ます", "By the fields that take part in a case, not the number of bodies"),
    ),
    Phrase(
        Text("社会資源の把握", "Knowing the local resources"),
        ("connections.social_resources_in_use", "connections.social_resources_opened"),
        Text("種別・地域ごとに、使える資源と新しい資源", "Resources in use and new ones, by kind and area"),
    ),
    Phrase(
        Text("社会資源の開発・つなぎ先の開拓", "Developing resources and places to connect to"),
        ("connections.newly_developed_resources", "connections.social_resources_opened"),
        Text("つないだ開拓先と、つなぐ前の新しい資源の両方", "Both those matched and new ones not yet matched"),
    ),
    Phrase(
        Text("重層的支援会議／支援会議", "重層的支援会議 and 支援会議"),
        (
            "consultation.multilayer_support_meetings",
            "consultation.support_meetings_held",
            "consultation.meeting_cases_taken_up",
        ),
        Text("開催回数と検討ケース数を分けて示します（参考）", "Sittings and cases taken up, apart (context)"),
    ),
    Phrase(
        Text("本人同意を得た上で", "With the person's consent"),
        ("consultation.cases_with_consent",),
        Text("同意の日で数えます。同意の得にくい人を早く受け止めると下がるので参考です", "By the day of consent; context, since taking up people early lowers it"),
    ),
    Phrase(
        Text("複雑化・複合化した課題", "Complex and composite troubles"),
        ("consultation.composite_to_multi_agency_within_30_days",),
        Text("複合かどうかは職員の見立てなので参考です。課題の組合せは consultation_topics の内訳で見ます", "Whether it is composite is the worker's judgement: context; the topics stand in consultation_topics"),
    ),
    Phrase(
        Text("どこに相談したらよいかわからない", "Not knowing where to ask"),
        ("consultation.knows_a_desk", "information.knows_hotnet_station", "consultation.consultations_per_1000"),
        Text("市民調査と、ほっとネットステーションの相談（窓口別の内訳）", "Survey, and consultations at the station (by desk)"),
    ),
    Phrase(
        Text("アウトリーチ等を通じた継続的支援", "Outreach and continuing support"),
        (
            "consultation.first_contact_through_outreach",
            "connections.outreach_people_reached",
            "connections.relation_established_share",
        ),
        Text("会えた人を人数で数え、新規・継続・終結で分けられます", "People met, counted as people; divided into new, continuing, closing"),
    ),
    Phrase(
        Text("参加支援：本人のニーズ・希望", "Participation: what the person needs and wishes"),
        ("connections.matches_that_fit_the_wish", "connections.participation_days_to_match", "connections.tsunagari_improved"),
        Text("希望に合ったか、待った日数、つながり指標の変化", "Fit with the wish, days waited, change of the つながり指標"),
    ),
    Phrase(
        Text("公的支援（居住、就労等）", "Public support (housing, work)"),
        ("connections.participation_days_to_match", "connections.matches_that_fit_the_wish"),
        Text("希望の種別（住まい、就労）の内訳で見ます", "Divided by need (housing, work)"),
    ),
    Phrase(
        Text("居場所・縁側プロジェクト", "居場所 and 地域の縁側プロジェクト"),
        ("connections.areas_with_ibasho_in_use", "connections.knows_an_ibasho"),
        Text("使われている圏域と、行ける居場所を知る市民", "Areas with one in use, and residents who know one"),
    ),
    Phrase(
        Text("交流や学習の機会の提供", "Chances to meet and to learn"),
        ("connections.activities_held", "connections.participants_per_1000"),
        Text("種別（学習・交流）の内訳で見ます", "Divided by kind (learning and meeting)"),
    ),
    Phrase(
        Text("属性別／属性を問わない活動", "Activities for groups / open to all"),
        ("connections.activities_open_to_all_per_10000", "connections.activities_held"),
        Text("対象の内訳で見ます", "Divided by openness"),
    ),
    Phrase(
        Text("民生委員児童委員", "Welfare commissioners"),
        ("connections.commissioner_quota_filled", "connections.commissioner_visits", "connections.commissioner_activities_done"),
        Text("充足率と、福祉行政報告例の活動（区分別）", "Posts filled, and their work as reported yearly, by kind"),
    ),
    Phrase(
        Text("ボランティア（ほっとネット推進員等）", "Volunteers (ほっとネット推進員 and others)"),
        ("connections.hotnet_promoters_active", "connections.volunteers_registered_per_10000"),
        Text("種別ごとの登録者数。役割の違う人を足しません", "Registered numbers by kind, never added up over roles"),
    ),
    Phrase(
        Text("助け合い活動、住民懇談会", "Mutual help, residents' meetings"),
        ("connections.activities_held", "connections.residents_meetings_held"),
        Text("回数は活動量なので参考です。暮らしの変化は市民調査で見ます", "Numbers of activities are context; what changes in lives is asked in the survey"),
    ),
    Phrase(
        Text("包括的相談支援の5窓口、地域づくりの6事業", "The five desks and six services"),
        ("consultation.consultations_per_1000", "connections.participants_per_1000"),
        Text("窓口別・事業別の内訳で見ます", "Divided by desk and by service"),
    ),
    Phrase(
        Text("必要な情報を、分かりやすく", "The needed information, easy to understand"),
        (
            "information.gets_needed_information",
            "information.easy_to_understand",
            "information.easy_japanese_share",
        ),
        Text("市民調査と、やさしい日本語の割合", "Survey, and the share in easy Japanese"),
    ),
    Phrase(
        Text("必要な人に", "To those who need it"),
        ("information.publications_for_an_audience", "information.gets_needed_information"),
        Text("届けたい人の内訳と、市民調査の年齢・世帯別の差（公平性）", "By audience, and the survey's gap between ages and households (equity)"),
    ),
)  # fmt: skip
