import os

from django.core.wsgi import get_wsgi_application

from tekojentori import verification

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekojentori.settings")
application = get_wsgi_application()

verification.refuse_unfit_database()
