from django.urls import register_converter


class KeyConverter:
    """The number of a row in an address: no longer than a number in the database can be."""

    regex = "[0-9]{1,18}"
    to_python = int
    to_url = str


register_converter(KeyConverter, "key")
