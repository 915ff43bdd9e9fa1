"""Cria, the tiny model of the box: what it learns from, how it is trained, and how well it does."""
