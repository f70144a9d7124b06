from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeotConfig(AppConfig):
    name = "teot"
    verbose_name = _("Teot")

    def ready(self):
        from kampanjat import cancelling, extending, kirjeet, panels, readiness
        from tekojentori import outdated
        from teot import campaign_mails, campaign_readiness, campaign_times, trial
        from teot.entries_panel import EntriesPanel

        panels.CAMPAIGN.append(EntriesPanel)
        extending.FOLLOWED_BY += [campaign_times.thaw, campaign_times.tell_of_extension]
        extending.MAILED.append(campaign_times.mailed_of_extension)
        cancelling.FOLLOWED_BY.append(campaign_times.tell_of_cancellation)
        cancelling.MAILED.append(campaign_times.mailed_of_cancellation)
        kirjeet.KINDS += campaign_mails.KINDS
        readiness.CHECKS.append(campaign_readiness.form)
        readiness.TRIALS.append(trial.trial)
        outdated.CHECKS.append(campaign_times.outdated)
