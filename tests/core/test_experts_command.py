"""`experts` as another program would call it."""

from __future__ import annotations

import json

import pytest

import main as program


@pytest.fixture(autouse=True)
def own_log_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")


def test_leaders_are_ranked_by_their_effect_with_a_control(capsys, data_set, model_file):
    folder = data_set.parent / "mini" / "disc" / "test" / "spot"
    code = program.main(["experts", str(model_file), "--ablate", str(folder), "--limit", "1", "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert len(rows) == 36  # one sample: 2 sensors x 3 scales x 3 kernel sizes x 2 kept
    effects = [row["score_change_abs"] for row in rows]
    assert effects == sorted(effects, reverse=True)
    assert {"modality", "scale", "kernel", "leader", "samples", "control_change"} <= set(rows[0])


def test_a_missing_folder_is_refused_in_words(capsys, model_file, tmp_path):
    assert program.main(["experts", str(model_file), "--ablate", str(tmp_path / "none"), "--json"]) == 1
    assert capsys.readouterr().out == ""
