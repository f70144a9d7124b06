from django.contrib.staticfiles import finders


def test_admin_wears_the_markets_colours(client):
    page = client.get("/hallinta/login/").content.decode()

    assert '<link rel="stylesheet" href="/static/css/admin.css">' in page
    assert finders.find("css/admin.css")
