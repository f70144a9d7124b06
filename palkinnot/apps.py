from django.apps import AppConfig


class PalkinnotConfig(AppConfig):
    name = "palkinnot"
    verbose_name = "Palkinnot"

    def ready(self):
        from kampanjat import copying, extending, readiness
        from palkinnot import campaign_doors, reading, upkeep
        from teot import file_access, retention

        readiness.CHECKS.append(campaign_doors.missing)
        copying.STEPS.append(campaign_doors.copy)
        extending.REFUSALS.append(campaign_doors.refusal_to_extend)
        retention.RULES.append(upkeep.OWN_NOTES)
        file_access.READERS.append(reading.versions_of)
