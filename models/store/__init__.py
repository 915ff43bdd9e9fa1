"""Chats, jobs and cached outputs in one SQLite file that survives kills, power cuts, full disks and damage."""
