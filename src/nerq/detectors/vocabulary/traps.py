"""What has the shape ``owner/name`` but names no repository of the hub."""

from __future__ import annotations

import re

from nerq.detectors.vocabulary.words import words
from nerq.patterns import regex

# Top-level media types, see the IANA registry of media types.
MEDIA_TYPES = words(
    """
    image text application audio video multipart font message chemical inode x-world
    """
)
# First parts of a path: folders of repositories and machines.
FOLDERS = words(
    """
    examples example tests test testing src source sources docs doc data dataset datasets
    models model scripts script checkpoints checkpoint ckpt ckpts output outputs out results
    result prompts prompt assets asset config configs conf tmp temp home usr var opt etc mnt
    root path paths onnx openvino weights weight runs run logs log cache caches local lib libs
    bin static templates template resources resource utils util core common app apps api public
    private build dist target tools tool benchmarks benchmark notebooks notebook images files
    file folder dir directory workspace content drive users v1 v2 v1beta cpu cuda gpu refs
    heads origin feature features bugfix release master main develop train eval valid
    validation dev relative_s3_model_path s3_model_path saved_model saved_models trained_models
    my_models pretrained pretrained_models huggingface_models tokenizer tokenizers vocab
    audio_files input inputs fixtures plugins plugin modules module packages package lora loras
    adapters adapter unet vae text_encoder text_encoder_2 scheduler transformer
    feature_extractor safety_checker image_encoder prior decoder encoder
    chat responses completions embeddings threads realtime
    """
)
# Names of owners that stand for "yours".
SAMPLE_OWNERS = words(
    """
    org organization organisation owner user username user_name user-name your your-org
    your_org yourorg your-username your_username yourusername your-name yourname my my-org
    my_org myorg my-username me foo bar baz qux foobar example-org example_org namespace
    account acme some-org some_org someorg some-user someone somebody author company
    company-name test-org test_org testorg test-user test_user testuser fake dummy mock
    placeholder sample provider vendor publisher repo repository repo_owner hf-user hf_user
    hf-username hf_username hub-user xxx abc a b x y n nonexistent non-existent invalid unknown
    custom hf_org hf-org team load question entity tokenization input and either true yes on
    read
    """
)
SAMPLE_NAMES = words(
    """
    model model-name model_name modelname model-id model_id modelid name repo repo-name
    repo_name repository repo-id repo_id id foo bar baz qux foobar your-model your_model
    yourmodel my-model my_model mymodel my-awesome-model some-model some_model test-model
    test_model testmodel a-model the-model base-model base_model model1 model2 model-1 model-2
    model_1 model_2 model-a model-b model_a model_b modela modelb custom-model custom_model
    new-model new_model invalid-model nonexistent nonexistent-model non-existent-model
    unknown-model local-model default-model any-model other-model path to dataset my-dataset
    my_dataset your-dataset your_dataset dataset-name dataset_name test-dataset test_dataset
    space space-name my-space your-space lora my-lora my_lora adapter xxx x y abc reload off
    false no or model-path model_path your-model-path your-model-name your_model_name lora-name
    private-model private_model finetuned-model fine-tuned-model my-finetuned-model
    embedding-model embedding_model none null default auto unknown valid invalid latest custom
    string str int answer linking data org owner user name1 name2
    """
)
SAMPLE_WORD = regex(
    r"(?:^|[^a-z])(?:fake|dummy|mock|mocked|placeholder|your|yours|nonexistent|non[-_]existent"
    r"|non[-_]existing|does[-_]?not[-_]?exist|doesnt[-_]?exist|not[-_]a[-_]|foo|foobar|invalid"
    r"|bogus|example[-_](?:model|org|name)"
    r"|my[-_](?:[a-z]+[-_])*(?:model|org|lora|adapter|dataset|space|repo|username)"
    r"|some[-_](?:model|repo|dataset|name)|path[-_]to|changeme|todo|unsupported"
    r"|unknown[-_]model|test[-_](?:model|repo|org|llm)|<|>)(?:$|[^a-z])"
)
# Owners of GitHub and of container registries that publish no models, or none under these names.
CODE_OWNERS = words(
    """
    actions github docker pypa pre-commit tj-actions aws-actions azure-actions
    google-github-actions astral-sh peaceiris softprops codecov dorny peter-evans step-security
    ossf sigstore slackapi hashicorp psf pycqa tox-dev pytest-dev python encode pydantic
    tiangolo fastapi pallets django numpy scipy vllm-project langchain-ai run-llama dottxt-ai
    deepset-ai stanfordnlp/dspy guidance-ai ggerganov ggml-org/llama.cpp ggml-org/ggml abetlen
    oobabooga comfyanonymous
    prom grafana minio library nginx redis postgres mongo elasticsearch bitnami jupyter
    conda-forge continuumio rapidsai rocm vllm lmsysorg berriai ollama-webui open-webui
    qdrant/qdrant semitechnologies chromadb milvusdb arizephoenix langfuse kubernetes helm
    istio mcr.microsoft.com ghcr.io docker.io quay.io nvcr.io gcr.io registry.k8s.io
    public.ecr.aws pytorch/pytorch nvidia/cuda huggingface/transformers huggingface/datasets
    huggingface/peft huggingface/trl huggingface/diffusers huggingface/accelerate
    huggingface/optimum huggingface/hub huggingface/tokenizers huggingface/evaluate
    huggingface/setfit huggingface/text-generation-inference
    huggingface/text-embeddings-inference huggingface/chat-ui huggingface/safetensors
    openai/openai-python openai/openai-cookbook openai/evals openai/tiktoken openai/whisper
    openai/clip openai/gym openai/swarm openai/codex openai/openai-agents-python anthropics
    microsoft/deepspeed microsoft/autogen microsoft/semantic-kernel microsoft/onnxruntime
    microsoft/lora microsoft/unilm microsoft/guidance microsoft/vscode google-research
    facebookresearch pytorch tensorflow keras-team onnx ultralytics/ultralytics
    ultralytics/yolov5 ray-project anyscale dask apache nodejs denoland npm yarnpkg
    """
)
_CODE_NAME = regex(
    r".*(?:\.(?:cpp|js|ts|rs|net|sh|git|github\.io)"
    r"|-(?:cookbook|recipes|notebooks|python|sdk|docs|website|action|actions|plugin|examples|tutorials|toolkit|agents-python|node|java|cookbooks)"
    r"|cookbook|recipes)"
)
# Endings of files; weights inside a repository are cut off before.
FILE_NAME = regex(
    r".*\.(?:py|pyi|ipynb|json|jsonl|ya?ml|toml|txt|md|rst|csv|tsv|parquet|arrow|bin|pt|pth"
    r"|ckpt|onnx|gguf|ggml|safetensors|h5|hdf5|pb|tflite|npz|npy|pkl|pickle|model|tar|gz|tgz"
    r"|zip|bz2|xz|zst|7z|whl|jinja2?|j2|tmpl|html?|css|s?css|jsx?|tsx?|mjs|cpp|cc|cu|cuh|hpp"
    r"|java|go|rb|php|sh|bash|bat|ps1|sql|db|sqlite3?|xml|ini|cfg|conf|env|lock|log|out|err"
    r"|png|jpe?g|gif|webp|svg|bmp|ico|tiff?|pdf|docx?|xlsx?|pptx?|mp[34]|wav|flac|ogg|m4a|avi"
    r"|mov|webm|mkv|proto|so|dll|dylib|exe|msgpack|tensors|tensorized|index|faiss|ply|obj|glb"
    r"|lmql|spacy|mar|engine|plan|nemo|ttf|woff2?)",
    re.IGNORECASE,
)


# Hosts: of container registries, of Kubernetes resources, of Go modules.
_HOST_NAME = regex(r".*\.(?:com|org|net|io|ai|dev|co|app|cloud|aws|azure|local|internal)")


def is_sample(owner: str, name: str) -> bool:
    """Whether an ``owner/name`` (lower case) is a placeholder or a test's dummy.

    Owners such as ``hf-internal-testing`` really publish what they call dummies.
    """
    if owner.endswith(("-internal-testing", "-testing")):
        return False
    return (
        owner in SAMPLE_OWNERS
        or name in SAMPLE_NAMES
        or SAMPLE_WORD.search(f"{owner}/{name}") is not None
    )


def is_elsewhere(owner: str, name: str) -> bool:
    """Whether an ``owner/name`` (lower case) is a media type, a path, code or a container image."""
    return (
        owner in MEDIA_TYPES
        or owner in FOLDERS
        or owner in CODE_OWNERS
        or f"{owner}/{name}" in CODE_OWNERS
        or _HOST_NAME.fullmatch(owner) is not None
        or FILE_NAME.fullmatch(name) is not None
        or _CODE_NAME.fullmatch(name) is not None
    )
