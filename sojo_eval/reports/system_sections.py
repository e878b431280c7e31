"""The sections below the system diagram: systems, indicators, tables and code lists, from their own metadata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

from sojo_eval.evaluation.words.formats import format_size
from sojo_eval.evaluation.words.labels import DIRECTIONS, PILLARS, UNITS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.indicators import built_in, columns_read, sql, subgroup_columns
from sojo_eval.indicators.counting import COUNTING, counting
from sojo_eval.indicators.definition import EXAMPLES_UNTIL, LABELS
from sojo_eval.indicators.plan_phrases import PHRASES
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.systems import REFERENCE, STATUSES, System, Systems
from sojo_eval.reports.block import heading, paragraph
from sojo_eval.reports.system_diagram import SIGNS, about, pillars_measured
from sojo_eval.reports.texts import system as texts
from sojo_eval.schema import Field, Table, load_schema


@dataclass(frozen=True)
class _Facts:
    """What must be worked out of an indicator's function; the same for every language."""

    sql: str
    columns: dict[str, tuple[str, ...]]
    subgroups: tuple[str, ...]


@cache
def _facts(indicator: str) -> _Facts:
    entry = built_in()[indicator]
    return _Facts(sql(entry), columns_read(entry), subgroup_columns(entry))


def system_sections(systems: Systems, lang: Language, *, whole: bool = True) -> str:
    """A section a system, in the plan's order, then the tables that all of them use.

    whole: whether the page describes indicators and tables too, so that their names lead there.
    """
    reference = [t for t in load_schema().tables.values() if t.group == REFERENCE]
    names = _Names(lang, whole)
    return (
        heading(texts.SYSTEMS_HEADING(lang), "systems")
        + "".join(_system(system, systems, names) for system in systems)
        + f'<section class="system-section">{heading(texts.REFERENCE(lang), "system-reference", 3)}'
        + paragraph(texts.REFERENCE_TOLD(lang))
        + _list(names.table_line(t.name) for t in reference)
        + f"{_back(lang)}</section>"
    )


def phrase_section(lang: Language) -> str:
    """What the plan's text asks for, phrase by phrase, and what measures it."""
    entries, names = built_in(), _Names(lang, True)
    rows = [
        (
            escape(phrase.said(lang)),
            _list(names.indicator_line(entries[i]) for i in phrase.indicators),
            escape(phrase.how(lang)),
        )
        for phrase in PHRASES
    ]
    columns = (texts.PHRASE, texts.PHRASE_MEASURED, texts.PHRASE_HOW)
    title = texts.PHRASES_HEADING(lang)
    return heading(title, "phrases") + _grid(title, columns, rows, lang)


def indicator_sections(systems: Systems, lang: Language) -> str:
    """Every indicator that comes with the package, by priority; its id is its address."""
    body = heading(texts.INDICATORS_HEADING(lang), "indicators")
    for pillar, name in PILLARS.items():
        body += heading(f"{SIGNS[pillar]} {name(lang)}", f"pillar-{pillar}", 3)
        body += "".join(_indicator(e, systems, lang) for e in built_in().values() if e.pillar == pillar)
    return body


def table_sections(systems: Systems, lang: Language) -> str:
    """Every table of clean data, then every code list."""
    body = heading(texts.TABLES_HEADING(lang), "tables")
    body += "".join(_table(table, systems, lang) for table in load_schema().tables.values())
    body += heading(texts.CODELISTS_HEADING(lang), "codelists")
    for name, codes in load_schema().codelists.items():
        rows = [
            (_code(code), escape(title))
            for code, title in zip(codes["code"], codes[f"title_{lang}"], strict=True)
        ]
        body += heading(name, f"list-{name}", 3)
        body += _grid(name, (texts.CODE, texts.MEANING), rows, lang)
    return body


@dataclass(frozen=True)
class _Names:
    """How indicators and tables are named: as links where the page describes them."""

    lang: Language
    linked: bool

    def indicator_line(self, entry: Indicator) -> str:
        """Its title, and whether it is context only."""
        context = texts.CONTEXT(self.lang) if entry.direction == "context" else ""
        title = escape(entry.title(self.lang))
        return (f'<a href="#{entry.id}">{title}</a>' if self.linked else title) + _aside(context, self.lang)

    def table_line(self, name: str) -> str:
        """Its title, its name and what a row of it is."""
        table = load_schema().tables[name]
        title = _table_link(name, self.lang) if self.linked else escape(table.title(self.lang))
        return f"{title} {_code(name)}{_aside(table.row(self.lang), self.lang)}"


