"""Work in JupyterLab: copies of the notebooks, bound to a city, and the program that opens them."""

from sojo_eval.lab.copies import FOLDER, Copies, bind_copies
from sojo_eval.lab.start import lab_command, open_lab

__all__ = ["FOLDER", "Copies", "bind_copies", "lab_command", "open_lab"]
