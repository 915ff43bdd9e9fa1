"""The window around everything: sidebar, top bar, status line, overlay."""
