"""The one style sheet, built from the tokens."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.widgets.tokens import MONO, RADIUS_PX, Tokens

SEND_PX = 34  # the round button
_ARROW_PX, _BOX_PX = 14, 16  # of a list to choose from, and to tick

_SHEET = """
QToolTip {{ color: {ground}; background: {text}; border: 0; padding: 4px 8px; }}
#sidebar {{ background: {sunken}; border: 0; border-right: 1px solid {border}; }}
#source {{ background: {sunken}; border: 0; border-left: 1px solid {border}; }}
#source QPlainTextEdit {{ border: 0; background: {ground}; }}
#topbar, #transcript, #page, #chat {{ background: {ground}; border: 0; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="small"] {{ color: {muted}; font-size: {small}pt; }}
QLabel[role="section"] {{ color: {muted}; font-size: {small}pt; font-weight: 600; }}
QLabel[role="tag"] {{ color: {muted}; background: {bubble}; border-radius: 8px; padding: 1px 8px;
  font-size: {small}pt; }}
QLabel[role="mono"] {{ font-family: {mono}; }}
QFrame[role="code"] {{ background: {code}; border: 1px solid {border}; border-radius: 8px; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {heading}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="bad"] {{ color: {bad}; }}
QLabel[role="good"] {{ color: {good}; }}

QToolButton, QPushButton {{
  border: 1px solid transparent; border-radius: 8px; padding: 5px 10px; background: transparent; }}
QToolButton {{ padding: 5px; }}
QToolButton:hover, QPushButton:hover {{ background: {hover}; }}
QToolButton:pressed, QPushButton:pressed {{ background: {selected}; }}
QToolButton:focus, QPushButton:focus {{ border: 1px solid {accent}; }}
QToolButton:checked, QPushButton:checked {{ background: {accent_soft}; color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton[role="outlined"], QToolButton[role="outlined"] {{ border: 1px solid {border}; background: {raised}; }}
QPushButton[role="outlined"]:hover, QToolButton[role="outlined"]:hover {{ background: {hover}; }}
QPushButton[role="outlined"]:focus, QToolButton[role="outlined"]:focus {{ border: 1px solid {accent}; }}
QPushButton[role="outlined"]:checked {{ background: {accent_soft}; border-color: {accent}; color: {accent}; }}
QPushButton[role="primary"] {{ background: {accent_ground}; color: {on_accent}; font-weight: 600; padding: 6px 14px; }}
QPushButton[role="primary"]:hover {{ background: {accent}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="primary"]:disabled {{ background: {selected}; color: {muted}; }}
QPushButton[align="left"] {{ text-align: left; }}
QPushButton[role="state"] {{ color: {good}; padding: 4px 8px; }}
QPushButton[role="link"] {{ color: {accent}; padding: 2px 4px; }}
QToolButton[role="send"] {{ background: {accent_ground}; border-radius: {half_send}px; padding: 0; }}
QToolButton[role="send"]:hover {{ background: {accent}; }}
QToolButton[role="send"]:focus {{ border: 2px solid {text}; }}
QToolButton[role="send"]:disabled {{ background: {selected}; }}

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
  background: {raised}; border: 1px solid {border}; border-radius: 8px; padding: 5px 8px;
  selection-background-color: {selection}; selection-color: {text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{
  border: 1px solid {accent}; }}
QComboBox::drop-down {{ border: 0; width: 26px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: {arrow}px; height: {arrow}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: 0; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: {box}px; height: {box}px; border: 1px solid {muted}; border-radius: 4px;
  background: {raised}; }}
QCheckBox::indicator:focus {{ border: 1px solid {accent}; }}
QCheckBox::indicator:checked {{ background: {accent_ground}; border: 1px solid {accent_ground};
  image: url("{check}"); }}
QSlider::groove:horizontal {{ height: 4px; background: {selected}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {accent_ground}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; margin: -5px 0; border-radius: 7px; background: {accent_ground}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {text}; }}
QTableView {{ background: {ground}; border: 1px solid {border}; border-radius: 8px; gridline-color: {border};
  selection-background-color: {selection}; selection-color: {text}; }}
QTableView::item {{ padding: 0 10px; }}
QHeaderView {{ background: {sunken}; border: 0; border-radius: 8px; }}
QHeaderView::section {{ background: {sunken}; color: {muted}; border: 0; border-bottom: 1px solid {border};
  padding: 6px 13px; font-size: {small}pt; font-weight: 600; }}
QTableCornerButton::section {{ background: {sunken}; border: 0; }}
QTabBar::tab {{ padding: 6px 12px; border: 0; border-radius: 8px; color: {muted}; }}
QTabBar::tab:selected {{ background: {selected}; color: {text}; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {border}; selection-background-color: {selected};
  selection-color: {text}; outline: 0; padding: 4px; }}
#composer {{ background: {raised}; border: 1px solid {border}; border-radius: 16px; }}
#composer[active="true"] {{ border: 1px solid {accent}; }}
#composer QPlainTextEdit {{ border: 0; background: transparent; padding: 4px 2px; }}
#card, QFrame[role="card"] {{ background: {raised}; border: 1px solid {border}; border-radius: {radius}px; }}
QFrame[role="card"][selected="true"] {{ border: 1px solid {accent}; background: {accent_soft}; }}
QFrame[role="chip"] {{ background: {bubble}; border: 0; border-radius: 8px; }}
QFrame[role="chip"][bad="true"] {{ background: {bad_soft}; }}
QFrame[role="banner"] {{ background: {bad_soft}; border: 0; border-radius: {radius}px; }}
QFrame[role="toast"] {{ background: {text}; border-radius: {radius}px; }}
QFrame[role="toast"] QLabel {{ color: {ground}; }}
QFrame[role="toast"] QPushButton {{ color: {ground}; font-weight: 600; }}
QFrame[role="toast"] QPushButton:hover {{ background: {muted}; }}
QFrame[role="line"] {{ background: {border}; border: 0; }}

QListView {{ background: transparent; border: 0; outline: 0; }}
QMenu {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 6px; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::item:selected {{ background: {selected}; color: {text}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QProgressBar {{ background: {selected}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent_ground}; border-radius: 3px; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 32px; margin: 1px; }}
QScrollBar::handle:vertical:hover {{ background: {muted}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {border}; border-radius: 4px; min-width: 32px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {border}; }}
QDialog {{ background: {ground}; }}
"""


def stylesheet(tokens: Tokens, zoom: float, pictures: Mapping[str, str]) -> str:
    """The sheet for these colours and this size; `pictures` are the paths of "chevron" and "check" in them."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__}
    sizes = {"small": 9 * zoom, "heading": 12.5 * zoom, "title": 17 * zoom, "radius": RADIUS_PX}
    icons = {"half_send": round(SEND_PX * zoom) // 2, "arrow": round(_ARROW_PX * zoom), "box": round(_BOX_PX * zoom)}
    mono = ", ".join(f'"{family}"' for family in MONO)
    return _SHEET.format(**colours, **sizes, **icons, **pictures, mono=mono)
