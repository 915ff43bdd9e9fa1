"""The conversation: transcript, composer, answers."""
