"""Tags and filters of the pages. All are built in: no template loads them."""

from __future__ import annotations

import secrets

from django import template
from django.middleware.csrf import get_token
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from rapporteur.foundation.frameworks.provisions import provisions, short_name
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.ui import said as words
from rapporteur.foundation.ui.addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context, name, **kwargs):
    """The address of a page of the conference at hand: `{% to 'calls:programme' %}`."""
    conference = context.get("conference") or context["request"].conference
    return address(name, slug=conference.slug, **kwargs)


@register.filter
def said(texts):
    """A text in several languages, for the reader; marked with its language where that is another."""
    text, language = words.pick(texts)
    return part(text, language)


@register.filter
def part(text, language):
    """A text with its language marked where it differs from the page's."""
    if not language or language == (get_language() or "en"):
        return text
    return format_html('<span lang="{}" dir="{}">{}</span>', language, words.direction(language), text)


@register.filter
def said_plain(texts):
    """The same without marks, for attributes and titles."""
    return words.plain(texts)


@register.filter
def lang(code):
    """`lang` and `dir` attributes: `<p {{ row.language|lang }}>`."""
    return format_html('lang="{}" dir="{}"', code, words.direction(code)) if code else ""


register.filter("language_name", words.language_name)
register.filter("country", lambda code: country_name(code) if code else "")
register.filter("number", lambda value: words.number(value) if value is not None and value != "" else "")


@register.filter
def role_name(role):
    """A role in the reader's language."""
    from django.utils.translation import gettext as _

    names = {
        "secretariat": _("secretariat"),
        "rapporteur": _("rapporteur"),
        "drafter": _("drafting committee"),
        "delegate": _("delegate"),
        "mayor": _("mayor's office"),
        "observer": _("observer"),
    }
    return names.get(role, role)


@register.filter
def share(value, whole):
    return words.percent(value or 0, whole or 0)


@register.simple_tag(takes_context=True)
def when(context, value):
    """An instant with day, hour and the conference's zone."""
    if not value:
        return ""
    zone = _zone(context)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.moment(value, zone))


@register.simple_tag(takes_context=True)
def day(context, value, form="long"):
    """A day; an instant is a day in the conference's zone. `form`: long, short (day and month), medium."""
    if not value:
        return ""
    zone = _zone(context)
    text = words.short_day(value, zone) if form == "short" else words.day(value, zone, form)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag(takes_context=True)
def clock(context, value):
    return words.clock(value, _zone(context)) if value else ""


def _zone(context):
    conference = context.get("conference")
    return conference.zone if conference else "UTC"


@register.simple_tag(takes_context=True)
def keys(context):
    """What every form carries: the token against forged forms, and the key by which it is done once."""
    token = get_token(context["request"])
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="form_key" value="{}">',
        token,
        context["request"].POST.get("form_key") or secrets.token_urlsafe(18),
    )


@register.inclusion_tag("ui/field.html")
def field(bound, language=""):
    """A field of a form with its label, hint and mistake."""
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = getattr(bound.field.widget, "input_type", "")
    many = kind in {"radio", "checkbox"} and hasattr(bound.field, "choices")
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "is_group": many,
        "is_box": kind == "checkbox" and not many,
        "language": language,
        "described": " ".join(described),
    }


def _in_row(number, label, error):
    from django.utils.translation import gettext as _

    facts = {"number": number, "field": label, "sentence": error}
    return _("Person %(number)s, %(field)s: %(sentence)s") % facts


@register.inclusion_tag("ui/mistakes.html")
def mistakes(*forms, rows=()):
    """The list of mistakes above a form, each leading to its field; one in the `rows` of persons names row and field."""
    found = []
    for form in forms:
        found += [("", error) for error in form.non_field_errors()]
        found += [(bound.auto_id, error) for bound in form for error in bound.errors]
    found += [("", error) for error in rows.non_form_errors()] if rows else []
    for number, row in enumerate(rows, 1):
        for bound in row:
            found += [(bound.auto_id, _in_row(number, bound.label, error)) for error in bound.errors]
    return {"found": found}


@register.inclusion_tag("ui/bar.html")
def bar(label, value, most, note=""):
    """A bar of a chart: `value` of `most`, drawn without a style attribute."""
    return {"label": label, "value": value, "width": round(100 * value / most, 1) if most else 0, "note": note}


