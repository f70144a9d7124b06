"""Forms of the admin whose fields follow the model, for people's words too."""

from django import forms

from tekojentori.plain_text import fault_in


class PlainForm(forms.ModelForm):
    """Refuses hidden characters by their field, and keeps line ends as they were stored."""

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and (fault := fault_in(value)):
                self.add_error(name, fault)
            elif isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")  # else a browser changes lines that nobody touched
        return cleaned
