"""Formulas: LaTeX typeset to SVG by ziamath, in a process of its own."""
