from django.contrib.auth.management.commands import createsuperuser


class Command(createsuperuser.Command):
    """Django's own command, without the password that nobody has here."""

    help = "Luo ohjelmatoimiston jäsen. Hän kirjautuu sähköpostiin tulevalla koodilla ja ottaa vahvistuksen käyttöön."

    def handle(self, *args, **options):
        if options["interactive"] and not options["email"]:
            options["email"] = input("Sähköposti: ").strip()
        return super().handle(*args, **options | {"interactive": False})
