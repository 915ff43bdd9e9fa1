"""Chats on their way out and in: Markdown, HTML and JSON out; our JSON and three other programs' files in.

Foreign files are of unknown origin: they are bounded in size, depth and messages, walked without recursion, and what
they hold is only ever stored as text. Nothing they name is opened.
"""
