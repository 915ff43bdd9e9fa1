"""Everything about language models; runs with PySide6 uninstalled and imports nothing heavy by itself."""

__version__ = "0.1.0"
