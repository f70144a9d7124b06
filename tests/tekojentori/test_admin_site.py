from django.contrib.staticfiles import finders


def test_admin_wears_the_markets_colours(staff_client):
    page = staff_client.get("/hallinta/").content.decode()

    assert '<link rel="stylesheet" href="/static/css/admin.css">' in page
    assert finders.find("css/admin.css")
