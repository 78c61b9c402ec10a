"""The editors' page. In: the Service and its values; out: HTML. The only home of the web framework."""
