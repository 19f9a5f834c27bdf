from dashboards.markup import Html, tag, together


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = tag("b", "Müller & <Söhne>")
    assert inner == "<b>Müller &amp; &lt;Söhne&gt;</b>"
    assert tag("p", inner, " > ") == f"<p>{inner} &gt; </p>"
    assert isinstance(together("a", None, inner), Html)


def test_attributes_are_escaped_and_named_like_python_names_them() -> None:
    made = tag("td", class_="a", data_label='5" & more', hidden=True, title=None, lang=False)
    assert made == '<td class="a" data-label="5&quot; &amp; more" hidden></td>'
