"""How dates and times are written in each language, also in Django's own admin."""
