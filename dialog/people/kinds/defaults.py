"""What stands in the site's fields until the municipality writes its own. What the law wants counts
as missing all the same until somebody at the municipality has saved it."""

DEFAULTS: dict[str, dict[str, str]] = {
    "name": {"sv": "Trygghetsdialog", "en": "Safety dialogue"},
    "neutral_url": {"sv": "https://www.smhi.se/"},
    "greeting_ar": {"sv": "اكتب بلغتك. سيقرأ إنسان ما تكتبه."},
    "greeting_so": {"sv": "Ku qor luqaddaada. Qof ayaa akhrin doona."},
    "greeting_fi": {"sv": "Kirjoita omalla kielelläsi. Ihminen lukee sen."},
    "legal_ground": {
        "sv": "Uppgifterna behövs för en uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen): kommunens "
        "arbete mot brott enligt lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete.",
        "en": "The data are needed for a task in the public interest (Article 6(1)(e) GDPR): the municipality's work to "
        "prevent crime under the Swedish Act (2023:196) on municipalities' responsibility for crime prevention.",
    },
}
