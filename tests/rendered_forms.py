"""Sending a form as its page renders it: what the page leaves out is not sent."""

from html.parser import HTMLParser


def is_sent(field: dict) -> bool:
    kind = field.get("type")
    return "checked" in field if kind in ("checkbox", "radio") else kind not in ("submit", "file")


class Fields(HTMLParser):
    """The fields of the page's form by name, with what they hold; buttons and unticked boxes are not sent."""

    def __init__(self, form: str):
        super().__init__()
        self.form, self.values = form, {}
        self.is_inside, self.select, self.textarea = False, "", ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = attrs.get("id") == self.form
        elif not self.is_inside or ("name" not in attrs and tag != "option"):
            return
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and self.select and ("selected" in attrs or self.select not in self.values):
            self.values[self.select] = attrs.get("value", "")
        elif tag == "textarea":
            self.textarea, self.values[attrs["name"]] = attrs["name"], ""
        elif tag == "input" and is_sent(attrs):
            self.values[attrs["name"]] = attrs.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag in ("select", "textarea"):
            self.select, self.textarea = "", ""

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data


def fields_of(page, form: str) -> dict[str, str]:
    fields = Fields(form)
    fields.feed(page.content.decode())
    return fields.values
