from dashboards.markup import Html, filled, tag, together


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = tag("b", "Müller & <Söhne>")
    assert inner == "<b>Müller &amp; &lt;Söhne&gt;</b>"
    assert tag("p", inner, " > ") == f"<p>{inner} &gt; </p>"
    assert isinstance(together("a", None, inner), Html)


def test_attributes_are_escaped_and_named_like_python_names_them() -> None:
    made = tag("td", class_="a", data_label='5" & more', hidden=True, title=None, lang=False)
    assert made == '<td class="a" data-label="5&quot; &amp; more" hidden></td>'


def test_a_phrase_is_filled_with_markup_and_text_stays_text() -> None:
    def say(_: str, count: float | None = None, **values: str) -> str:
        return "{period}: {count} <of> {whole}".format(count=count, **values)

    one, all_ = tag("a", "1", href="x"), tag("b", "12")
    told = filled(say, "key", 1, one, period="KW 1 & 2", whole=all_)
    assert told == 'KW 1 &amp; 2: <a href="x">1</a> &lt;of&gt; <b>12</b>'
