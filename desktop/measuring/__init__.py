"""How fast models are on this computer: measured here, shown as tables and plots."""
