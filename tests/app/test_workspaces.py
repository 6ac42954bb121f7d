"""Arrangements of the docks: changing them leaves the window's size alone."""

from app.workspaces import WORKSPACES
from tests.app.test_deciding import FileReader


def test_no_change_of_workspace_makes_the_window_wider(qtbot, make_window, tmp_path):
    window = make_window(None, FileReader(tmp_path / "in"), review=tmp_path / "review.db", outbox=tmp_path / "w.jsonl")
    size = window.size()
    window.deciding.table._count.setText("60 parts · 10 read twice, 10 differ, Cohen's kappa 0.00 (0.00 to 0.00)")
    for name in (*WORKSPACES, *reversed(WORKSPACES), "review", "experts", "inspect"):
        window.show_workspace(name)
        qtbot.wait(1)  # the layout is settled by events
        assert window.size() == size, name
