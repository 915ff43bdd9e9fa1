"""Conversations: messages as a tree, and one turn of a chat."""
