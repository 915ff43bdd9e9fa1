"""Translations, paragraph by paragraph: what the program can check of each is checked, what fails is marked."""

from models.tasks.translate.job import Segment, Translation, translate
from models.tasks.translate.languages import LANGUAGES

__all__ = ["LANGUAGES", "Segment", "Translation", "translate"]
