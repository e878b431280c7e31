"""Finding what tells who somebody is in columns that should hold no such thing.

Telephone numbers, e-mail addresses, My Numbers and pension numbers, home addresses and persons' names. A find is reported
by its kind and cell only; the value itself is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sojo_eval.foundation.language import Text
from sojo_eval.japanese import UnreadableError, normalise
from sojo_eval.japanese.family_names import FAMILY_NAMES, FAMILY_READINGS
from sojo_eval.japanese.text import plain_dashes
from sojo_eval.schema import Table


@dataclass(frozen=True)
class Kind:
    """A kind of personal data; `code` is for programs, `name` for people."""

    code: str
    name: Text

    def refusal(self, needed: bool = False) -> UnreadableError:
        """Why a cell is refused and what to do, naming the kind and not the value. needed: the cell may not be blank."""
        fix = Text(
            "元の資料でこのセルから消してください。この列に個人の情報は入れません",
            "Remove it from this cell in the original; this column must not hold personal data",
        )
        instead = Text(
            "元の資料で、代わりに庁内の番号（K00123 など）を書いてください。この列に個人の情報は入れません",
            "Write a number of your own (such as K00123) instead; this column must not hold personal data",
        )
        message = Text(f"{self.name.ja}のような値が入っています", f"It looks like {self.name.en}")
        return UnreadableError(message, instead if needed else fix)


PHONE = Kind("phone", Text("電話番号", "a telephone number"))
EMAIL = Kind("email", Text("メールアドレス", "an e-mail address"))
MY_NUMBER = Kind("my_number", Text("マイナンバー（個人番号）", "a My Number"))
PENSION_NUMBER = Kind("pension_number", Text("基礎年金番号", "a basic pension number"))
ADDRESS = Kind("address", Text("住所（番地まで）", "an address with a house number"))
PERSON_NAME = Kind("person_name", Text("人の名前", "a person's name"))
KINDS = (PHONE, EMAIL, MY_NUMBER, PENSION_NUMBER, ADDRESS, PERSON_NAME)

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_SEP = r"(?:\)?[- (]|\))"
# Area code and exchange make six digits. 0120, 0570 and 0800 belong to nobody, and 03-2024-0012 is a numbered record.
_PHONE = re.compile(
    rf"(?<![0-9-])\(?(?:(?:0[346]{_SEP}(?!19|20)[0-9]{{4}}|0[1-9][0-9]{_SEP}[0-9]{{3}}|0[1-9][0-9]{{2}}{_SEP}[0-9]{{2}}"
    rf"|0[1-9][0-9]{{3}}{_SEP}[0-9]){_SEP}[0-9]{{4}}|0(?:[789]0|50){_SEP}?[0-9]{{4}}{_SEP}?[0-9]{{4}})(?![0-9-])"
)
_PHONE_ABROAD = re.compile(r"\+81[- ]?\(?0?\)?[1-9][0-9]{0,3}[- ]?[0-9]{1,4}[- ]?[0-9]{4}(?![0-9])")
_PHONE_BY_WORD = re.compile(
    r"(?:電話|携帯|TEL|FAX|☎|☏)(?:番号)?\s?[:.]?\s?0[1-9][0-9]{8,9}(?![0-9])", re.IGNORECASE
)
_TWELVE = re.compile(r"(?<![0-9-])[0-9]{4}([- ]?)[0-9]{4}\1[0-9]{4}(?![0-9-])")
_MY_NUMBER_BY_WORD = re.compile(
    r"(?:マイナンバー|個人番号)[^0-9]{0,4}[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"
)
_BEGINS_WITH_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
_PENSION = re.compile(r"(?<![0-9-])(?!(?:19|20)[0-9]{2})[0-9]{4}-[0-9]{6}(?![0-9-])")
_PENSION_BY_WORD = re.compile(r"年金番号[^0-9]{0,4}[0-9]{4}-?[0-9]{6}(?![0-9])")

_N = "[0-9〇一二三四五六七八九十百]+"
# A letter that ends the names of towns, so that 田無町1-2-3 is distinguished from 施策1-2-3.
_TOWN_END = "[町村台丘谷沢北南東西見原田野島崎浜里郷字甲乙丙]"
_ADDRESS = re.compile(
    rf"〒\s?[0-9]{{3}}-?[0-9]{{4}}|{_N}番地|{_N}番{_N}号|{_N}丁目{_N}(?:番|-[0-9])|丁目[0-9]+番?(?:$|\s)"
    rf"|{_TOWN_END}[0-9]{{1,3}}-[0-9]{{1,4}}-[0-9]{{1,4}}(?![0-9-])"
    # With two numbers 泉町1-6 may be six 丁目; behind a city's name it is a house.
    rf"|[市区郡](?![民内立])[^0-9\s]{{0,12}}{_TOWN_END}[0-9]{{1,4}}-[0-9]{{1,4}}(?!丁目|[0-9-])"
)

_KANJI = r"[々〆一-鿿豈-﫿]"
_HONORIFIC = r"(?:様|さん|氏|殿|君|くん|ちゃん)"
_TWO_PARTS = re.compile(
    rf"(?P<family>{_KANJI}{{1,4}}) (?P<given>{_KANJI}{{1,3}}|[ぁ-ん]{{2,4}}|[ァ-ヶー]{{2,5}}){_HONORIFIC}?(?:\(.*\))?"
)
_KANA_PARTS = re.compile(rf"(?P<family>[ァ-ヶー]{{2,6}}) [ァ-ヶー]{{2,6}}{_HONORIFIC}?")
_ADDRESSED = re.compile(rf"({_KANJI}{{1,6}})(?:様|さん|氏|殿|くん|ちゃん)")
# Hanako Sato, SATO Hanako: in a column of pseudonyms no key looks so.
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'-]+(?:,? [A-Z][A-Za-z'.-]*){1,3}")
_CONTACT = re.compile(
    rf"(?:担当者?|問い?合わ?せ先?|連絡先|作成者?|記入者|氏名|責任者|代表者?)[\s:()は、]*({_KANJI}{{2,7}}|[ァ-ヶー]{{4,11}})"
)
# What a second word beside a family name says when it is not a given name: 石川 支所, 福島 県内, 中野 地区.
_NO_GIVEN_NAME = re.compile(
    r".*(?:[町村市区県都府道丁目所課部係局室館園校院会団体場店社寺駅橋川山線通号棟階組班協支本南北東西中央地域圏内外前後上下他"
    r"分版編集案表図録報告書票料金費数率計年度号]|教室|講座|体操|相談|支援|福祉|医療|介護|看護|保育|歯科|内科|外科|"
    r"眼科|薬局|商店|工業|商事|建設|食堂|広場|公園|神社|団地|住宅|農園|自治|文庫|農協|病院|医院|診療|施設|事業|活動|サロン|カフェ|ホーム)"
)
_LONGEST_TEXT = 2000
_LONGEST_TOLD = 300
HIDDEN = "…"
_BETWEEN_WORDS = re.compile(r"[\s、。,・:;()「」※*=/]+")
# What a plain code must have to be any of these kinds. Most keys have not, and there may be a million of them.
_WORTH_A_LOOK = re.compile(
    r"@|(?<![0-9-])\(?0[1-9]|\+81|(?<![0-9-])(?:[0-9]{4}([- ]?)[0-9]{4}\1[0-9]{4}|(?!19|20)[0-9]{4}-[0-9]{6})(?![0-9-])"
)
_SCHEME_SIZE, _SCHEME_SHARE = 10, 0.3
_NAMES_THAT_PROVE = 3


def checked_fields(table: Table) -> tuple[str, ...]:
    """Fields in which a person could be written: texts and keys without a code list, whatever their privacy.

    A pseudonym must be none of these things, and a public text is published as it stands. Numbers, dates and fields
    with a code list refuse such values by themselves.
    """
    return tuple(f.name for f in table.fields if f.type == "string" and f.codelist is None)


def personal(cell: object) -> Kind | None:
    """The kind of personal data that a single cell shows, or None."""
    text = _text(cell)
    return _certain(text) or (MY_NUMBER if _is_twelve_alone(text) and _passes(text) else None)


def tellable(text: str) -> str:
    """A text that a file gave, as it may be repeated to people: its beginning; "…" alone if personal data stand in it."""
    plain = normalise(text[:_LONGEST_TEXT])
    if personal(text) is not None or _names_within(plain):
        return HIDDEN
    return text if len(text) <= _LONGEST_TOLD else text[:_LONGEST_TOLD] + HIDDEN


def may_be_a_name(text: str) -> bool:
    """Whether a text has the shape of a whole name without a space (佐藤花子): not proof, but reason not to repeat it."""
    plain = normalise(text[:_LONGEST_TEXT])
    return plain not in FAMILY_NAMES and _is_name_in_one(plain)


def find_personal(values: Iterable[object], stands_for_person: bool = False) -> dict[int, Kind]:
    """Position → kind, for the cells of one column that show personal data.

    stands_for_person: the column is a pseudonym, which is not a word: 山田太郎 is a name there, as 石川商店 need not be
    elsewhere. A column knows more than a cell: among ten or more twelve-digit codes of which few have a right check digit, these
    are chance; and where three cells hold names for certain, others of the same shape are names too.
    """
    positions: dict[str, list[int]] = {}
    for i, value in enumerate(values):
        text = _text(value)
        if stands_for_person and isinstance(value, str) and _LATIN_NAME.fullmatch(value.strip()):
            text = value.strip()
        if text:
            positions.setdefault(text, []).append(i)
    found = {text: kind for text in positions if (kind := _certain(text)) is not None}
    if stands_for_person:
        found |= {
            text: PERSON_NAME
            for text in positions
            if text not in found and (_is_name_in_one(text) or _LATIN_NAME.fullmatch(text))
        }
    twelve = [text for text in positions if text not in found and _is_twelve_alone(text)]
    right = [text for text in twelve if _passes(text)]
    if len(twelve) < _SCHEME_SIZE or len(right) > _SCHEME_SHARE * len(twelve):
        found |= dict.fromkeys(right, MY_NUMBER)
    if sum(kind is PERSON_NAME for kind in found.values()) >= _NAMES_THAT_PROVE:
        found |= {text: PERSON_NAME for text in positions if text not in found and _has_shape_of_name(text)}
    return dict(sorted((i, kind) for text, kind in found.items() for i in positions[text]))


def is_my_number(digits: str) -> bool:
    """Whether twelve digits end in the check digit that the ministerial order (平成26年総務省令第85号 第5条) asks for.

    One in ten numbers does by chance; of one repeated digit none is issued.
    """
    if not re.fullmatch(r"[0-9]{12}", digits) or len(set(digits)) == 1:
        return False
    # From the right, not counting the check digit itself: weights 2 to 7, then 2 to 6.
    body = [int(c) for c in reversed(digits[:11])]
    rest = sum(p * (n + 1 if n <= 6 else n - 5) for n, p in enumerate(body, 1)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else ""
    if not isinstance(value, str) or (value.isascii() and not _WORTH_A_LOOK.search(value)):
        return ""
    return normalise(value[:_LONGEST_TEXT])


def _certain(text: str) -> Kind | None:
    """Kinds that one cell proves."""
    if len(text) < 3:
        return None
    if "@" in text and _EMAIL.search(text):
        return EMAIL
    if any(c.isdigit() for c in text):
        dashed = plain_dashes(text)
        for kind, patterns in _NUMBERS:
            if any(pattern.search(dashed) for pattern in patterns):
                return kind
        if not _is_twelve_alone(text) and any(_passes(m[0]) for m in _TWELVE.finditer(dashed)):
            return MY_NUMBER
    if _ADDRESS.search(plain_dashes(text)):
        return ADDRESS
    return PERSON_NAME if _is_name(text) else None


_NUMBERS = (
    (MY_NUMBER, (_MY_NUMBER_BY_WORD,)),
    (PENSION_NUMBER, (_PENSION_BY_WORD, _PENSION)),
    (PHONE, (_PHONE, _PHONE_ABROAD, _PHONE_BY_WORD)),
)


def _is_twelve_alone(text: str) -> bool:
    return bool(_TWELVE.fullmatch(plain_dashes(text)))


def _passes(text: str) -> bool:
    digits = re.sub("[^0-9]", "", text)
    # 202404010012 is a date and a serial number far more often.
    return is_my_number(digits) and not _BEGINS_WITH_MONTH.match(digits)


def _is_name(text: str) -> bool:
    """A frequent family name beside a given one, or a name with 様 or さん."""
    match = _TWO_PARTS.fullmatch(text)
    if match is not None:
        given = match["given"]  # 福島 宮城 are two places
        return (
            match["family"] in FAMILY_NAMES
            and given not in FAMILY_NAMES
            and not _NO_GIVEN_NAME.fullmatch(given)
        )
    match = _KANA_PARTS.fullmatch(text)
    if match is not None:
        return match["family"] in FAMILY_READINGS
    match = _ADDRESSED.fullmatch(text.replace(" ", ""))
    if match is None:
        return False
    whole = match[1]
    return any(
        whole[:n] in FAMILY_NAMES and len(whole) <= n + 3 and not _NO_GIVEN_NAME.fullmatch(whole[n:])
        for n in (1, 2, 3)
    )


def _names_within(text: str) -> bool:
    """Whether a name stands among other words: ※問合せ 佐藤 花子 まで, or in one behind 担当 and the like."""
    if any(_is_name_in_one(found[1]) for found in _CONTACT.finditer(text)):
        return True
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    pairs = (
        f"{one[-family:]} {other[:given]}"
        for one, other in pairwise(words)
        for family in (len(one), 2, 3)
        for given in (len(other), 3, 2)
    )
    return any(_is_name(part) for part in (*words, *pairs))


def _is_name_in_one(text: str) -> bool:
    """A frequent family name, alone or with a given one and no space between: 田中, 山田太郎, ヤマダタロウ."""
    if len(text) > 1 and (text in FAMILY_NAMES or (len(text) > 2 and text in FAMILY_READINGS)):
        return True
    families: frozenset[str] = FAMILY_READINGS if re.fullmatch("[ァ-ヶー]{4,11}", text) else FAMILY_NAMES
    if families is FAMILY_NAMES and not re.fullmatch(
        rf"{_KANJI}{{2,7}}(?:[ぁ-ん]{{1,4}}|[ァ-ヶー]{{1,5}})?", text
    ):
        return False
    rest = (text[n:] for n in range(1, min(len(text), 7)) if text[:n] in families)
    return any(not _NO_GIVEN_NAME.fullmatch(given) for given in rest)


def _has_shape_of_name(text: str) -> bool:
    match = _TWO_PARTS.fullmatch(text)
    if match is not None:
        return not _NO_GIVEN_NAME.fullmatch(match["given"]) and not _NO_GIVEN_NAME.fullmatch(match["family"])
    return _KANA_PARTS.fullmatch(text) is not None
