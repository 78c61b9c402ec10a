"""How the fitted part of judgement is made. Not needed to run Loa."""
