from django.urls import path, re_path

from teot import entry_views, file_section_views, file_views, palaute_views, viesti_views, views, writing_views

app_name = "teot"

#: Files have one address in every language, so that a browser keeps them once.
file_patterns = [
    re_path(
        r"^teot/(?P<key>[0-9]{1,18})/kuvat/(?P<digest>[0-9a-f]{64})/(?P<name>[0-9]{1,4}\.(?:avif|webp)|jako\.jpg)$",
        file_views.picture,
        name="picture",
    ),
    re_path(
        r"^teot/(?P<key>[0-9]{1,18})/liitteet/(?P<digest>[0-9a-f]{64})/$", file_views.attachment, name="attachment"
    ),
]

urlpatterns = [
    path("teot/", views.teko_list, name="list"),
    path("teot/syote.atom", views.teko_feed, name="feed"),
    path("teot/vienti.csv", views.teko_file, {"kind": "csv"}, name="csv"),
    path("teot/vienti.xlsx", views.teko_file, {"kind": "xlsx"}, name="xlsx"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.teko_detail, name="detail"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})/kysy/$", viesti_views.ask, name="ask"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})/kysy/lahetetty/$", viesti_views.asked, name="asked"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})/virhe/$", palaute_views.report_error, name="report"),
    path("saavutettavuus/palaute/", palaute_views.tell_of_accessibility, name="accessibility-feedback"),
    path("palaute/kiitos/", palaute_views.thanks, name="thanks"),
    path("viestit/vastattu/", viesti_views.answered, name="answered"),
    path("viestit/<str:token>/", viesti_views.confirm, name="confirm"),
    path("viestit/<str:token>/vastaa/", viesti_views.answer, name="answer"),
    path("organisaatiot/", views.organisaatio_list, name="organisations"),
    path("organisaatiot/<slug:code>/", views.organisaatio_detail, name="organisation"),
    path("maakunnat/<slug:code>/", views.maakunta_detail, name="region"),
    path("toimialat/<slug:code>/", views.toimiala_detail, name="sector"),
    path("omat/", writing_views.own_list, name="own"),
    path("ilmoita/", writing_views.start, name="start"),
    path("ilmoita/<key:key>/", writing_views.tasks, name="tasks"),
    path("ilmoita/<key:key>/esikatselu/", writing_views.preview, name="preview"),
    path("ilmoita/<key:key>/tarkista/", entry_views.review, name="review"),
    path("ilmoita/<key:key>/kuitti/", entry_views.receipt, name="receipt"),
    path("ilmoita/<key:key>/kampanjat/", entry_views.campaigns, name="campaigns"),
    path("ilmoita/<key:key>/kampanjat/tavoite/", entry_views.aim, name="aim"),
    path("ilmoita/<key:key>/kampanjat/<slug:slug>/peru/", entry_views.withdraw_entry, name="withdraw-entry"),
    path("ilmoita/<key:key>/ota-takaisin/", writing_views.take_back, name="take-back"),
    path("ilmoita/<key:key>/peru/", writing_views.withdraw, name="withdraw"),
    path("ilmoita/<key:key>/poista/", writing_views.delete_draft, name="delete-draft"),
    path("ilmoita/<key:key>/palauta/", writing_views.undelete, name="undelete"),
    path("ilmoita/<key:key>/kopioi/", writing_views.copy, name="copy"),
    path("ilmoita/<key:key>/luovuta/", writing_views.hand_over, name="hand-over"),
    path("ilmoita/<key:key>/kutsu/", writing_views.invitation, name="invitation"),
    path("ilmoita/<key:key>/tekijat/", writing_views.invite, name="invite"),
    path("ilmoita/<key:key>/tekijat/<key:co_author>/poista/", writing_views.remove_co_author, name="remove-co-author"),
    path("ilmoita/<key:key>/kuvat/", file_section_views.files, name="files"),
    path("ilmoita/<key:key>/<slug:slug>/", writing_views.section, name="section"),
]
