from django.contrib import admin
from django.urls import path

from palkinnot import correction_views, deciding_views, gala_views, publication_views


class PalkintoAdmin(admin.ModelAdmin):
    """Decisions, campaign by campaign and category by category: pages of their own, whose verbs decide."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"palkinnot_palkinto_{name}")

        return [
            at("", publication_views.campaigns, "changelist"),
            at("kampanja/<key:key>/", publication_views.campaign, "campaign"),
            at("kampanja/<key:key>/julkista/", publication_views.publish, "publish"),
            at("kampanja/<key:key>/esikatselu/", publication_views.preview, "preview"),
            at("kampanja/<key:key>/peru/", publication_views.call_off, "call_off"),
            at("kampanja/<key:key>/viestit/", publication_views.mails, "mails"),
            at("kampanja/<key:key>/kutsut/", publication_views.invite, "invite"),
            at("kampanja/<key:key>/gaala/", gala_views.gala, "gala"),
            at("kampanja/<key:key>/gaala/juonto/", gala_views.presenter, "presenter"),
            at("kampanja/<key:key>/gaala/ajolista/", gala_views.run_sheet, "run_sheet"),
            at("sarja/<key:key>/", deciding_views.decision, "decision"),
            at("sarja/<key:key>/ehdota/", deciding_views.propose, "propose"),
            at("sarja/<key:key>/laske/", deciding_views.count, "count"),
            at("sarja/<key:key>/vahvista/", deciding_views.confirm, "confirm"),
            at("sarja/<key:key>/palauta/", deciding_views.return_proposal, "return"),
            at("sarja/<key:key>/peru/", deciding_views.undo, "undo"),
            at("sarja/<key:key>/julkista/", publication_views.reveal, "reveal"),
            at("sarja/<key:key>/esikatselu/", publication_views.preview_category, "preview_category"),
            at("sarja/<key:key>/salaa/", publication_views.conceal, "conceal"),
            at("sarja/<key:key>/oikaise/", correction_views.correct, "correct"),
            at("oikaisu/<key:key>/", correction_views.correction, "correction"),
            at("oikaisu/<key:key>/vahvista/", correction_views.confirm, "confirm_correction"),
            at("oikaisu/<key:key>/palauta/", correction_views.give_back, "return_correction"),
        ]