@register.simple_tag
def redline(changes, by=""):
    """Changes as marks, each text escaped first, also one that says of itself that it is safe.

    by: who made them, a name or names by proposal (`Change.proposals`), under None that for changes without one. Those
    who hear the page are told so at each mark; words that are kept and have proposals are in dispute between these, and
    are marked too.
    """
    return mark_safe("".join(_marked(change, _who(change, by)) for change in changes))


MARKS = {
    "insert": "<ins>{}{}{}</ins>",
    "delete": "<del>{}{}{}</del>",
    "keep": "{}{}{}",
    "bracket": '<span class="bracket">{}{}{}</span>',
    "opening": "<em>{}{}{}</em>",
    "dispute": "<mark>{}{}{}</mark>",
    "place": "<mark>{}{}{}</mark>",
}


SAID_ALOUD = {"insert", "delete", "dispute", "place"}


def _marked(change, who):
    kind = "dispute" if change.kind == "keep" and getattr(change, "proposals", ()) else change.kind
    before, behind = _aloud(kind, who) if kind in SAID_ALOUD and not change.text.isspace() else ("", "")
    return format_html(MARKS[kind], before, escape(change.text), behind)


def _who(change, by):
    if not by or isinstance(by, str):
        return by
    names = [by[name] for name in getattr(change, "proposals", ()) if name in by]
    return "; ".join(names) or by.get(None, "")


def _aloud(kind, who):
    """What is said before and behind a mark. It is not seen, and no part of words that are copied."""
    from django.utils.translation import gettext as _

    said = {
        "insert": (_("inserted by %(who)s:"), _("inserted:"), _("end of insertion")),
        "delete": (_("deleted by %(who)s:"), _("deleted:"), _("end of deletion")),
        "place": (
            _("here different words would be inserted by %(who)s:"),
            _("here different words would be inserted:"),
            _("end of the place"),
        ),
        "dispute": (_("in dispute between %(who)s:"), _("in dispute:"), _("end of dispute")),
    }
    by_whom, plain, behind = said[kind]
    before = by_whom if who else plain
    span = '<span class="aloud" {}> {} </span>'
    language = lang(get_language() or "en")
    return format_html(span, language, before % {"who": who}), format_html(span, language, behind)


TONES = {
    "good": "accredited accepted taken in_part merged done adopted agreed verified sent received support delivered kept",
    "bad": "refused rejected not_taken withdrawn broken failed object out_of_scope fallen late",
    "now": "waiting asked_back standing submitted running under_way open draft live_with proposed stopped",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}


@register.simple_tag
def tag(state, label=""):
    """A state as a small mark; its tone follows from the state."""
    return format_html('<span class="tag {}">{}</span>', TONE_OF.get(str(state), ""), label or state)


@register.simple_tag
def provision(identifier):
    """A provision by its short name, with its label; the page beside it says when it is not proven."""
    item = provisions().get(identifier)
    if item is None:
        return identifier
    language = get_language() or "en"
    return format_html(
        '<a href="{}#{}" title="{}">{}</a>',
        address("frameworks:list"),
        item.id,
        words.plain(item.label),
        short_name(item, language),
    )


@register.simple_tag(takes_context=True)
def pager(context, piece):
    """Links to the newer and older page of a list, keeping the search."""
    params = context["request"].GET.copy()
    params.pop("before", None)
    params.pop("after", None)

    def address(name, key):
        copy = params.copy()
        copy[name] = key
        return "?" + copy.urlencode()

    from django.utils.translation import gettext as _

    links = []
    if piece.newer:
        links.append((address("after", piece.newer), "prev", _("Previous page")))
    if piece.older:
        links.append((address("before", piece.older), "next", _("Next page")))
    if not links:
        return ""
    inner = format_html_join("", '<a class="button plain" href="{}" rel="{}">{}</a>', links)
    return format_html('<nav class="actions" aria-label="{}">{}</nav>', _("Pages"), inner)


@register.filter
def paragraphs(text):
    """Plain text as paragraphs."""
    pieces = [piece for piece in (text or "").split("\n\n") if piece.strip()]
    return format_html_join("", "<p>{}</p>", ((_lines(piece),) for piece in pieces))


def _lines(text):
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
