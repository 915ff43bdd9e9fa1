"""One model as a card: what it is, whether it fits, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.widgets.controls import ElidedLabel, Picture, button, card, clear, icon_button, label, restyle
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import model_words, sentence_of_plan, sentence_of_step, size_words
from models.engine.plan import Plan
from models.hub.shelf import InstalledModel

MOST_LANGUAGES = 3
_MILLION, _BILLION = 1e6, 1e9


class ModelCard(QWidget):
    """Title, facts and fit on the left, buttons on the right, progress below while there is some.

    `beside` stands next to the title.
    """

    def __init__(self, title: str, quantisation: str = "", facts: str = "", beside: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.title = title
        self._frame = card()
        self.setAccessibleName(title)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = ElidedLabel(title, "strong")
        name.setToolTip(plain_tip(title))
        head.addWidget(name)
        for each in (label(quantisation, "tag"), *beside) if quantisation else beside:
            head.addWidget(each)
        head.addStretch()
        self._fit_picture = Picture("circle-check", 16, "good")
        self._fit = label("", "small", wrap=True)
        fit = QHBoxLayout()
        fit.setSpacing(6)
        fit.addWidget(self._fit_picture, 0, Qt.AlignmentFlag.AlignTop)
        fit.addWidget(self._fit, 1)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(head)
        self._facts = label("", "small", wrap=True)
        left.addWidget(self._facts)
        left.addLayout(fit)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(left, 1)
        top.addLayout(self._actions)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setAccessibleName(title)
        self._words = label("", "small", wrap=True)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(16, 12, 12, 12)
        inside.setSpacing(8)
        inside.addLayout(top)
        inside.addWidget(self._bar)
        inside.addWidget(self._words)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._frame)
        self.show_facts(facts)
        self.show_fit(None, "")
        self.show_progress(None)

    def show_facts(self, facts: str) -> None:
        """What is known of it, in one line where there is room."""
        self.facts = facts
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def show_fit(self, plan: Plan | None, otherwise: str) -> None:
        """What the plan says, and what it would change of the wishes so as to fit; without one, `otherwise`."""
        if plan is None:
            self._say_fit(otherwise, "info", "muted")
            return
        steps = [sentence_of_step(step) for step in plan.steps if plan.fits and step.name != "no_card"]
        words = " · ".join([_capital(sentence_of_plan(plan)), *steps])
        self._say_fit(words, "circle-check" if plan.fits else "triangle-alert", "good" if plan.fits else "warning")

    def show_trouble(self, sentence: str) -> None:
        """Why it cannot be used, in place of the fit."""
        self._say_fit(sentence, "triangle-alert", "bad")

    def show_progress(self, fraction: float | None, words: str = "", *, bad: bool = False) -> None:
        """A bar with words under it; None: no bar, the words alone."""
        self._bar.setVisible(fraction is not None)
        self._bar.setValue(round((fraction or 0.0) * 1000))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        restyle(self._words, "role", "bad" if bad else "small")

    def light(self, lit: bool) -> None:
        """It is the one at work."""
        restyle(self._frame, "selected", lit)

    def offer(self, words: str, act: Callable[[], object], *, role: str = "outlined", icon_name: str = "") -> None:
        """Add a button with words; its accessible name says whose it is."""
        made = button(words, act, role=role, icon_name=icon_name)
        made.setAccessibleName(f"{words}: {self.title}")
        self._actions.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)

    def offer_icon(self, name: str, words: str, act: Callable[[], object]) -> None:
        """Add a button with an icon alone."""
        made = icon_button(name, words, act)
        made.setAccessibleName(f"{words}: {self.title}")
        self._actions.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)

    def withdraw(self) -> None:
        """Take all buttons away."""
        clear(self._actions)

    def button_in_focus(self) -> str:
        """The name of the button that has the focus; empty: it is elsewhere."""
        return next((each.accessibleName() for each in self._buttons() if each is self.window().focusWidget()), "")

    def focus_button(self, name: str) -> None:
        """Give the focus to the button of that name, else to the first: never to whatever comes after the card."""
        made = self._buttons()
        for each in [each for each in made if each.accessibleName() == name] or made[:1]:
            each.show()  # the layout shows it only when control is back in the event loop
            each.setFocus()

    def mentions(self, words: str) -> bool:
        """All of `words` stand in its title or facts."""
        text = f"{self.title} {self.facts}".casefold()
        return all(word in text for word in words.casefold().split())

    def _buttons(self) -> list[QWidget]:
        found = (self._actions.itemAt(index) for index in range(self._actions.count()))
        return [widget for item in found if item is not None and (widget := item.widget()) is not None]

    def _say_fit(self, words: str, picture: str, colour: str) -> None:
        self._fit_picture.show_icon(picture, colour)
        self._fit_picture.setVisible(bool(words))
        self._fit.setText(words)
        self._fit.setVisible(bool(words))


def within_card(model: InstalledModel) -> ModelCard:
    """The model inside the program, and what it is good for."""
    made = ModelCard(model_words(model.title), facts=facts_of(model.size_bytes, n_params=model.n_params))
    words = QCoreApplication.translate("ModelCard", "It quotes well and knows nothing. No network and no download.")
    made.show_fit(None, words)
    return made


def facts_of(
    size_bytes: int | None, *, licence: str = "", languages: tuple[str, ...] = (), n_ctx: int = 0, n_params: int = 0
) -> str:
    """“4.7 GB · Apache-2.0 · English, 中文 +12 · 32K”: what is known of it."""
    parts = [size_words(size_bytes)] if size_bytes else []
    if n_params >= _MILLION:
        parts.append(f"{n_params / _BILLION:.1f} B" if n_params >= _BILLION else f"{n_params / _MILLION:.0f} M")
    if licence:
        parts.append(licence)
    if languages:
        named = ", ".join(map(_language, languages[:MOST_LANGUAGES]))
        parts.append(named + (f" +{len(languages) - MOST_LANGUAGES}" if len(languages) > MOST_LANGUAGES else ""))
    if n_ctx:
        parts.append(f"{n_ctx / 1024:g}K")
    return " · ".join(parts)


def _language(code: str) -> str:
    """In its own words; Qt's name for "en" is that of a country's."""
    return {"en": "English", "zh": "中文"}.get(code) or QLocale(code).nativeLanguageName() or code


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
