"""Dropped files, jobs and sources."""
