"""What `manage.py benchmark` is made of: synthetic acts, settings with a bare view, and the meters."""
