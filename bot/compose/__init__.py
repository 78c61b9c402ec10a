"""Pure: Entry and Classification to the Draft, the exact text that will be sent. No clock, file, network or database."""
