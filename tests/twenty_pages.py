"""A PDF of twenty printed pages as an office has them: prose, with figures, dates, names and decisions in it."""

from __future__ import annotations

import random
import textwrap
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

PAGES = 20
SENTENCES = 20  # a page, about 320 words
PEOPLE = ("Ms Okafor", "Mr Lindqvist", "Dr Haddad", "Ms Varga", "Mr Teixeira", "Dr Nakamura", "Ms Oyelaran")
PLACES = ("Harwick", "Lower Denby", "the Eastgate depot", "Port Salford", "the Marlow works", "Kessler Street")
MONTHS = ("January", "March", "April", "June", "September", "October", "November")
THINGS = ("pumps", "filters", "tenders", "inspections", "complaints", "permits", "deliveries", "valves")
TELLING = (
    "{person} reported that {place} handled {count} {things} in {month}, {percent} percent more than a year before.",
    "The committee decided on {day} {month} 2025 to spend {money} euros on new {things} for {place}.",
    "From {day} {month} the contract with {place} ends, and {person} is to find a replacement within {weeks} weeks.",
    "Costs at {place} rose to {money} euros, of which {percent} percent were paid for {things}.",
    "{person} must sign every order above {money} euros before {day} {month} 2026.",
    "Of {count} {things} that were checked at {place}, {few} did not meet the standard.",
)
IDLE = (
    "The discussion that followed was friendly and led to nothing in particular.",
    "Several of those present remembered how things had been done in earlier years.",
    "It was noted with regret that the minutes of the last meeting had not been read by everybody.",
    "Nobody could say with certainty why this had not been raised before.",
    "The chair thanked all of them for their patience and moved to the next item.",
    "Some thought that a second opinion would be useful, others that it would only take time.",
    "Lunch was taken somewhat late, and the afternoon began accordingly.",
)


def twenty_pages(path: Path, seed: int = 8) -> Path:
    """Write it; returns `path`."""
    chance = random.Random(seed)
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for page in range(1, PAGES + 1):
        prose = " ".join(_sentence(chance) for _ in range(SENTENCES))
        text = canvas.beginText(64, 780)
        text.textLine(f"{page}. Report of the {page}th session")
        text.textLine("")
        for line in textwrap.wrap(prose, 92):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path


def _sentence(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(IDLE)
    return chance.choice(TELLING).format(
        person=chance.choice(PEOPLE), place=chance.choice(PLACES), month=chance.choice(MONTHS),
        things=chance.choice(THINGS), count=chance.randrange(40, 900), few=chance.randrange(2, 30),
        percent=chance.randrange(2, 60), day=chance.randrange(1, 29), weeks=chance.randrange(2, 12),
        money=f"{chance.randrange(20, 990) * 100:,}",
    )  # fmt: skip
