"""Measurements against llama.cpp's own tools. Run by hand on an idle machine; nothing here is collected by pytest."""
