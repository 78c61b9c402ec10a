"""Pure: which metrics there are, and at which ages a Post is measured. `now` is handed in."""
