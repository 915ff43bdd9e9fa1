"""The only code that opens a connection out of the machine; it runs in a short-lived child."""
