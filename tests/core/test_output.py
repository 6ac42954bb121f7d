"""What commands print for other programs."""

from rich.table import Table

from core.commands.shared import bar, output, own_results_left_out, refuse, say
from core.errors import SampleReadError
from core.export import unique_stems
from core.progress import Progress
from core.records import Sample


def test_a_wide_table_in_a_pipe_keeps_its_words(capsys):
    names = [f"column_{number}_of_many" for number in range(8)]
    output().print(Table(*names))
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)


def test_names_that_look_like_markup_are_printed_as_they_are(capsys):
    table = Table("sample")
    table.add_row("part [red]7[/red] [b]")
    output().print(table)
    say("[bold]x[/] cannot be read.", "passed over")
    refuse(SampleReadError("rgb [/] is cut short.", hint="Copy it."), "lot[1]")
    captured = capsys.readouterr()
    assert "part [red]7[/red] [b]" in captured.out
    assert captured.err.splitlines() == [
        "passed over [bold]x[/] cannot be read.",
        "lot[1]: rgb [/] is cut short. Copy it.",
    ]


def test_no_bar_is_drawn_into_a_pipe(capsys):
    with bar("reading [b]") as (report, _token):
        report(Progress(1, 2, "half"))
    assert capsys.readouterr() == ("", "")


def test_every_sample_has_a_file_name_of_its_own_that_a_disk_takes():
    stems = unique_stems(["a b", "a_b", "A/B", "ö" * 300, "ö" * 301])
    assert stems[:3] == ["a_b", "a_b-2", "A_B-3"]
    assert len(set(stems)) == 5
    assert all(len(stem.encode()) <= 200 for stem in stems)


def test_results_inside_what_is_inspected_are_not_inspected_again(tmp_path):
    own, other = Sample("own", {"depth": tmp_path / "out" / "a.npy"}), Sample("part", {"rgb": tmp_path / "rgb.png"})
    assert own_results_left_out([own, other], [tmp_path], tmp_path / "out") == [other]
    assert own_results_left_out([own, other], [tmp_path / "out"], tmp_path / "out") == [own, other]
    assert own_results_left_out([own, other], [tmp_path], tmp_path.parent) == [own, other]
