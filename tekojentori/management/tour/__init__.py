"""The README's pictures, made by `manage.py tour`."""
