"""Charts: another theme changes their colours, too."""

import pytest
from PySide6.QtGui import QColor

from app.theme import active_theme, apply_theme
from app.views.charts import Chart


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_a_chart_takes_the_colours_of_another_theme(qtbot, qapp, theme):
    apply_theme(qapp, "dark")
    chart = Chart("Loss", "step", "loss")
    qtbot.addWidget(chart)
    chart.show()
    chart.add_series("line", "loss", "accent")
    chart.add_series("dots", "parts", "anomaly", is_line=False)
    apply_theme(qapp, theme)
    qapp.processEvents()
    new = active_theme()
    assert chart.plot.backgroundBrush().color() == QColor(new.surface)
    assert chart._items["line"].opts["pen"].color() == new.colour("accent")
    assert chart._items["dots"].opts["symbolBrush"].color() == new.colour("anomaly")
