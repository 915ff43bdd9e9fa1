"""Widgets without a feature: buttons, icons, theme."""
