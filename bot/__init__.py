"""Loa: carries an agency's administrative-reform news from its website to its Facebook Page, once."""
