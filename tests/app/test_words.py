"""Numbers as they are shown."""

from app.views.words import number_text


def test_sixteen_bit_values_are_shown_without_powers_of_ten():
    assert [number_text(value) for value in (0.12345, 232.5, 5970, 52049.5, -65535, 3e9)] == [
        *("0.1235", "232.5", "5970", "52050", "-65535", "3e+09"),
    ]
