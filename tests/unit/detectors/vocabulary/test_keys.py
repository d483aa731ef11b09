"""What names of settings say about their values."""

from __future__ import annotations

import pytest

from nerq.detectors.vocabulary import keys as config_keys


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("model", "model"),
        ("modelId", "model"),
        ("MODEL_NAME", "model"),
        ("--model-name-or-path", "model"),
        ("HF_MODEL_ID", "model"),
        ("base_model_name_or_path", "model"),
        ("_name_or_path", "model"),
        ("storageUri", "model"),
        ("embeddingModel", "model"),
        ("draft-model-id", "model"),
        ("repo_id", "repository"),
        ("dataset_path", "dataset"),
        ("trainDataset", "dataset"),
        ("space_id", "space"),
        ("output_dir", "output"),
        ("hub_model_id", "output"),
        ("served_model_name", "output"),
        ("model_type", "output"),
        ("viewModel", "output"),
        ("name", None),
        ("path", None),
        ("image", None),
        ("x" * 5000, None),
    ],
)
def test_roles(key: str, role: str | None) -> None:
    """Case, dashes and camel case make no difference."""
    assert config_keys.role(key) == role
