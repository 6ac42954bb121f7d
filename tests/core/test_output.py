"""What commands print for other programs."""

from rich.table import Table

from core.commands.shared import output


def test_a_wide_table_in_a_pipe_keeps_its_words(capsys):
    names = [f"column_{number}_of_many" for number in range(8)]
    output().print(Table(*names))
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)
