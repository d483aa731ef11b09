"""Which Python callables take the id of a model, dataset or space, and where.

Positions and keywords are those of the libraries' own signatures. Names that many libraries
share (``load``, ``completion``) count only below the modules listed with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.model import Kind


@dataclass(frozen=True, slots=True)
class Takes:
    """What a callable takes.

    Attributes:
        positions: 0-based positions of the arguments that are ids.
        keywords: names of arguments that are ids here, beyond those that always are.
        kind: what the ids name.
        context: as in `read_model_id`.
        modules: first parts of the module path, any of which must lead to the callable; empty
            for names that are unmistakable.
    """

    positions: tuple[int, ...] = (0,)
    keywords: tuple[str, ...] = ()
    kind: Kind = "model"
    context: str | None = None
    modules: tuple[str, ...] = ()


_HUB = Takes()
_DATASET = Takes(keywords=("path", "repo_id", "dataset", "name_or_path"), kind="dataset")
_SECOND = Takes(positions=(1,))

CALLABLES: dict[str, Takes] = {
    **dict.fromkeys(
        (
            "from_pretrained",
            "from_hub",
            "from_preset",
            "from_single_file",
            "LLM",
            "AsyncLLM",
            "LLMEngine",
            "EngineArgs",
            "AsyncEngineArgs",
            "SentenceTransformer",
            "CrossEncoder",
            "SparseEncoder",
            "InferenceClient",
            "AsyncInferenceClient",
            "InferenceApi",
            "HfApiModel",
            "InferenceClientModel",
            "TransformersModel",
            "VLLMModel",
            "MLXModel",
            "TextEmbedding",
            "SparseTextEmbedding",
            "LateInteractionTextEmbedding",
            "ImageEmbedding",
            "TextCrossEncoder",
            "FlagModel",
            "FlagReranker",
            "FlagLLMReranker",
            "BGEM3FlagModel",
            "FlagAutoModel",
            "HuggingFaceModel",
            "HuggingFacePipeline",
            "HuggingFaceEmbedding",
            "HuggingFaceEmbeddings",
            "HuggingFaceBgeEmbeddings",
            "HuggingFaceInstructEmbeddings",
            "HuggingFaceEndpoint",
            "HuggingFaceHub",
            "HuggingFaceCrossEncoder",
            "HuggingFaceLLM",
            "HuggingFaceInferenceAPI",
            "SFTTrainer",
            "GRPOTrainer",
            "DPOTrainer",
            "KTOTrainer",
            "RewardTrainer",
            "PPOTrainer",
            "ORPOTrainer",
            "load_lora_weights",
            "load_ip_adapter",
            "load_textual_inversion",
            "snapshot_download",
            "hf_hub_download",
            "hf_hub_url",
            "model_info",
            "cached_file",
            "list_repo_files",
            "ModelConfig",
            "TGIClient",
            "CTransformers",
            "INSTRUCTOR",
            "GLiNER",
            "SpanMarkerModel",
            "WhisperModel",
            "CrossEncoderReranker",
            "ColBERT",
            "create_model_and_transforms",
            "create_model_from_pretrained",
            "get_tokenizer",
        ),
        _HUB,
    ),
    **dict.fromkeys(
        (
            "load_dataset",
            "load_dataset_builder",
            "get_dataset_config_names",
            "get_dataset_split_names",
            "get_dataset_infos",
            "get_dataset_config_info",
            "dataset_info",
        ),
        _DATASET,
    ),
    "space_info": Takes(kind="space"),
    "duplicate_space": Takes(kind="space"),
    "add_adapter": Takes(positions=()),
    "load_adapter": _HUB,
    "from_model_id": Takes(keywords=("model_id",)),
    "pipeline": Takes(positions=(1,), keywords=("model", "tokenizer", "feature_extractor")),
    "from_transformers": Takes(positions=()),
    "from_vllm": _SECOND,
    "from_tgi": Takes(positions=()),
    "from_sglang": _SECOND,
    "from_openai": Takes(positions=(1,), context="openai"),
    "from_anthropic": Takes(positions=(1,), context="anthropic"),
    "from_gemini": Takes(positions=(1,), context="google"),
    "from_genai": Takes(positions=(1,), context="google"),
    "from_mistral": Takes(positions=(1,), context="mistral"),
    "from_dottxt": Takes(positions=()),
    "from_ollama": Takes(positions=(1,), context="ollama"),
    "from_litellm": Takes(positions=()),
    "from_provider": Takes(context="litellm"),
    "init_chat_model": Takes(context="litellm"),
    "init_embeddings": Takes(context="litellm"),
    "encoding_for_model": Takes(context="openai"),
    "GenerativeModel": Takes(context="google"),
    "TextGenerationModel": Takes(context="google"),
    "get_model": Takes(modules=("outlines", "mteb", "llm")),
    "load": Takes(
        modules=("mlx_lm", "mlx_vlm", "mlx_whisper", "mlx_audio", "nlp", "unsloth", "gradio", "gr")
    ),
    "load_model": Takes(modules=("mlx_lm", "lmql", "mlx_vlm", "ctransformers")),
    "create_model": Takes(modules=("timm", "open_clip")),
    "completion": Takes(context="litellm", modules=("litellm",)),
    "acompletion": Takes(context="litellm", modules=("litellm",)),
    "embedding": Takes(context="litellm", modules=("litellm",)),
    "aembedding": Takes(context="litellm", modules=("litellm",)),
    "LM": Takes(context="litellm", modules=("dspy",)),
    "Embedder": Takes(context="litellm", modules=("dspy",)),
    "Agent": Takes(positions=(0,), context="litellm", modules=("pydantic_ai",)),
    "LiteLLMModel": Takes(context="litellm"),
    "ChatLiteLLM": Takes(context="litellm"),
    "LiteLLM": Takes(context="litellm"),
    "model": Takes(modules=("lmql",)),
    "F": Takes(positions=(), modules=("lmql",)),
    "Transformers": Takes(modules=("guidance", "models", "outlines")),
    "transformers": Takes(modules=("models", "outlines")),
    "vllm": Takes(modules=("models", "outlines")),
    "mlxlm": Takes(modules=("models", "outlines")),
    "exl2": Takes(modules=("models", "outlines")),
    "llamacpp": Takes(modules=("models", "outlines")),
    "openai": Takes(context="openai", modules=("models", "outlines")),
    "chat": Takes(context="ollama", modules=("ollama",)),
    "generate": Takes(context="ollama", modules=("ollama",)),
    "embed": Takes(context="ollama", modules=("ollama",)),
    "embeddings": Takes(context="ollama", modules=("ollama",)),
    "pull": Takes(context="ollama", modules=("ollama",)),
    "show": Takes(context="ollama", modules=("ollama",)),
    "run": Takes(context="replicate", modules=("replicate",)),
    "stream": Takes(context="replicate", modules=("replicate",)),
    "Pipeline": Takes(positions=(), modules=("pyannote",)),
    "Inference": Takes(modules=("pyannote",)),
    "Engine": Takes(modules=("sglang", "sgl")),
    "Runtime": Takes(modules=("sglang", "sgl")),
}
# Keywords that name anything, but a model where the call is one of a provider's client.
PLAIN_KEYWORDS = frozenset({"name", "id"})
CLIENT_KEYWORDS = PLAIN_KEYWORDS | {"model_name", "model"}
# A name that says nothing, but what it falls back to, ``path or "owner/name-7b"``, is the hub's.
FALLS_BACK = "path"
# The keyword that says of a repository of the hub that it is not a model.
REPOSITORY_TYPE = "repo_type"
# Classes whose own method takes the id elsewhere.
METHODS: dict[tuple[str, str], Takes] = {
    ("PeftModel", "from_pretrained"): _SECOND,
    ("PeftMixedModel", "from_pretrained"): _SECOND,
    ("evaluate", "load"): Takes(kind="space"),
    ("spacy", "load"): Takes(positions=()),
    ("crewai", "LLM"): Takes(context="litellm"),
}

# Callables whose text arguments are output, messages, paths or tests of text: never references.
# As above, told by the last two names: ``torch.hub.load`` takes a GitHub repository.
IGNORED_PATHS = frozenset({("hub", "load"), ("hub", "list"), ("hub", "help")})
_IGNORED_CALLS = """
    push_to_hub push_adapter_to_hub save_pretrained save_to_hub create_repo delete_repo
    upload_file upload_folder create_commit create_branch move_repo update_repo_visibility
    repo_exists create_tag debug info warning warn error exception critical log print pprint
    echo secho style print_exc warning_once info_once write writelines getLogger Path PurePath
    PosixPath open join exists isfile isdir isabs makedirs mkdir remove rmtree copy copytree
    basename dirname abspath realpath expanduser glob rglob joinpath with_suffix relative_to
    compile match search fullmatch sub findall finditer split rsplit startswith endswith
    replace strip lstrip rstrip removeprefix removesuffix find index count partition rpartition
    patch raises warns fail getitem add_parser add_argument_group from_registry from_dockerhub
    debian_slim pip_install apt_install run_commands containers Exception ValueError TypeError
    KeyError RuntimeError NotImplementedError ImportError OSError HTTPException AssertionError
    FileNotFoundError input Markdown HTML display import_module find_spec hasattr setattr
    isinstance issubclass
"""
IGNORED_CALLS = frozenset(_IGNORED_CALLS.split())
