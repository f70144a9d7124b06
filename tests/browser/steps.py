"""Steps of journeys that wait for the page they lead to: on a busy machine it comes late.

A journey is made by hands: those that point and click, or those that know the keyboard alone.
"""

from playwright.sync_api import Locator, Page, expect


def follow(control: Locator) -> None:
    """Use a link or a button that leads to another page, or to the same one anew, and wait until that has come."""
    with control.page.expect_navigation():
        control.click()


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


class Mouse:
    """Hands that point, click and paste."""

    def follow(self, control: Locator) -> None:
        follow(control)

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, option: Locator) -> None:
        option.check()

    def pick_files(self, field: Locator, files: list) -> None:
        field.set_input_files(files)


#: Whether a control has the focus; of radio buttons, any of the same group: arrows lead from one to another.
IS_REACHED = """(control) => {
  const at = document.activeElement;
  return at === control || (control.type === "radio" && at.type === "radio" && at.name === control.name);
}"""
#: Presses of Tab after which a control is beyond reach; the longest page has some eighty stops.
MOST_TABS = 200


class Keyboard:
    """Hands that know the keyboard alone: every control is reached by Tab, from where the focus was."""

    def reach(self, control: Locator) -> None:
        for press in range(MOST_TABS):
            if press % 20 == 0:  # looked up seldom, for that is slow; but a script may have put another in its place
                element = control.element_handle()
            if element.evaluate(IS_REACHED):
                return
            control.page.keyboard.press("Tab")
        raise AssertionError(f"Näppäimistöllä ei pääse: {control}")

    def follow(self, control: Locator) -> None:
        self.reach(control)
        with control.page.expect_navigation():
            control.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        field.page.keyboard.press("Control+A")
        field.page.keyboard.type(text)

    def choose(self, option: Locator) -> None:
        self.reach(option)
        if option.get_attribute("type") != "radio":
            option.page.keyboard.press("Space")
        for _press in range(20):
            if option.is_checked():
                return
            option.page.keyboard.press("ArrowDown")
        raise AssertionError(f"Näppäimistöllä ei voi valita: {option}")

    def pick_files(self, field: Locator, files: list) -> None:
        self.reach(field)
        with field.page.expect_file_chooser() as opened:
            field.page.keyboard.press("Space")
        opened.value.set_files(files)


MOUSE, KEYBOARD = Mouse(), Keyboard()