def _system(system: System, systems: Systems, names: _Names) -> str:
    lang, own = names.lang, systems.measured_by(system)
    inside = systems.parts(system.code)
    read = dict.fromkeys(name for entry in own for name in entry.tables if name not in system.tables)
    every = systems.all_of(system)
    facts = [
        (texts.ABOUT, escape(about(system, lang))),
        (texts.STATUS, escape(STATUSES[system.status](lang)) if system.status else ""),
        (texts.PART_OF, _between(_system_link(systems.by_code[c], lang) for c in system.part_of)),
        (
            texts.PRIORITIES,
            _between(f"{SIGNS[p]} {escape(PILLARS[p](lang))}" for p in pillars_measured(every)),
        ),
        (texts.ITS_INDICATORS.format(n=len(own)), _list(map(names.indicator_line, own))),
        (texts.ITS_PARTS.format(n=len(every)), _list(_part_line(part, systems, lang) for part in inside)),
        (texts.ITS_TABLES, _list(map(names.table_line, system.tables))),
        (texts.ALSO_READ, _list(map(names.table_line, read))),
    ]
    return (
        f'<section class="system-section">{heading(system.title(lang), f"system-{system.code}", 3)}'
        f"{_terms(facts, lang)}{_back(lang)}</section>"
    )


def _indicator(entry: Indicator, systems: Systems, lang: Language) -> str:
    found = _facts(entry.id)
    kind = entry.kind
    rule = " ".join((entry.compute.__doc__ or "").split())
    other: Language = "en" if lang == "ja" else "ja"
    facts = [
        (texts.ID, _code(entry.id)),
        (LABELS["question"], escape(entry.question(lang))),
        (Text("English", "日本語"), f'<span lang="{other}">{escape(entry.title(other))}</span>'),
        (LABELS["numerator"], escape(entry.numerator(lang))),
        (LABELS["denominator"], escape(entry.denominator(lang)) or "—"),
        *((COUNTING[n], escape(line(lang))) for n, line in counting(entry).items() if n != "who"),
        (LABELS["unit"], escape(UNITS[entry.unit](lang))),
        (LABELS["direction"], escape(DIRECTIONS[entry.direction](lang))),
        (LABELS["smallest_change"], escape(_smallest(entry, lang))),
        (LABELS["kind"], f"{escape(kind.title(lang))} {_code(kind.name)} → {escape(kind.estimator(lang))}"),
        (LABELS["tables"], _list(_columns(name, columns, lang) for name, columns in found.columns.items())),
        (LABELS["subgroups"], _list(_subgroup(entry, name, lang) for name in found.subgroups) or "—"),
        (LABELS["misleads"], escape(entry.misleads(lang))),
        (LABELS["aligns_with"], f'<span lang="ja">{escape(entry.aligns_with)}</span>'),
        (texts.MEASURES, _between(_system_link(s, lang) for s in systems.of(entry))),
        (texts.RULE, f'<span lang="en">{escape(rule)}</span>'),
    ]
    note = texts.SQL_NOTE.format(day=EXAMPLES_UNTIL.isoformat())(lang)
    shown = f"<pre><code>{escape(found.sql)}</code></pre>"
    return (
        f'<section class="entry">{heading(entry.title(lang), entry.id, 4)}{_terms(facts, lang)}'
        f"<details><summary>{escape(texts.SQL(lang))}</summary>{paragraph(note)}{shown}</details></section>"
    )


