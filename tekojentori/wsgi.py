import os

from django.core.wsgi import get_wsgi_application

from tekojentori import verification
from tekojentori.claimed_encoding import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekojentori.settings")
application = read_as_utf8(get_wsgi_application())

verification.refuse_unfit_database()
