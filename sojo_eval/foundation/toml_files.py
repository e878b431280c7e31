"""TOML files that a person writes: read whole or refused with the line, and the line of every entry in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem

Address = tuple[str | int, ...]
"""Where an entry stands: ("plans", 0, "start_date") is `start_date` of the first [[plans]]."""
LARGEST = 5_000_000
"""Bytes of a file of settings; more is something else."""
DEEPEST = 20
"""Brackets within brackets; `tomllib` itself ends in a RecursionError at some hundreds."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*|[\[\]{},=\n]'
    r"|[^\s\[\]{},=\"'#]+",
    re.DOTALL,
)
_KEY_PART = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[^.\s"\']+')
_LONG_NUMBER = re.compile(r"[0-9_]{4000,}")
_NO_DATE = re.compile(r"=\s*\d{1,4}[-/.年]\d{1,2}[-/.月]\d")
_SAVE_AS = Text(
    "メモ帳などで「UTF-8」を選んで保存し直してください", "Save the file again as UTF-8 in your text editor"
)
_CORRECT = Text("その行の書き方を直してください", "Correct how that line is written")
_TOLD: tuple[tuple[str, Text, Text], ...] = (
    (
        "Cannot overwrite|Cannot declare|Duplicate|Cannot redefine|Cannot mutate",
        Text("同じ項目が二度書かれています", "This entry is written twice"),
        Text("どちらか一方を消してください", "Delete one of the two"),
    ),
    (
        "Invalid value|Invalid date",
        Text("値の書き方が正しくありません", "The value is not written correctly"),
        Text(
            '文字は "…" で囲み、日付は 2024-04-01、はい・いいえは true・false と書いてください',
            'Write text in "…", dates as 2024-04-01, yes or no as true or false',
        ),
    ),
    (
        "Unterminated|Illegal character|Unescaped|Escaped|Invalid hex|Found invalid",
        Text("文字の囲みが正しくありません", "A text is not quoted correctly"),
        Text(
            '文字の前後に " を付け、中の \\ は \\\\ と書いてください',
            'Put " before and after the text, and write \\ within it as \\\\',
        ),
    ),
    (
        "Expected .*'?=|Invalid initial|Invalid statement",
        Text("「項目 = 値」の形ではありません", "This is not written as “entry = value”"),
        Text(
            '「項目 = 値」か [節] の形に直し、説明の行なら先頭に # を、日本語の項目名には前後に " を付けてください',
            'Write it as entry = value or [section]; begin a remark with #, and put a Japanese name in "…"',
        ),
    ),
    (
        "Unclosed|Expected '\\]|Expected newline",
        Text("括弧が閉じていないか、行の終わりに余分なものがあります", "A bracket is open, or something follows the value"),
        Text("括弧を閉じ、一行に一項目だけを書いてください", "Close the bracket, and write one entry a line"),
    ),
)  # fmt: skip
"""What `tomllib` says (a pattern), what it means, and what to do."""


@dataclass(frozen=True)
class TomlFile:
    """What a file says, and in which line each entry stands."""

    name: str
    entries: Mapping[str, object]
    lines: Mapping[Address, int]

    def line(self, address: Address) -> int:
        """The line (from 1) of the entry, or of the nearest one above it; 1 where there is none."""
        while address and address not in self.lines:
            address = address[:-1]
        return self.lines.get(address, 1)


def read_toml(path: Path, name: str, rule: str) -> TomlFile | Problem:
    """The file at `path`, called `name` in messages, or why it cannot be read, as a problem of that rule."""
    if path.is_dir():
        return _problem(
            name, rule, Text("ファイルではなくフォルダーです", "This is a folder, not a file"),
            Text("フォルダーの名前を変え、その名前のファイルを置いてください", "Rename the folder, and put a file of that name there"),
        )  # fmt: skip
    try:
        if path.stat().st_size > LARGEST:
            return _problem(
                name, rule, Text("設定のファイルにしては大きすぎます", "The file is too large for settings"),
                Text("正しいファイルかどうか確かめてください", "See whether it is the right file"),
            )  # fmt: skip
        content = path.read_bytes()
    except OSError as error:
        return _problem(
            name, rule, Text(f"ファイルを開けません（{type(error).__name__}）", f"It cannot be opened ({type(error).__name__})"),
            Text("ほかのソフトで開いていないか、読む権限があるかを確かめてください", "See whether it is open elsewhere, and whether you may read it"),
        )  # fmt: skip
    return parse_toml(content, name, rule)


def parse_toml(content: bytes, name: str, rule: str) -> TomlFile | Problem:
    """As `read_toml`, of the bytes of a file. A mark of the byte order before UTF-8 is taken."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = Text("UTF-8 で保存されていません", "The file is not saved as UTF-8")
        return _problem(name, rule, message, _SAVE_AS, line)
    if "\0" in text:
        message = Text("UTF-8 の文字ではないものがあります", "It holds signs that no text in UTF-8 has")
        return _problem(name, rule, message, _SAVE_AS, text[: text.index("\0")].count("\n") + 1)
    deep = _too_deep(text)
    if deep is not None:
        message = Text(
            f"括弧が{DEEPEST}重より深く入れ子です", f"Brackets lie more than {DEEPEST} deep in each other"
        )
        return _problem(
            name,
            rule,
            message,
            Text("余分な括弧を消してください", "Delete the brackets that do not belong there"),
            deep,
        )
    try:
        entries = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return _unreadable(text, error, name, rule)
    return TomlFile(name, entries, dict(_lines(text)))


def _problem(name: str, rule: str, message: Text, fix: Text, line: int | None = None) -> Problem:
    return Problem(rule, message, fix, file=name, row=line)


def _unreadable(text: str, error: Exception, name: str, rule: str) -> Problem:
    """What `tomllib` says, in words and with the line."""
    long = _LONG_NUMBER.search(text)
    if not isinstance(error, tomllib.TOMLDecodeError) and long is not None:
        message = Text("数が長すぎます", "The number is too long")
        line = text[: long.start()].count("\n") + 1
        return _problem(name, rule, message, Text("正しい値を書いてください", "Write the right value"), line)
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    # "2024-13-01" is to tomllib a number with something behind it.
    told = "Invalid date" if _NO_DATE.search(text.splitlines()[line - 1]) else str(error)
    message, fix = next(
        ((m, f) for pattern, m, f in _TOLD if re.match(pattern, told)),
        (Text("書き方が正しくありません", "It is not written correctly"), _CORRECT),
    )
    shown = Text(f"TOML として読めません。{message.ja}", f"It cannot be read as TOML. {message.en}")
    return _problem(name, rule, shown, fix, line)


def _too_deep(text: str) -> int | None:
    """The line in which brackets lie too deep."""
    depth, line = 0, 1
    for token in _TOKEN.findall(text):
        depth = max(0, depth + (token in ("[", "{")) - (token in ("]", "}")))
        if depth > DEEPEST:
            return line
        line += token.count("\n")
    return None


def _lines(text: str) -> Iterator[tuple[Address, int]]:
    """The address and line of every section, entry and element, in a text that is TOML."""
    tokens = _Tokens(text)
    counts: dict[Address, int] = {}
    section: Address = ()
    while tokens.more():
        line, start = tokens.line, tokens.take()
        if start == "\n":
            continue
        if start == "[":
            array = tokens.peek() == "["
            if array:
                tokens.take()
            parts = tokens.key()
            section = _resolved(parts[:-1], counts)
            if array:
                bare = (*section, parts[-1])
                counts[bare] = counts.get(bare, -1) + 1
                yield bare, line
                section = (*bare, counts[bare])
            else:
                section = _resolved(parts, counts)
            tokens.to_end_of_line()
            yield section, line
        else:
            yield from _entry(tokens, section, start, line)
            tokens.to_end_of_line()


def _resolved(parts: tuple[str, ...], counts: Mapping[Address, int]) -> Address:
    """The names of a section's header with the number of the last element behind each name of an array."""
    address: Address = ()
    for part in parts:
        address = (*address, part)
        if address in counts:
            address = (*address, counts[address])
    return address


def _entry(tokens: _Tokens, section: Address, start: str, line: int) -> Iterator[tuple[Address, int]]:
    """`a.b = value`, whose first token is taken."""
    address = section
    for part in tokens.key(start):
        address = (*address, part)
        yield address, line
    yield from _value(tokens, address)


def _value(tokens: _Tokens, address: Address) -> Iterator[tuple[Address, int]]:
    opening = tokens.take()
    if opening == "[":
        number = 0
        while tokens.more() and tokens.peek() != "]":
            if tokens.peek() in (",", "\n"):
                tokens.take()
                continue
            yield (*address, number), tokens.line
            yield from _value(tokens, (*address, number))
            number += 1
        tokens.take()
    elif opening == "{":
        while tokens.more() and tokens.peek() != "}":
            line, start = tokens.line, tokens.take()
            if start not in (",", "\n"):
                yield from _entry(tokens, address, start, line)
        tokens.take()


class _Tokens:
    """The tokens of a TOML text without its remarks, and the line at which one stands."""

    def __init__(self, text: str) -> None:
        self._tokens = [t for t in _TOKEN.findall(text) if not t.startswith("#")]
        self._at = 0
        self.line = 1

    def more(self) -> bool:
        return self._at < len(self._tokens)

    def peek(self) -> str:
        return self._tokens[self._at] if self.more() else ""

    def take(self) -> str:
        token = self.peek()
        self._at += 1
        self.line += token.count("\n")
        return token

    def key(self, start: str = "") -> tuple[str, ...]:
        """The parts of a key up to the = or ] behind it, which is taken."""
        text = start
        while self.more() and (token := self.take()) not in ("=", "]"):
            text += token
        return tuple(_unquoted(part) for part in _KEY_PART.findall(text))

    def to_end_of_line(self) -> None:
        while self.more() and self.peek() != "\n":
            self.take()


def _unquoted(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    if part.startswith('"'):
        return str(next(iter(tomllib.loads(f"{part} = 0"))))
    return part
