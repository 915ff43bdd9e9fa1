"""The look of every page of HTML that is written: no script, nothing from elsewhere, light and dark."""

from __future__ import annotations

from html import escape

STYLE = """
:root{color-scheme:light dark;--ink:#1d1d1f;--soft:#6e6e73;--line:#d2d2d7;--accent:#2f6f4f;--page:#fff;--mark:#fff3c4}
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--soft:#a1a1a6;--line:#3a3a3c;--accent:#6fbf93;--page:#1c1c1e;
--mark:#4a3f10}}
body{font:16px/1.65 system-ui,"Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--page);max-width:44rem;
margin:3rem auto;padding:0 1.25rem;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.25}h2{margin-top:2.25rem;font-size:1.25rem}
a{color:var(--accent);text-decoration:none}sup a{padding:0 .1em}
blockquote,.note{color:var(--soft)}blockquote{border-left:3px solid var(--line);margin:1rem 0;padding-left:.9rem}
ol>li{margin:.6rem 0}:target{outline:2px solid var(--accent);outline-offset:4px;border-radius:2px}
"""


def page(title: str, body: str, *, style: str = "", language: str = "") -> str:
    """The whole page. `body` and `style` are HTML and CSS already; `style` comes after the look all pages share."""
    named = f' lang="{escape(language)}"' if language else ""
    return (
        f'<!doctype html><html{named}><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        # A reader's own guard: whatever a text may hold, this page asks for nothing and runs nothing.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{(STYLE + style).replace(chr(10), '')}</style>"
        f"<body>{body}</body></html>\n"
    )
