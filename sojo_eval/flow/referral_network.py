"""The network of referrals between desks and agencies: who passes people on to whom, and where they end up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.periods import Plan
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.flow.period import Day, FlowPeriod, as_html, flow_period
from sojo_eval.flow.referral_flows import front_doors, referral_links
from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import reader_language
from sojo_eval.statistics import IntervalEstimate, Result, share_interval
from sojo_eval.statistics.results import new_axes

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

_COUNTS = (
    "received", "passed_on", "passed_on_again", "referred_out", "referred_in", "withdrawn_in", "accepted_in",
    "sent_back",
)  # fmt: skip
_ABOUT = ["name_ja", "name_en", "programme", "department", "takes_consultations"]
_SENTENCE = Text(
    "{period}に、{referrals:,}件のつなぎが{links:,}通りの経路で行われ、相談{received:,}件のうち{held}は"
    "つないだ先からさらに回されることなく受け止められ、つなぎの{back}は前にいた窓口へ戻り、相談窓口{desks}か所とその他の事業{others}件には"
    "一度もつながれなかった",
    "During {period}, {referrals:,} referrals ran over {links:,} links; {held} of {received:,} consultations were "
    "not handed on by a desk to which they had been referred, {back} of the referrals went back to a desk that had had the person, and "
    "{desks} desks and {others} other services were never referred to",
)
_HEADS = {
    "name": Text("機関", "Desk or agency"),
    "received": Text("受けた相談", "Consultations received"),
    "no_wrong_door": Text("さらに回されなかった", "Not handed on again"),
    "referred_out": Text("つないだ", "Referred out"),
    "share_sent_back": Text("うち前の窓口へ", "Of these sent back"),
    "referred_in": Text("つながれた", "Referred in"),
    "share_accepted": Text("うち受理", "Of these accepted"),
    "rank": Text("行き着きやすさ", "Where people end up"),
}
_NODES = Text(
    "行き着きやすさ（PageRank）：相談が入る割合で窓口に来て、つなぎの件数に比例して次へつながれていく人が、どこにいるかの割合。",
    "Where people end up (PageRank): the share of visits to each desk of somebody who comes in as consultations do and "
    "is passed on in proportion to the referrals.",
)
_LINKS = Text(
    "つなぎの多い順に{shown}経路。逆向きのつなぎもある経路の割合（相互性）は{reciprocity}。{threshold}件未満の経路が{small}本あります。",
    "The {shown} busiest links. Links that run both ways: {reciprocity}. Links with fewer than {threshold}: {small}.",
)
_LINK_HEADS = {
    "from": Text("つなぎ元", "From"),
    "to": Text("つなぎ先", "To"),
    "referrals": Text("件数", "Referrals"),
    "share_accepted": Text("受理", "Accepted"),
    "median_days_to_acceptance": Text("受理までの日数（中央値）", "Median days to acceptance"),
}
_SHOWN_LINKS = 15
_AXES = (Text("つなぎ先", "To"), Text("つなぎ元", "From"))


@dataclass(frozen=True, eq=False)
class ReferralNetwork(Result):
    """Desks and agencies with the referrals between them. Holds exact counts: not for publication.

    Links are not masked below the city's threshold: sums by desk would give hidden links away. Publish the indicators
    `no_wrong_door`, `referrals_sent_back_share` and `referrals_accepted_days` instead.

    graph: networkx.DiGraph; nodes are service codes with name_ja, name_en, programme, department and received, edges
    carry referrals, accepted, sent_back and median_days_to_acceptance (of those accepted; None where there is none).
    nodes: a row for each service open in the period: the counts received, passed_on (at least once) and passed_on_again
    (by a desk to which they had been referred), referred_out, referred_in, withdrawn_in, accepted_in, sent_back (of those it made); no_wrong_door,
    share_accepted (of those not withdrawn) and share_sent_back (0..1, missing without any); rank (PageRank, sums to
    1). edges: `flow.referral_flows.referral_links`. no_wrong_door, sent_back, accepted: the city's shares with their intervals
    (None without any). reciprocity: share of links that also run the other way (missing without links). components:
    services joined by referrals, whichever way, largest group first; circles: groups in which somebody can be passed
    round and come back; never_referred_to: services nobody was referred to.
    """

    period: FlowPeriod
    graph: nx.DiGraph
    nodes: pd.DataFrame
    edges: pd.DataFrame
    no_wrong_door: IntervalEstimate | None
    sent_back: IntervalEstimate | None
    accepted: IntervalEstimate | None
    reciprocity: float
    components: tuple[tuple[str, ...], ...]
    circles: tuple[tuple[str, ...], ...]
    never_referred_to: tuple[str, ...]
    threshold: int
    lang: Language = field(default_factory=reader_language)

    def in_language(self, lang: Language) -> ReferralNetwork:
        """The same result in Japanese ("ja") or English ("en")."""
        return replace(self, lang=lang)

    @property
    def sentence(self) -> Text:
        """How many referrals, how many people were held at the first or second door, who is left out."""
        desks = int(self.nodes.loc[[*self.never_referred_to], "takes_consultations"].sum())
        return _SENTENCE.format(
            period=self.period.title,
            referrals=int(self.nodes["referred_out"].sum()),
            links=len(self.edges),
            received=int(self.nodes["received"].sum()),
            held=format_value(self.no_wrong_door and self.no_wrong_door.value, "share"),
            back=format_value(self.sent_back and self.sent_back.value, "share"),
            desks=desks,
            others=len(self.never_referred_to) - desks,
        )

    def to_frame(self) -> pd.DataFrame:
        """The links between desks, one row each."""
        return self.edges

    def plot(self, ax: Axes | None = None) -> Axes:
        """The number of referrals from each desk (rows) to each other (columns); those without any are left out."""
        register_fonts()
        codes = sorted(c for group in self.components for c in group)
        names = self.nodes[f"name_{self.lang}"]
        table = self.edges.pivot_table(
            index="from_desk", columns="to_desk", values="referrals", aggfunc="sum"
        )
        counts = table.reindex(index=codes, columns=codes).to_numpy(dtype=float)
        size = 3.2 + 0.42 * len(codes)
        axes = new_axes(ax, (size + 1.0, size))
        if not codes:
            axes.set_axis_off()
            return axes
        axes.imshow(np.nan_to_num(counts), cmap="Blues", aspect="equal")
        most = np.nanmax(counts)
        for row, column in np.argwhere(counts > 0):
            axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontfamily=FAMILY,
                      fontsize=8, color="w" if counts[row, column] > most / 2 else "#1a1a1a")  # fmt: skip
        labels = [str(names[c]) for c in codes]
        axes.set_xticks(range(len(codes)), labels, rotation=90, fontfamily=FAMILY, fontsize=8.5)
        axes.set_yticks(range(len(codes)), labels, fontfamily=FAMILY, fontsize=8.5)
        axes.set_xlabel(_AXES[0](self.lang), fontfamily=FAMILY)
        axes.set_ylabel(_AXES[1](self.lang), fontfamily=FAMILY)
        axes.tick_params(length=0)
        return axes

    def __str__(self) -> str:
        return self.sentence(self.lang)

    def _repr_html_(self) -> str:
        links = _LINKS.format(
            shown=min(_SHOWN_LINKS, len(self.edges)),
            reciprocity=format_value(self.reciprocity, "share"),
            threshold=self.threshold,
            small=int((self.edges["referrals"] < self.threshold).sum()),
        )
        tables = [(_NODES(self.lang), self._shown_nodes()), (links(self.lang), self._shown_links())]
        return as_html(self.period, str(self), tables, self.lang)

    def _shown_nodes(self) -> pd.DataFrame:
        n = self.nodes.sort_values(["received", "referred_in"], ascending=False, kind="stable")
        cells = {"name": n[f"name_{self.lang}"]}
        cells |= {c: n[c].map("{:,}".format) for c in ("received", "referred_out", "referred_in")}
        cells |= {
            c: n[c].map(lambda x: format_value(x, "share"))
            for c in ("no_wrong_door", "share_sent_back", "share_accepted", "rank")
        }
        return pd.DataFrame({_HEADS[c](self.lang): cells[c] for c in _HEADS})

    def _shown_links(self) -> pd.DataFrame:
        e = self.edges.sort_values("referrals", ascending=False, kind="stable").head(_SHOWN_LINKS)
        names = self.nodes[f"name_{self.lang}"]
        cells = {
            "from": e["from_desk"].map(names),
            "to": e["to_desk"].map(names),
            "referrals": e["referrals"].map("{:,}".format),
            "share_accepted": e["share_accepted"].map(lambda x: format_value(x, "share")),
            "median_days_to_acceptance": e["median_days_to_acceptance"].map(
                lambda x: format_value(x, "days")
            ),
        }
        return pd.DataFrame({_LINK_HEADS[c](self.lang): cells[c] for c in _LINK_HEADS})


def referral_network(city: City, start: Day = None, end: Day = None, *, plan: Plan = "") -> ReferralNetwork:
    """The referrals made in a plan's period, or from `start` to `end`, as a directed graph with its tables.

    A referral counts on the day it was made, a consultation on the day it was received; what was accepted is known up
    to the last day the records cover, so that the latest referrals look less often accepted than they will be. Desks
    are services open on a day of the period, and any a referral or consultation names.
    PageRank starts at the desks as consultations come in, passes on with probability .85 in proportion to the number
    of referrals. Source: Brin & Page (1998); networkx. Raises as `flow_period` does.
    """
    import networkx as nx  # a fifth of a second, and only this needs it

    period = flow_period(city, start, end, plan)
    edges, doors = (read(city, period.start, period.end) for read in (referral_links, front_doors))
    edges["share_accepted"] = _share(edges["accepted"], edges["referrals"] - edges["withdrawn"])
    nodes = _nodes(_services(city, period, edges, doors), edges, doors)
    graph = nx.DiGraph()
    for code, row in nodes.iterrows():
        graph.add_node(code, received=int(row["received"]), **{c: row[c] for c in _ABOUT[:-1]})
    for link in edges.to_dict("records"):
        graph.add_edge(link["from_desk"], link["to_desk"], **_attributes(link))
    came = {code: int(n) for code, n in nodes["received"].items() if n} or None
    rank = nx.pagerank(graph, personalization=came, weight="referrals") if len(graph) else {}
    nodes["rank"] = pd.Series(rank, dtype=float).reindex(nodes.index)
    sums = nodes[[*_COUNTS]].sum()
    return ReferralNetwork(
        period=period,
        graph=graph,
        nodes=nodes,
        edges=edges,
        no_wrong_door=_interval(sums["received"] - sums["passed_on_again"], sums["received"]),
        sent_back=_interval(sums["sent_back"], sums["referred_out"]),
        accepted=_interval(sums["accepted_in"], sums["referred_in"] - sums["withdrawn_in"]),
        reciprocity=float(nx.overall_reciprocity(graph)) if len(edges) else float("nan"),
        components=_groups(nx.weakly_connected_components(graph)),
        circles=_groups(nx.strongly_connected_components(graph)),
        never_referred_to=tuple(nodes.index[nodes["referred_in"] == 0]),
        threshold=city.configuration.threshold,
    )


def _services(city: City, period: FlowPeriod, edges: pd.DataFrame, doors: pd.DataFrame) -> pd.DataFrame:
    """What is known of each service open in the period or named in it, by code."""
    known = city.table("services").set_index("service")
    lasts = known["closed_date"].isna() | (known["closed_date"] >= period.start)
    open_then = (known["opened_date"].isna() | (known["opened_date"] <= period.end)) & lasts
    named = {*known.index[open_then], *edges["from_desk"], *edges["to_desk"], *doors["desk"]}
    about = known.reindex(sorted(named))[_ABOUT].astype(object)
    about = about.where(about.notna(), None)
    about["name_ja"] = about["name_ja"].fillna(about.index.to_series())
    about["name_en"] = about["name_en"].fillna(about["name_ja"])
    about["takes_consultations"] = about["takes_consultations"].fillna(False).astype(bool)
    return about.rename_axis("service")


def _nodes(about: pd.DataFrame, edges: pd.DataFrame, doors: pd.DataFrame) -> pd.DataFrame:
    made = edges.groupby("from_desk")[["referrals", "sent_back"]].sum()
    got = edges.groupby("to_desk")[["referrals", "withdrawn", "accepted"]].sum()
    parts = [
        doors.set_index("desk"),
        made.rename(columns={"referrals": "referred_out"}),
        got.rename(
            columns={"referrals": "referred_in", "withdrawn": "withdrawn_in", "accepted": "accepted_in"}
        ),
    ]
    counts = pd.concat([p.reindex(about.index) for p in parts], axis=1).fillna(0).astype(int)
    nodes = about.join(counts[[*_COUNTS]])
    nodes["no_wrong_door"] = _share(nodes["received"] - nodes["passed_on_again"], nodes["received"])
    nodes["share_sent_back"] = _share(nodes["sent_back"], nodes["referred_out"])
    nodes["share_accepted"] = _share(nodes["accepted_in"], nodes["referred_in"] - nodes["withdrawn_in"])
    return nodes


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part / whole, missing where there is nothing to divide by."""
    return part.astype(float) / whole.astype(float).where(whole > 0)


def _attributes(link: Mapping[Any, Any]) -> dict[str, Any]:
    """What an edge carries."""
    median = link["median_days_to_acceptance"]
    counts = {c: int(link[c]) for c in ("referrals", "accepted", "sent_back")}
    return counts | {"median_days_to_acceptance": None if np.isnan(median) else float(median)}


def _interval(part: float, whole: float) -> IntervalEstimate | None:
    return share_interval(part / whole, whole) if whole > 0 else None


def _groups(found: Any) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more, the largest first."""
    groups = [tuple(sorted(group)) for group in found if len(group) > 1]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))
