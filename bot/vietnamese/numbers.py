"""Numbers as people here write them."""


def number(value: float) -> str:
    """1234567 → "1.234.567"; 12.5 → "12,5". At most one place after the comma."""
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return whole.translate(str.maketrans(",.", ".,"))
