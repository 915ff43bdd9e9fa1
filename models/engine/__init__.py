"""One loaded model in one child process."""
