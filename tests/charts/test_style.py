"""The letters of each verdict stand out from its colour."""

from __future__ import annotations

from sojo_eval.charts.style import VERDICT_STYLES


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_letters_of_each_verdict_stand_out_from_its_colour() -> None:
    for look in VERDICT_STYLES.values():
        assert contrast(look.fill, look.ink) >= 4.5
    assert len({look.sign for look in VERDICT_STYLES.values()}) == len(VERDICT_STYLES)
