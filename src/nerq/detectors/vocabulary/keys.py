"""What the names of settings, variables, keywords and flags say about their values: one table.

Collected from the documentation of Transformers, PEFT, TRL, sentence-transformers, vLLM, SGLang,
text-generation-inference, LiteLLM, Axolotl, LLaMA-Factory, lm-evaluation-harness, Hydra,
KServe, LangChain, LlamaIndex, Haystack, Continue, aider and OpenCode.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from nerq.detectors.vocabulary.words import words
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.plugin import Search

Role = Literal["model", "dataset", "space", "repository", "output"]
# Where a name stands: in code (variables, keywords, parameters, keys of tables), or in settings
# (keys of files, flags, environment variables).
Place = Literal["code", "settings"]


class Key(NamedTuple):
    """Names that say the same of their values.

    Attributes:
        role: what the value is. ``repository`` is one of the hub whose type is said elsewhere,
            ``output`` something that is made here or names nothing that is used; None says
            nothing, so that only the value's own looks can tell.
        pattern: for a whole name in snake case.
        stems: words, one of which every such name holds; they tell from a file's bytes whether
            one may stand in it. Needless where nothing is to be found.
        only: the one place where the row counts; empty for both.
        why: the reason for that.
    """

    role: Role | None
    pattern: str
    stems: str = ""
    only: Place | None = None
    why: str = ""


_WORD_BORDER = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# A name's last words, whatever stands before them: ``judge_model``, ``HF_MODEL_ID``.
_LAST = r"(?:.*_)?"
# Not models, though their last words are those of one.
_NO_MODEL = (
    r"served_models?(?:_names?)?"
    r"|model_(?:type|class|cls|arch|architecture|size|kind|format|dtype|family|alias|configs?)"
    r"|data_?models?|view_model|car_model|device_model|db_model|user_model|auth_user_model"
    r"|domain_model|pydantic_model|response_model|threat_model|permission_model|machine_model"
    r"|phone_model|hardware_model|gpu_model|cpu_model|object_model|tree_model|table_model"
    r"|item_model|form_model|base_model_class|test_engine|search_engine|storage_engine|db_engine"
    r"|template_engine|query_engine|inference_engine|execution_engine|lora_modules|rules_engine"
    r"|database_engine|engine_name"
)

# The first row that fits counts.
KEYS: tuple[Key, ...] = (
    Key(
        "output",
        r".*(?:output|out|save|saved|cache|log|logging|work|tmp|temp)_?"
        r"(?:dir|directory|path|folder|file)s?|local_(?:dir|directory|folder)"
        r"|(?:push_to_)?hub_(?:model_|repo_)?(?:id|name)|save_directory|served_model_names?"
        r"|served_name|run_name|job_name|project(?:_name)?|authors?|experiment\w*|session_id|topic"
        r"|help|description|desc|title|metavar|docs?|docstring|epilog|usage|reason|match|msg"
        r"|messages?|prompt|system_prompt|system|texts?|contents?|query|question|answer|labels?"
        r"|license|citation|bibtex\w*|tags|library_name|pipeline_tag|media_type|content_type"
        r"|mime_?types?|accept|mimetype|images?|docker_image|container|container_image"
        r"|image_name|image_uri|github|github_repo|github_url|repo_name|user_agent|file"
        r"|file_?names?|files|path_in_repo|folder|format|encoding|route|endpoint_path"
        r"|expected_error|errors?|gguf_file|weight_name|subfolder|model_file|lib|framework|task"
        r"|device",
        only="code",
        why="calls have keywords of these names for messages, paths and labels; in settings some of"
        " them are tables around a model, and `ELSEWHERE` and `LINKS` tell the others",
    ),
    Key(
        "output",
        _LAST + r"(?:hub_model_id|hub_repo_id|hub_repo|push_to_hub(?:_\w+)?|output(?:_\w+)?"
        r"|out(?:_dir|_path|_name)?|save(?:d|_\w+)?|target_repo|dest(?:ination)?(?:_\w+)?"
        r"|upload(?:_\w+)?|export(?:_\w+)?|run_name|experiment(?:_\w+)?|logging_dir"
        r"|served_model_name|output_model(?:_\w+)?|new_model(?:_\w+)?|merged_model(?:_\w+)?"
        r"|cache_dir|log_dir)",
        only="settings",
        why="a variable called ``outputs`` holds whatever was computed",
    ),
    Key(
        "output",
        _LAST + rf"(?:{_NO_MODEL}|(?<!azure_)deployment)",
        only="settings",
        why="in code the value's looks may still tell, and ``deployment=`` is a keyword of clients",
    ),
    Key(
        None,
        _LAST + rf"(?:{_NO_MODEL}|(?:outputs?|served|saved?)_.*)",
        only="code",
        why="the same as above",
    ),
    Key("space", _LAST + r"(?:space|space_id|hf_space|spaces)", "^space"),
    Key(
        "space",
        _LAST + r"space_(?:name|repo|url)",
        "^space",
        only="code",
        why="a cloud's and a chat's spaces have names in settings",
    ),
    Key(
        "dataset",
        _LAST + r"(?:datasets?|data_?sets?_?(?:names?|ids?|paths?|repos?|uris?|names?_or_paths?"
        r"|mixer|mixture)|dataset_mixer|dataset_(?:train|test|eval|valid)"
        r"|(?:train|training|eval|test|valid|validation|val|calibration|calib|evals)"
        r"_data(?:set)?(?:_(?:name|path|id))?"
        r"|hf_dataset|dataset_repo_id|corpus|corpus_name|pretraining_dataset|test_datasets)",
        "dataset data_set corpus train_data training_data eval_data test_data valid_data"
        " validation_data val_data calibration_data calib_data evals_data",
    ),
    Key(
        "dataset",
        _LAST + r"(?:data_?sets?_(?:ref|hub_id|slug|url|list)|data_set"
        r"|data_(?:name|id|repo|hub_id|path)s?|corpus_(?:id|path)|bench(?:mark)?"
        r"(?:_(?:name|id|path|dataset))?)|ds(?:_(?:name|id|path))?|hf_data\w*",
        "dataset data_set data_name data_id data_repo data_hub_id data_path corpus bench ds"
        " hf_data",
        only="code",
        why="in settings these are files, and names of one's own",
    ),
    Key(
        "repository",
        _LAST + r"(?:repo_ids?|hf_repo_id|repository_id|hub_id)",
        "repo_id repository_id hub_id",
    ),
    Key(
        "model",
        _LAST + r"(?:"
        r"models?|model_?(?:names?|ids?|paths?|repos?|refs?|uris?|sources?|slugs?|weights|cards?"
        r"|checkpoints?|list)"
        r"|model_?names?_or_paths?|names?_or_paths?|model_(?:repo|hub)_ids?|model_repo_name"
        r"|model_repository|model_dir|model_key|model_default|model_version_name|model_tag_name"
        r"|llms?|llm_(?:name|id)|slm|vlm|lm_name"
        r"|pretrained|pretrained_(?:name|path|weights|checkpoint)|pretrained_model(?:_name)?"
        r"|tokenizers?|tokenizer_(?:name|id|path|mode_name)|processor_(?:name|id|path)|processor"
        r"|embedder|embeddings?_name|reranker|reranker_name|cross_encoder|encoder_name|backbone"
        r"|checkpoints?|checkpoint_(?:name|path|id)|ckpt|hf_checkpoint"
        r"|adapters?|adapter_(?:names?|ids?|paths?)"
        r"|lora(?:_(?:names?|ids?|paths?|repos?|weights|adapters?))?|loras"
        r"|peft(?:_ids?|_names?|_paths?)?"
        r"|vae|controlnet|unet|ip_adapter|text_encoder|motion_adapter"
        r"|hf_(?:id|name|hub_id|hub|path|repos?|repo_ids?)"
        r"|huggingface_(?:id|name|repo|repo_id|hub_id)|hf_hub_id"
        r"|gguf(?:_repo|_repo_id)?|storage_uri|hugging_face_hub_id"
        r"|deployment_name|azure_deployment|engine|teacher|student)",
        "model or_path llm slm vlm lm_name pretrained tokenizer ^processor embed rerank encoder"
        " backbone checkpoint ckpt adapter lora peft ^vae controlnet unet ^hf huggingface gguf"
        " storage_uri deployment_name azure_deployment ^engine ^teacher ^student",
    ),
    Key(
        "model",
        # None of these words stands in it: it says something about a model.
        r"(?!(?:.*_)?(?:types?|class|classes|cls|kwargs|args|config|configs|card|url|urls|base_url"
        r"|format|dtype|revision|description|template|prompt|prompts|size|sizes|module|modules"
        r"|task|tag|tags|family|families|arch|architecture|provider|providers|version|versions"
        r"|prefix|suffix|fn|func|function|output|outputs|input|inputs|loss|dir_out|state|response"
        r"|responses|weights|parameters|params|settings|metadata|license|kind|mode|key_prefix|file"
        r"|files|filename|extension|extensions|served|count|dim|dims|length|max|num|device"
        r"|devices|port|host|api|token|error|errors|message|env|var|field|fields|options|patterns?"
        r"|regex|keys|doc|docs|help|text|label|labels|parser|backend|backends|loader|runner"
        r"|factory|registry_url|impl|mapping_keys|org|owner|author|user|cache|save)(?:_|$))"
        + _LAST
        + r"(?:models?|llms?|checkpoints?|ckpt|tokenizers?|loras?|adapters?|rerankers?"
        r"|encoders?|embedders?|embeddings?|pretrained|adapted_from|superseded_by"
        r"|hf_?repo|hf_?id|hf|hf_name|hf_hub_id|gguf_repo|gguf|deployment|engine|processor"
        r"|vae|controlnet|unet|eagle|draft|teacher|student|judge|base_model\w*|backbone|vlm|lm"
        r"|feature_extractor|model_name_or_path|whisper|reward|critic|ref_model|peft|repo_ids?"
        r"|hub_id)(?:_.*)?",
        "model llm checkpoint ckpt tokenizer lora adapter rerank encoder embed pretrained"
        " adapted_from superseded_by hf gguf deployment engine processor vae controlnet unet eagle"
        " draft teacher student judge backbone vlm lm feature_extractor whisper reward critic peft"
        " repo_id hub_id",
        only="code",
        why="a variable names its model anywhere, ``model_for_chat``; in settings what stands"
        " behind it says something about one, ``model_temperature``",
    ),
)
# Names that mean a model inside something that is one: ``model: {name: …}``.
INNER_NAMES = words(
    """
    name id path repo repo_id repo_path source uri url hf hf_id huggingface identifier slug from
    primary fallback fallbacks value default base ref full_name hub_name
    """
)
# Keys and keywords whose value is the address of whom one speaks to.
ADDRESS_KEYS = words(
    """
    base_url api_base openai_api_base api_base_url azure_endpoint endpoint host url api_url
    api_endpoint server_url
    """
)
# Keys that name whom the table they stand in speaks to.
PROVIDER_KEYS = ADDRESS_KEYS | words(
    """
    provider llm_provider model_provider embedding_provider vendor api_type type backend platform
    client _target_ class class_path service custom_llm_provider llm_type embedding_type
    inference_provider
    """
)
# Keys whose values say where something is described, not what is used.
LINKS = words(
    """
    homepage documentation docs description help readme schema license comment comments title
    summary issues bugs changelog citation website see notes note message prompt content text
    bugtracker
    """
)
# Keys whose owner/name is something else than a repository of the hub.
ELSEWHERE = words(
    """
    image repo repository uses slug github git url urls label labels tag tags path file files
    entry entrypoint registry container author authors title description text content prompt
    """
)
# Keys whose bare values are ids of the hub rather than names of one's own.
_STRONG = regex(
    _LAST + r"(?:models?|model_(?:name|id|path|name_or_path)|name_or_path|pretrained|repo_id"
    r"|tokenizer|tokenizer_(?:name|id|path)|pretrained_model|backbone|checkpoint|encoder_name)"
)
_PATTERNS = tuple((row.role, row.only, regex(row.pattern)) for row in KEYS)


@lru_cache(maxsize=8192)
def normal(key: str) -> str:
    """A key in lower case and snake case, without leading dashes: ``modelId`` -> ``model_id``."""
    if len(key) > 80:
        return ""
    key = _WORD_BORDER.sub("_", key.strip("-_@ "))
    return re.sub(r"[-\s.]+", "_", key).lower()


@lru_cache(maxsize=8192)
def role(key: str, place: Place = "settings") -> Role | None:
    """What the value of this key is, as in `Key.role`; None for keys that say nothing."""
    name = normal(key)
    for said, only, pattern in _PATTERNS:
        if only in (None, place) and pattern.fullmatch(name):
            return said
    return None


def role_of(key: str, search: Search) -> Role | None:
    """As `role` of a setting, with the project's own keys and flags."""
    if search.keys or search.flags:
        name = normal(key)
        if any(normal(own) == name for own in (*search.keys, *search.flags)):
            return "model"
    return role(key)


def is_strong(key: str, search: Search) -> bool:
    """Whether a name without owner is an id of the hub here."""
    name = normal(key)
    return _STRONG.fullmatch(name) is not None or any(normal(own) == name for own in search.keys)


def stems_of(place: Place, *roles: Role) -> frozenset[str]:
    """Words, one of which every name in this place holds that has one of these roles, or any."""
    rows = (row for row in KEYS if row.only in (None, place))
    told = (row for row in rows if row.role != "output" and (not roles or row.role in roles))
    return frozenset(stem for row in told for stem in row.stems.split())
