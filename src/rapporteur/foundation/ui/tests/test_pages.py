"""The page that says what was not done, and its way back."""

from __future__ import annotations

import pytest

ADDRESS = "/en/cities/edit/questions/add/"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/en/cities/draft/?page=2#p1", "/en/cities/draft/"),
        ("http://testserver/en/<script>/", "/en/&lt;script&gt;/"),
        ("http://elsewhere.example/en/cities/draft/", None),
        ("http://testserver.elsewhere.example/en/", None),
        ("http://testserver//elsewhere.example/", None),
        ("http://testserver/\\elsewhere.example/", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("http://testserver", None),
        ("", None),
    ],
)
def test_a_refused_form_leads_back_to_its_page_on_this_site_only(conference, client_as, form_key, referer, back):
    facts = {"HTTP_REFERER": referer} if referer else {}
    answer = client_as("delegate").post(ADDRESS, {"form_key": form_key()}, **facts)
    page = answer.content.decode()
    assert (answer.status_code, "Back to the form" in page) == (403, back is not None)
    assert back is None or f'<a class="button" href="{back}">Back to the form</a>' in page
    assert "elsewhere.example" not in page and "javascript:" not in page


def test_a_page_that_is_refused_has_no_form_to_go_back_to(conference, client_as):
    answer = client_as("delegate").get(ADDRESS, HTTP_REFERER="http://testserver/en/cities/")
    assert (answer.status_code, "Back to the form" in answer.content.decode()) == (403, False)
