"""A report as one page of HTML: no script, nothing from elsewhere; every figure leads to its files."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from models import demo
from models.report.events import Report
from models.report.findings import doubts, span, weight
from models.report.prose import short
from models.report.record import Entry, Verdict
from models.report.schema import Field
from models.report.tally import Count, Tally
from models.report.words import Words, words
from models.summary.report import quotable

_INK, _SOFT, _LINE, _COUNTED, _REVIEW = "#1d1d1f", "#6e6e73", "#d2d2d7", "#2f6f4f", "#c58b1b"
# Plain values, no variables: such a page is opened in Word, WPS, LibreOffice and mail as well, and it is printed.
_STYLE = (
    f'body{{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;color:{_INK};background:#fff;max-width:60rem;'
    "margin:3rem auto;padding:0 1.25rem}h1{font-size:1.75rem;line-height:1.25}h2{margin-top:2.5rem;font-size:1.25rem}"
    "table{border-collapse:collapse;width:100%}"
    f"th,td{{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid {_LINE}}}"
    f"th{{color:{_SOFT};font-weight:500}}.n{{text-align:right;font-variant-numeric:tabular-nums}}a{{color:{_INK}}}"
    f"svg{{display:block}}blockquote{{margin:.2rem 0 .6rem;padding-left:.75rem;color:{_SOFT};"
    f"border-left:3px solid {_LINE}}}details{{margin:.6rem 0}}summary{{cursor:pointer}}small,.soft{{color:{_SOFT}}}"
    "ul{padding-left:1.2rem}@media print{body{margin:0}}"
)
_BAR_WIDTH, _BAR_HEIGHT = 220, 14


def as_html(report: Report) -> str:
    """The whole page."""
    say = words(report.language)
    body = [
        f"<h1>{escape(report.title)}</h1>",
        _list([*report.findings]),
        *(f"<p>{escape(sentence)}</p>" for sentence in report.prose),
    ]
    for number, (field, tally) in enumerate(zip(report.fields, report.tallies, strict=True)):
        body.append(f"<h2>{escape(field.title)}</h2>")
        body += _labels(report, field, tally, number, say) if tally.counts else _values(report, field, say)
    foot = f"{say('check_says')} {say('model_line', model=demo.called(report.model, report.language))}"
    return (
        f'<!doctype html><html lang="{report.language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style>"
        f"<body>{''.join(body)}<p><small>{escape(foot)}</small></p></body></html>\n"
    )


def _labels(report: Report, field: Field, tally: Tally, number: int, say: Words) -> Iterator[str]:
    weighed = tally.main_unclear is not None
    names = ("label_head", "counted", "share", "review", *(("main",) if weighed else ()))
    heads = "".join(f"<th>{escape(say(name))}</th>" for name in names)
    rest = f'<td colspan="{len(names) - 1}"></td>'
    yield f"<table><thead><tr>{heads}<th></th></tr></thead><tbody>"
    ranked = tally.ranked()
    longest = max(1, max(count.most for count in ranked))
    for place, count in enumerate(ranked):
        more = count.most - count.least
        named = escape(count.label)
        if count.least or count.review:
            named = f'<a href="#f{number}-{place}">{named}</a>'
        main = f'<td class="n">{len(count.main)}</td>' if weighed else ""
        yield (
            f'<tr><td>{named}</td><td class="n">{count.least}</td><td class="n">{short(tally.percent(count))} %</td>'
            f'<td class="n">{more or ""}</td>{main}'
            f"<td>{_bar(count, longest)}</td></tr>"
        )
    if tally.main_unclear:
        yield (
            f'<tr class="soft"><td>{escape(say("main_unclear"))}</td><td colspan="3"></td>'
            f'<td class="n">{len(tally.main_unclear)}</td><td></td></tr>'
        )
    for name, files in (("none_stated", tally.none), ("review", tally.review), ("unread", tally.unread)):
        yield f'<tr class="soft"><td>{escape(say(name))}</td><td class="n">{len(files)}</td>{rest}</tr>'
    yield (
        f'<tr><td><b>{escape(say("total"))}</b></td><td class="n"><b>{tally.files}</b></td>{rest}</tr></tbody></table>'
    )
    for place, count in enumerate(ranked):
        if count.least or count.review:
            yield _behind(report, tally, count, f"f{number}-{place}", say)
    if tally.none:
        yield _folded(f"{say('none_stated')} ({len(tally.none)})", escape(", ".join(tally.none)))
    if tally.review:
        reasons = [f"{name}: {doubts(report.record(name), field.name, say)}" for name in tally.review]
        yield _folded(f"{say('review')} ({len(tally.review)})", _list(reasons))
    if tally.unread:
        reasons = [f"{name}: {report.record(name).unread}" for name in tally.unread]
        yield _folded(f"{say('unread')} ({len(tally.unread)})", _list(reasons))


def _folded(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def _bar(count: Count, longest: int) -> str:
    """Counted, and lighter after it what needs a look."""
    sure = _BAR_WIDTH * count.least / longest
    perhaps = _BAR_WIDTH * count.most / longest - sure
    return (
        f'<svg width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" role="img" aria-label="{count.least}–{count.most}">'
        f'<rect width="{sure:.1f}" height="{_BAR_HEIGHT}" rx="2" fill="{_COUNTED}"/>'
        f'<rect x="{sure:.1f}" width="{perhaps:.1f}" height="{_BAR_HEIGHT}" rx="2" fill="{_REVIEW}" opacity=".6"/>'
        "</svg>"
    )


def _behind(report: Report, tally: Tally, count: Count, anchor: str, say: Words) -> str:
    """The files behind one figure, with their passages."""
    items = []
    for verdict, names in ((Verdict.COUNTED, count.files), (Verdict.REVIEW, count.review)):
        for name in names:
            record = report.record(name)
            entry = next(one for one in record.of(tally.field, verdict) if one.value == count.label)
            weighed = weight(record, tally, count.label, say)
            said = f" <small>({escape(weighed)})</small>" if weighed else ""
            items.append(f"<li>{escape(name)}{said}{_evidence(entry, say)}</li>")
    return (
        f'<details><summary id="{anchor}">{escape(count.label)} ({escape(span(count, say))})</summary>'
        f"<ul>{''.join(items)}</ul></details>"
    )


def _values(report: Report, field: Field, say: Words) -> Iterator[str]:
    heads = "".join(f"<th>{escape(say(name))}</th>" for name in ("file_head", "value_head"))
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for record in report.files:
        entries = [*record.of(field.name), *record.of(field.name, Verdict.REVIEW)]
        said = "".join(f"<div>{escape(entry.value)}{_evidence(entry, say)}</div>" for entry in entries)
        missing = f"{say('unread')}: {record.unread}" if record.unread else say("not_found")
        yield f"<tr><td>{escape(record.name)}</td><td>{said or f'<span class=soft>{escape(missing)}</span>'}</td></tr>"
    yield "</tbody></table>"


def _evidence(entry: Entry, say: Words) -> str:
    noted = "" if entry.reason == "checked" else f" <small>({escape(say(f'reason_{entry.reason}'))})</small>"
    quotes = "".join(
        f"<blockquote>“{escape(quotable(one.quote))}” "
        f"<small>{escape(say('page', page=one.citations[0].page))}</small></blockquote>"
        for one in entry.evidence
    )
    return noted + quotes
