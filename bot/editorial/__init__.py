"""Pure: Entry to Classification, with evidence for every decision. Comes in: an Entry and the ReformPolicy. No clock, file, network or database."""
