"""Steps of journeys that wait for the page they lead to: on a busy machine it comes late."""

from playwright.sync_api import Locator, Page, expect


def follow(control: Locator, *, keyboard: bool = False) -> None:
    """Use a link or a button that leads to another page, or to the same one anew, and wait until that has come."""
    with control.page.expect_navigation():
        if keyboard:
            control.focus()
            control.press("Enter")
        else:
            control.click()


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
