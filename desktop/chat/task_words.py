"""The words of each kind of work on files: what its card is called, what it is doing, what was checked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

PICTURES = {
    "ask": "messages-square", "compare": "columns-2", "report": "chart-column", "list": "list", "tables": "table",
    "translate": "languages", "explain": "code", "review": "code", "tests": "code", "compaction": "list",
}  # fmt: skip
"""By task; a page of text for all others."""


def title(task: str, document: str, *, of_demo: bool) -> str:
    """“Summary of report.pdf”; what the demo model makes is none. A report is named by its files, elsewhere."""
    match task:
        case "summary" if of_demo:
            words = QCoreApplication.translate("Card", "Key sentences, picked by the demo model: %1")
        case "ask":
            words = QCoreApplication.translate("Card", "Answer from %1")
        case "compare":
            words = QCoreApplication.translate("Card", "Comparison of %1")
        case "list":
            words = QCoreApplication.translate("Card", "List from %1")
        case "translate":
            words = QCoreApplication.translate("Card", "Translation of %1")
        case "tables":
            words = QCoreApplication.translate("Card", "Tables of %1")
        case "explain":
            words = QCoreApplication.translate("Card", "Explanation of %1")
        case "review":
            words = QCoreApplication.translate("Card", "Review of %1")
        case "tests":
            words = QCoreApplication.translate("Card", "Tests for %1")
        case "compaction":
            words = QCoreApplication.translate("Card", "Notes on the older messages")
        case _:
            words = QCoreApplication.translate("Card", "Summary of %1")
    return words.replace("%1", document)


def doing(task: str, share: str, *, of_demo: bool) -> str:
    """“Summarising 43 %”."""
    match task:
        case "summary" if of_demo:
            words = QCoreApplication.translate("Card", "Picking sentences %1")
        case "ask":
            words = QCoreApplication.translate("Card", "Looking for the answer %1")
        case "compare":
            words = QCoreApplication.translate("Card", "Comparing %1")
        case "report":
            words = QCoreApplication.translate("Card", "Asking every file %1")
        case "list":
            words = QCoreApplication.translate("Card", "Asking every part %1")
        case "translate":
            words = QCoreApplication.translate("Card", "Translating %1")
        case "tables":
            words = QCoreApplication.translate("Card", "Looking for tables %1")
        case "explain" | "review":
            words = QCoreApplication.translate("Card", "Reading the code %1")
        case "tests":
            words = QCoreApplication.translate("Card", "Drafting tests %1")
        case _:
            words = QCoreApplication.translate("Card", "Summarising %1")
    return words.replace("%1", share)


def checked(task: str) -> str:
    """What the check of the result is worth, in one or two sentences."""
    match task:
        case "compare":
            return QCoreApplication.translate(
                "Card", "Found by comparing the texts sentence by sentence, not by the model."
            )
        case "list":
            return QCoreApplication.translate(
                "Card",
                "Counted by code; each item stands in its passage. What the model overlooked is missing.",
            )
        case "translate":
            return QCoreApplication.translate(
                "Card", "Figures, addresses, placeholders and terms checked. Meaning is not."
            )
        case "tables":
            return QCoreApplication.translate(
                "Card", "Every cell as the file has it, without the model; totals added up again."
            )
        case "explain" | "review":
            return QCoreApplication.translate(
                "Card", "Lines, copied code and names checked against the file. What is said of them is not."
            )
        case "tests":
            return QCoreApplication.translate("Card", "Parsed and their names looked up. They were never run.")
    return QCoreApplication.translate(
        "Card", "Wording, numbers, dates and names checked against the source. Meaning and omissions are not."
    )
