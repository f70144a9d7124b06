"""Fields of the admin that find a row as one types."""

from django.contrib.admin.widgets import AutocompleteSelect


class Choice(AutocompleteSelect):
    """Bears what is no row's number: its field says what is wrong with it."""

    def optgroups(self, name, value, attr=None):
        keys = [key for key in map(str, value) if key.isascii() and key.isdecimal()]
        return super().optgroups(name, keys, attr)


class Choosing:
    """An admin with such fields, its `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
