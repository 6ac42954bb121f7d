import pytest
import torch

from core import lineage
from core.bundle import Bundle
from core.config import TrainConfig
from core.data.index import index_paths
from core.errors import StorageError
from core.model import checkpoint
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.remaking import calibrate_again


def test_a_calibration_made_anew_keeps_the_network_and_judges_as_training_ended(model_file, data_set, tmp_path):
    samples = index_paths([data_set], CancelToken()).samples
    out = tmp_path / "again.safetensors"
    settings = TrainConfig(steps=4, batch_size=4, augmentations=2, holdout=0.4)
    assert not calibrate_again(model_file, samples, out, settings, ignore_progress, CancelToken())
    old, new = checkpoint.load(model_file), checkpoint.load(out)
    for name, weight in old.model.state_dict().items():
        assert torch.equal(weight, new.model.state_dict()[name])
    first, again = (Bundle.unpack(part.metadata, part.extra) for part in (old, new))
    assert first.fitted.keys() == again.fitted.keys()
    for name, fitted in first.fitted.items():
        # Both know the weights to 16 bits only after the file was written.
        assert again.fitted[name].calibration.normal_scores == pytest.approx(fitted.calibration.normal_scores, rel=0.02)
    assert [entry["action"] for entry in lineage.entries(new.metadata)] == ["trained", "calibrated"]
    Predictor.load(out, "cpu")  # proves its golden maps


def test_nothing_is_read_when_the_new_file_cannot_be_written(model_file, data_set, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        calibrate_again(
            model_file, [], tmp_path / "file" / "m.safetensors", TrainConfig(), ignore_progress, CancelToken()
        )
