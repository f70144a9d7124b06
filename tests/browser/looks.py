"""How a page is looked at: held to WCAG 2.2 AA by axe-core, wide and narrow, light and dark, and at 400 per cent.

A page is loaded once and then looked at from every side: its window is made narrow and its colours are turned.
Nothing of ours asks for the width or the colours when a page is loaded, but style sheets, which follow at once.
"""

from axe_playwright_python.sync_playwright import Axe

GUIDELINES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What differs between light and dark, wide and narrow.
APPEARANCE = {"type": "rule", "values": ["color-contrast", "target-size"]}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS = {
    "wide-light": (GUIDELINES, {"viewport": WIDE, "color_scheme": "light"}),
    "wide-dark": (APPEARANCE, {"viewport": WIDE, "color_scheme": "dark"}),
    "phone-light": (APPEARANCE, {"viewport": PHONE, "color_scheme": "light"}),
    "phone-dark": (APPEARANCE, {"viewport": PHONE, "color_scheme": "dark"}),
}
#: The same windows, with every rule in each.
LOOKS_IN_FULL = {name: (GUIDELINES, options) for name, (_rules, options) in LOOKS.items()}
STILL = {"viewport": WIDE, "color_scheme": "light", "reduced_motion": "reduce"}
#: Colours that are on their way to others get there: the admin's style sheet lets them take their time.
SETTLE = """() => {
  for (let round = 0; round < 9; round += 1) document.getAnimations().forEach((each) => each.finish());
}"""
#: A wide window at 400 per cent.
MAGNIFIED = {"width": 320, "height": 256}

AXE = Axe().axe_script
RUN_AXE = "([context, options]) => axe.run(context ?? document, options).then((results) => results.violations)"


def violations(page, rules: dict = GUIDELINES, context=None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, [context, {"runOnly": rules, "resultTypes": ["violations"]}])
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def sideways(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults_of(page, looks: dict = LOOKS, context=None, *, magnified: bool = False) -> list[str]:
    """What is wrong with the page in any of the looks; its window is as `STILL` says before and after."""
    faults = []
    for name, (rules, options) in looks.items():
        page.set_viewport_size(options["viewport"])
        page.emulate_media(color_scheme=options["color_scheme"])
        page.evaluate(SETTLE)
        faults += [f"{name}: {fault}" for fault in violations(page, rules, context)]
        faults += [f"{name}: sideways by {by}"] if (by := sideways(page)) else []
    page.emulate_media(color_scheme=STILL["color_scheme"])
    if magnified:
        page.set_viewport_size(MAGNIFIED)
        faults += [f"magnified: sideways by {by}"] if (by := sideways(page)) else []
    page.set_viewport_size(STILL["viewport"])
    return faults
