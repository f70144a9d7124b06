from django.urls import path, register_converter

from palkinnot import (
    chair_views,
    invitation_views,
    minutes_views,
    prize_file_views,
    prize_views,
    ranking_views,
    sheet_views,
    vastaanotto_views,
)

app_name = "palkinnot"


class YearConverter:
    regex = "[0-9]{4}"
    to_python = int
    to_url = str


register_converter(YearConverter, "year")

urlpatterns = [
    path("palkinnot/", prize_views.years, name="years"),
    path("palkinnot/syote.atom", prize_views.results_feed, name="feed"),
    path("palkinnot/<year:year>/", prize_views.year, name="year"),
    path("palkinnot/<year:year>/lista/", prize_file_views.winners_page, name="winners"),
    path("palkinnot/<year:year>/palkitut.pdf", prize_file_views.winners_pdf, name="winners-pdf"),
    path("palkinnot/<year:year>/palkitut.xlsx", prize_file_views.winners_xlsx, name="winners-xlsx"),
    path("palkinnot/<year:year>/kunniakirjat.pdf", prize_file_views.all_certificates, name="certificates"),
    path("palkinnot/<year:year>/tiedote/", prize_file_views.press, name="press"),
    path("palkinnot/tiedote/<slug:slug>/", prize_file_views.embargoed_press, name="embargoed-press"),
    path("palkinnot/palkinto/<key:key>/", prize_file_views.prize, name="prize"),
    path("palkinnot/palkinto/<key:key>/kunniakirja.pdf", prize_file_views.certificate, name="certificate"),
    path("palkinnot/palkinto/<key:key>/jako.png", prize_file_views.share_picture, name="share-picture"),
    path("palkinnot/poytakirja/<key:key>/", minutes_views.page, name="minutes"),
    path("palkinnot/poytakirja/<key:key>.pdf", minutes_views.pdf, name="minutes-pdf"),
    path("palkinnot/poytakirja/<key:key>.json", minutes_views.document, name="minutes-json"),
    path("palkinnot/vastaus/<key:key>/", vastaanotto_views.answer, name="answer"),
    path("raati/", invitation_views.home, name="home"),
    path("raati/kutsu/<key:key>/", invitation_views.invitation, name="invitation"),
    path("raati/kutsu/<key:key>/sitoumus/", invitation_views.declaration, name="declaration"),
    path("raati/<key:key>/", sheet_views.own_list, name="own-list"),
    path("raati/<key:key>/esteellisyydet/", invitation_views.conflicts, name="conflicts"),
    path("raati/<key:key>/puheenjohtaja/", chair_views.chair, name="chair"),
    path("raati/<key:key>/puheenjohtaja/tasatilanne/", chair_views.ties, name="ties"),
    path("raati/<key:key>/puheenjohtaja/<slug:slug>/", chair_views.move, name="move"),
    path("raati/<key:key>/tulokset/", ranking_views.ranking, name="ranking"),
    path("raati/<key:key>/tulokset/<key:ehdokas>/", ranking_views.why, name="why"),
    path("raati/<key:key>/<key:ehdokas>/", sheet_views.sheet, name="sheet"),
    path("raati/<key:key>/<key:ehdokas>/pidattaydyn/", sheet_views.abstain, name="abstain"),
    path("raati/<key:key>/<key:ehdokas>/jaavi/", sheet_views.recuse, name="recuse"),
    path("raati/<key:key>/<key:ehdokas>/jatka/", sheet_views.resume, name="resume"),
]
