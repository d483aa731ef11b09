"""What the names of settings, variables and flags say about their values.

Collected from the documentation of Transformers, PEFT, TRL, sentence-transformers, vLLM, SGLang,
text-generation-inference, LiteLLM, Axolotl, LLaMA-Factory, lm-evaluation-harness, Hydra,
KServe, LangChain, LlamaIndex, Haystack, Continue, aider and OpenCode.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.plugin import Search

Role = Literal["model", "dataset", "space", "repository", "output"]

_WORD_BORDER = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# A key's last words. What comes before them is free: ``judge_model``, ``HF_MODEL_ID``.
_MODEL = regex(
    r"(?:.*_)?(?:"
    r"models?|model_?(?:names?|ids?|paths?|repos?|refs?|uris?|sources?|slugs?|weights|cards?|checkpoints?|list)"
    r"|model_?names?_or_paths?|names?_or_paths?|model_(?:repo|hub)_ids?|model_repo_name|model_repository"
    r"|model_dir|model_key|model_default|model_version_name|model_tag_name"
    r"|llms?|llm_(?:name|id)|slm|vlm|lm_name"
    r"|pretrained|pretrained_(?:name|path|weights|checkpoint)|pretrained_model(?:_name)?"
    r"|tokenizers?|tokenizer_(?:name|id|path|mode_name)|processor_(?:name|id|path)|processor"
    r"|embedder|embeddings?_name|reranker|reranker_name|cross_encoder|encoder_name|backbone"
    r"|checkpoints?|checkpoint_(?:name|path|id)|ckpt|hf_checkpoint"
    r"|adapters?|adapter_(?:names?|ids?|paths?)|lora(?:_(?:names?|ids?|paths?|repos?|weights|adapters?))?|loras|peft(?:_ids?|_names?|_paths?)?"
    r"|vae|controlnet|unet|ip_adapter|text_encoder|motion_adapter"
    r"|hf_(?:id|name|hub_id|hub|path|repos?|repo_ids?)|huggingface_(?:id|name|repo|repo_id|hub_id)|hf_hub_id"
    r"|gguf(?:_repo|_repo_id)?|storage_uri|hugging_face_hub_id"
    r"|deployment_name|azure_deployment|deployment|engine"
    r"|teacher|student"
    r")"
)
# Whole keys that look like the above and are something else.
_NO_MODEL = regex(
    r"(?:.*_)?(?:served_models?(?:_names?)?"
    r"|model_(?:type|class|cls|arch|architecture|size|kind|format|dtype|family|alias|configs?)"
    r"|data_?models?|view_model|car_model|device_model|db_model|user_model|auth_user_model|domain_model|pydantic_model"
    r"|response_model|threat_model|permission_model|machine_model|phone_model|hardware_model|gpu_model|cpu_model|object_model"
    r"|tree_model|table_model|item_model|form_model|base_model_class|test_engine|search_engine|storage_engine"
    r"|db_engine|template_engine|query_engine|inference_engine|execution_engine|lora_modules"
    r"|rules_engine|deployment|database_engine|engine_name)"
)
_OUTPUT = regex(
    r"(?:.*_)?(?:hub_model_id|hub_repo_id|hub_repo|push_to_hub(?:_\w+)?|output(?:_\w+)?|out(?:_dir|_path|_name)?|save(?:d|_\w+)?"
    r"|target_repo|dest(?:ination)?(?:_\w+)?|upload(?:_\w+)?|export(?:_\w+)?|run_name|experiment(?:_\w+)?|logging_dir"
    r"|served_model_name|output_model(?:_\w+)?|new_model(?:_\w+)?|merged_model(?:_\w+)?|cache_dir|log_dir)"
)
_DATASET = regex(
    r"(?:.*_)?(?:datasets?|data_?sets?_?(?:names?|ids?|paths?|repos?|uris?|names?_or_paths?|mixer|mixture)|dataset_mixer"
    r"|dataset_(?:train|test|eval|valid)|(?:train|eval|test|valid|validation|val|calibration|calib|evals)_data(?:set)?(?:_(?:name|path|id))?"
    r"|hf_dataset|dataset_repo_id|corpus|corpus_name|pretraining_dataset|test_datasets)"
)
_SPACE = regex(r"(?:.*_)?(?:space|space_id|space_name|hf_space|spaces)")
_REPOSITORY = regex(r"(?:.*_)?(?:repo_ids?|hf_repo_id|repository_id|hub_id)")
# Names that mean a model inside something that is one: ``model: {name: …}``.
INNER_NAMES = frozenset(
    [
        "name",
        "id",
        "path",
        "repo",
        "source",
        "uri",
        "hf",
        "repo_id",
        "repo_path",
        "value",
        "default",
        "hf_id",
        "url",
        "identifier",
        "slug",
        "huggingface",
        "from",
        "primary",
        "fallback",
        "fallbacks",
    ]
)
# Keys whose bare values are ids of the hub rather than names of one's own.
_STRONG = regex(
    r"(?:.*_)?(?:models?|model_(?:name|id|path|name_or_path)|name_or_path|pretrained|repo_id|tokenizer"
    r"|tokenizer_(?:name|id|path)|pretrained_model|backbone|checkpoint|encoder_name)"
)


@lru_cache(maxsize=4096)
def normal(key: str) -> str:
    """A key in lower case and snake case, without leading dashes: ``modelId`` -> ``model_id``."""
    if len(key) > 80:
        return ""
    key = _WORD_BORDER.sub("_", key.strip("-_ "))
    return re.sub(r"[-\s.]+", "_", key).lower()


@lru_cache(maxsize=4096)
def role(key: str) -> Role | None:
    """What the value of this key is, or None for keys that say nothing.

    ``repository`` is one of the hub whose type is said elsewhere, ``output`` something that is
    made here or is not a repository at all: a type, a local alias.
    """
    name = normal(key)
    if _OUTPUT.fullmatch(name) or _NO_MODEL.fullmatch(name):
        return "output"
    if _SPACE.fullmatch(name) and "name" not in name[-5:]:
        return "space"
    if _DATASET.fullmatch(name):
        return "dataset"
    if _REPOSITORY.fullmatch(name):
        return "repository"
    if _MODEL.fullmatch(name):
        return "model"
    return None


def role_of(key: str, search: Search) -> Role | None:
    """As `role`, with the project's own keys and flags."""
    if search.keys or search.flags:
        name = normal(key)
        if any(normal(own) == name for own in (*search.keys, *search.flags)):
            return "model"
    return role(key)


def is_strong(key: str, search: Search) -> bool:
    """Whether a name without owner is an id of the hub here."""
    name = normal(key)
    return _STRONG.fullmatch(name) is not None or any(normal(own) == name for own in search.keys)
