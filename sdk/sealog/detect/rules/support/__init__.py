"""Parts that rules share: words beside a number, rules of issued numbers."""