def _table(table: Table, systems: Systems, lang: Language) -> str:
    using = [s for s in systems if table.name in s.tables]
    everyone = escape(texts.ALL_SYSTEMS(lang)) if table.group == REFERENCE else ""
    keys = [
        f"{_between(map(_code, key.fields))} → {_table_link(key.table, lang)}" for key in table.foreign_keys
    ]
    facts = [
        (texts.FILE, _code(f"clean/{table.name}.parquet")),
        (texts.ROWS_ARE, escape(table.row(lang))),
        (texts.REFERS, _list(keys)),
        (texts.USED_BY, everyone or _between(_system_link(s, lang) for s in using)),
    ]
    rows = [
        (
            _code(field.name) + _asked(field, lang),
            escape(field.title(lang)),
            escape(texts.TYPES[field.type](lang)),
            escape(_unit(field.unit, lang)) + _minimum(field.minimum, lang),
            f'<a href="#list-{field.codelist}">{escape(field.codelist)}</a>' if field.codelist else "",
            "" if field.required else escape(texts.BLANKS[field.blank](lang)),
            escape(texts.PRIVACIES[field.privacy](lang)),
            f'<span lang="ja">{escape("、".join(field.aliases))}</span>',
        )
        for field in table.fields
    ]
    columns = (
        texts.FIELD,
        texts.FIELD_TITLE,
        texts.TYPE,
        texts.UNIT,
        texts.CODES,
        texts.BLANK,
        texts.PRIVACY,
        texts.HEADERS,
    )
    body = heading(table.title(lang), f"table-{table.name}", 3) + _terms(facts, lang)
    body += _grid(table.title(lang), columns, rows, lang)
    if table.rules:
        broken = [
            (_code(r.name), escape(r.message(lang)), escape(r.fix(lang)), _code(r.condition))
            for r in table.rules
        ]
        names = (texts.RULE_NAME, texts.RULE_MESSAGE, texts.RULE_FIX, texts.RULE_CONDITION)
        body += _grid(texts.RULES_OF.format(table=table.title)(lang), names, broken, lang)
    return f'<section class="entry">{body}</section>'


def _asked(field: Field, lang: Language) -> str:
    """Whether the column must be filled in, or is one that cities rarely hold and are asked for from now on."""
    notes = [texts.REQUIRED] if field.required else [texts.ASK] if field.ask else []
    return "".join(f"<small>{escape(note(lang))}</small>" for note in notes)


def _unit(unit: str | None, lang: Language) -> str:
    return texts.FIELD_UNITS[unit](lang) if unit else ""


def _minimum(minimum: float | None, lang: Language) -> str:
    return (
        "" if minimum is None else f"<small>{escape(texts.AT_LEAST.format(n=f'{minimum:g}')(lang))}</small>"
    )


def _part_line(part: System, systems: Systems, lang: Language) -> str:
    return _system_link(part, lang) + _aside(texts.COUNT.format(n=len(systems.measured_by(part)))(lang), lang)


def _smallest(entry: Indicator, lang: Language) -> str:
    """The smallest change with its reason, which mostly names the size itself."""
    why = entry.why(lang)
    if "±" in why:
        return why
    scale = "difference" if entry.unit == "share" else "ratio"
    size = format_size(entry.smallest_change, scale, entry.unit, lang)
    return texts.SMALLEST.format(size=size, why=why)(lang)


def _subgroup(entry: Indicator, column: str, lang: Language) -> str:
    """A column to divide by, with its title in the first table read that has it."""
    tables = (load_schema().tables[name] for name in entry.tables)
    title = next(table.field(column).title for table in tables if column in table.field_names)
    return f"{escape(title(lang))} {_code(column)}"


def _columns(name: str, columns: tuple[str, ...], lang: Language) -> str:
    table = load_schema().tables[name]
    read = (
        "、".join(table.field(c).title.ja for c in columns)
        if lang == "ja"
        else ", ".join(table.field(c).title.en for c in columns)
    )
    return f"{_table_link(name, lang)}{'：' if lang == 'ja' else ': '}{escape(read)}"


def _table_link(name: str, lang: Language) -> str:
    return f'<a href="#table-{name}">{escape(load_schema().tables[name].title(lang))}</a>'


def _system_link(system: System, lang: Language) -> str:
    return f'<a href="#system-{system.code}">{escape(system.title(lang))}</a>'


def _aside(text: str, lang: Language) -> str:
    if not text:
        return ""
    return f"（{escape(text)}）" if lang == "ja" else f" ({escape(text)})"


def _back(lang: Language) -> str:
    return f'<p class="back"><a href="#diagram">{escape(texts.TO_DIAGRAM(lang))}</a></p>'


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _between(pieces: Iterable[str]) -> str:
    return " · ".join(pieces)


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="tight">{lines}</ul>' if lines else ""


def _terms(facts: Iterable[tuple[Text, str]], lang: Language) -> str:
    """A list of terms; what is empty is left out."""
    told = "".join(f"<dt>{escape(name(lang))}</dt><dd>{text}</dd>" for name, text in facts if text)
    return f"<dl>{told}</dl>"


def _grid(caption: str, columns: tuple[Text, ...], rows: Iterable[tuple[str, ...]], lang: Language) -> str:
    """A table of HTML cells in a box of its own, so that it never widens the page; the first cell heads its row."""
    head = "".join(f'<th scope="col">{escape(column(lang))}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="fields{" wide" if len(columns) > 2 else ""}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
