from django.apps import AppConfig


class PalkinnotConfig(AppConfig):
    name = "palkinnot"
    verbose_name = "Palkinnot"

    def ready(self):
        from kampanjat import cancelling, copying, extending, kirjeet, panels, readiness
        from palkinnot import award_mails, campaign_doors, campaign_prizes, publication, reading, upkeep
        from teot import authors, entry_results, file_access, retention

        panels.CAMPAIGN.insert(0, campaign_prizes.PrizesPanel)
        readiness.CHECKS.append(campaign_doors.missing)
        copying.STEPS.append(campaign_doors.copy)
        kirjeet.KINDS.extend([award_mails.WINNER, award_mails.OTHER])
        extending.REFUSALS.append(campaign_doors.refusal_to_extend)
        cancelling.REFUSALS.append(campaign_doors.refusal_to_cancel)
        entry_results.REFUSALS.append(campaign_doors.refusal_to_leave)
        entry_results.FOLLOWERS.append(publication.reopen_fallen)
        retention.RULES.append(upkeep.OWN_NOTES)
        authors.LEFT_BY.append(upkeep.vacate)
        file_access.READERS.append(reading.versions_of)
