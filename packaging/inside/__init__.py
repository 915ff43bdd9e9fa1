"""What lies in the bundle: whose it is, and the papers that say so."""
