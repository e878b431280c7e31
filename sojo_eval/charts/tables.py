"""Tables as HTML, as the figures' data and the reports show them (`foundation.showing.html_tables`)."""

from sojo_eval.foundation.showing.html_tables import table_html

__all__ = ["table_html"]
