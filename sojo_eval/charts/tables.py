"""Tables as HTML, as the figures' data and the reports show them (`foundation.html_tables`)."""

from sojo_eval.foundation.html_tables import table_html

__all__ = ["table_html"]
