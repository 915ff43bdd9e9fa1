"""Another program's window with files in it: press the mouse on it and they are dragged (XDND).

`python -m tests.integration.drag_source X Y FILE...`: a window at X, Y that lives until it is ended.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Files(QLabel):
    """The files as one thing to drag."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("\n".join(files))
        self._files = files
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    application = QApplication(sys.argv[:1])
    files = Files(sys.argv[3:])
    files.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 80, 40)
    files.show()
    application.exec()


if __name__ == "__main__":
    main()
