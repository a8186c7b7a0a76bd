"""The pages of a letter, from the choice of its kind to the public check of its code."""

from playwright.sync_api import Page, expect

from tests.browser.walking import Walk
from tests.browser.working_a_case import begin_step


def write(walk: Walk, step: str, kind: str) -> None:
    """Draft, change, approve, produce and send the letter of a step."""
    walk.follow("Write a letter")
    walk.at("Write a letter")
    walk.follow("Back to the case")
    begin_step(walk, step, "Write the letter")
    draft(walk, kind)
    change(walk, kind)
    walk.press("Approve the letter")
    walk.reads("The letter is approved.")
    walk.at(kind)
    walk.press("Produce the letter")
    walk.reads("The letter is produced and sealed.")
    walk.at(kind)


def draft(walk: Walk, kind: str) -> None:
    """The words come from the case; an empty letter is refused."""
    walk.at(kind)
    drafted = walk.page.get_by_label("What it says").input_value()
    assert "considers" in drafted
    walk.fill("What it says", "")
    walk.press("Save the draft")
    walk.read_refusal("Write what the letter says.")
    walk.fill("What it says", drafted)
    walk.press("Save the draft")
    walk.reads("The draft is kept. Nothing is sent.")
    walk.at(kind)


def change(walk: Walk, kind: str) -> None:
    """What is changed is what the letter says."""
    walk.follow("Change the wording")
    walk.at(f"Change the letter: {kind}")
    body = walk.page.get_by_label("What it says")
    body.fill(f"{body.input_value()}\n\nYou may bring somebody with you.")
    walk.press("Save the draft")
    walk.reads("You may bring somebody with you.")


def verify(walk: Walk, stranger: Page) -> None:
    """Whoever holds the letter can check its code and its file, and is shown nothing of what it says."""
    code = walk.within("section[aria-labelledby=seal] .rung-clause__id").inner_text()
    sealed = walk.page.request.get(f"{walk.page.url}pdf/")
    assert sealed.headers["content-type"] == "application/pdf"
    reader = Walk(stranger, walk.look)
    stranger.goto("/verify/")
    reader.at("Check a letter")
    reader.press("Check the letter")
    reader.read_refusal("Enter the code on the letter.")
    reader.fill("The code on the letter", "AAAA-BBBB-CCCC")
    reader.press("Check the letter")
    reader.reads("No letter has this code.")
    reader.look(stranger)
    reader.fill("The code on the letter", code.lower())
    stranger.get_by_label("The PDF that you were sent").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": sealed.body()}
    )
    reader.press("Check the letter")
    reader.reads("A letter with this code was produced on")
    reader.reads("The file is exactly the one that was produced.")
    reader.look(stranger)


def send(walk: Walk) -> None:
    """Sending is done by the school, and put down here."""
    walk.press("Record that it was sent")
    walk.at("Record that it was sent")
    walk.press("Record that it was sent")
    walk.read_refusal("Choose how it was sent.")
    walk.tick("By post")
    walk.press("Record that it was sent")
    walk.reads("Recorded as sent.")
    expect(walk.within("section[aria-labelledby=letters]")).to_contain_text("sent")
