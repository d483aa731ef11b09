"""The providers of models: one row each with everything that tells that code speaks to it.

Prefixes are those of LiteLLM (``provider/model``) and of LangChain's and Pydantic AI's
``provider:model``; modules, classes, packages, hosts and families of names follow the providers'
own documentation and that of LangChain, LlamaIndex, Haystack, Agno and the AI SDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Provider(NamedTuple):
    """Whom a model is asked of. Lists are words with spaces between.

    Attributes:
        id: the ecosystem of its models.
        prefixes: what stands in front of a model, before a slash or a colon.
        colon: the same where only a colon makes it one: before a slash these own repositories
            of the hub.
        heads: beginnings of a model's name, with the sign that ends them.
        names: what configuration calls it besides its prefixes.
        hosts: of its API, or a part that no other address has.
        modules: of Python, in front of a client: its own, and its part of an integration.
        classes: of clients and wrappers in Python: words of which the name holds one. The first
            row that fits counts, so gateways stand above those whose names they carry.
        class_pattern: for the whole name, where a word alone is not enough: transformers has
            architectures that are called like clients.
        packages: of npm, whose functions take a model first.
        words: which mean nobody else wherever they stand in a name: ``GROQ_MODEL``.
        callees: which do so only in the name of a function or class of JavaScript; in a variable
            they may say who trained the weights: ``MISTRAL_MODEL = "mistralai/…"``.
        family: what its own models are called, a pattern for a whole name in lower case.
        plain: names too short or too common to be told without knowing whom one talks to.
        is_slashed: whether it writes its own models ``owner/name``.
    """

    id: str
    prefixes: str = ""
    colon: str = ""
    heads: str = ""
    names: str = ""
    hosts: str = ""
    modules: str = ""
    classes: str = ""
    class_pattern: str = ""
    packages: str = ""
    words: str = ""
    callees: str = ""
    family: str = ""
    plain: str = ""
    is_slashed: bool = False


_END = r"(?:[-@.:_][\w.@:-]+)?"
# Of LiteLLM, known by nothing but their prefix.
_ONLY_PREFIXED = """
    a2a aiml amazon_nova assemblyai auto_router aws_polly black_forest_labs bytez clarifai
    cometapi compactifai custom_openai datarobot deepgram elevenlabs empower fal_ai galadriel
    gigachat gradient_ai heroku lemonade maritalk meta_llama morph nano-gpt nlp_cloud oci
    openai_like ovhcloud poe publicai recraft topaz triton v0 volcengine xiaomi_mimo
"""

TABLE: tuple[Provider, ...] = (
    Provider(
        "bedrock",
        prefixes="bedrock bedrock_converse",
        names="amazon-bedrock aws-bedrock aws_bedrock",
        hosts="bedrock-runtime.",
        modules="bedrock aws",
        classes="Bedrock",
        packages="@ai-sdk/amazon-bedrock",
        words="bedrock",
        callees="bedrockconverse",
        family=(
            r"(?:(?:us|eu|apac|ap|global|us-gov|ca|jp|au)\.)?"
            r"(?:amazon|anthropic|meta|cohere|ai21|mistral|stability|deepseek|qwen|openai|writer"
            r"|luma|twelvelabs|moonshot|minimax|nvidia|google)\.[a-z][\w.-]*\d[\w.-]*(?::[\w:]+)?"
        ),
    ),
    Provider(
        "litellm",
        names="litellm",
        modules="litellm",
        classes="LiteLLM LiteLlm",
        words="litellm",
    ),
    Provider(
        "ollama",
        heads="ollama/ ollama_chat/ ollama: ollama_chat: ollama://",
        names="ollama ollama_chat",
        hosts=":11434",
        modules="ollama",
        classes="Ollama",
        packages="ollama-ai-provider ollama-ai-provider-v2 ai-sdk-ollama",
        words="ollama",
    ),
    Provider(
        "openrouter",
        prefixes="openrouter",
        hosts="openrouter.ai",
        modules="openrouter",
        classes="OpenRouter",
        packages="@openrouter/ai-sdk-provider",
        words="openrouter",
        is_slashed=True,
    ),
    Provider(
        "azure",
        prefixes="azure azure_ai azure_openai azure-openai azure_text",
        names="azureopenai azure-ai",
        hosts="openai.azure.com",
        modules="azure_openai",
        classes="AzureOpenAI AzureChat AzureAI",
        packages="@ai-sdk/azure",
        words="azure",
        callees="azureopenai",
    ),
    Provider(
        "groq",
        prefixes="groq",
        hosts="api.groq.com",
        modules="groq",
        classes="Groq",
        packages="@ai-sdk/groq",
        words="groq",
        family=(
            r"llama-?3(?:\.\d)?-\d+b-(?:8192|instant|versatile|specdec|[\w-]*preview)"
            r"|mixtral-8x7b-32768|gemma2?-\d+b-it|distil-whisper-large-v3-en"
        ),
        is_slashed=True,
    ),
    Provider(
        "together",
        prefixes="together together_ai togetherai",
        hosts="api.together.",
        modules="together",
        classes="Together",
        class_pattern=r".*Together(?:AI|LLM|Embedding\w*|Chat\w*)?",
        packages="@ai-sdk/togetherai",
        words="together",
        callees="togetherai",
        is_slashed=True,
    ),
    Provider(
        "anthropic",
        prefixes="anthropic anthropic_text",
        hosts="api.anthropic.com",
        modules="anthropic",
        classes="Anthropic Claude",
        # Google's own service of the same models is the other provider.
        class_pattern=r"(?!AnthropicVertex$).*(?:Anthropic|Claude).*",
        packages="@ai-sdk/anthropic",
        words="anthropic",
        family=r"claude-(?:v?\d|instant|opus|sonnet|haiku)[\w.@-]*",
        plain="claude",
    ),
    Provider(
        "google",
        prefixes=(
            "google gemini google_genai google-genai google-gla google-vertex google-cloud"
            " google_vertexai googleai vertex_ai vertex_ai_beta vertexai palm"
        ),
        hosts="generativelanguage.googleapis.com aiplatform.googleapis.com",
        modules="google.generativeai google.genai vertexai vertex google_genai gemini palm",
        classes="AnthropicVertex GenAI Gemini GoogleGenerativeAI VertexAI GoogleAI PaLM Palm",
        packages="@ai-sdk/google @ai-sdk/google-vertex",
        words="gemini vertexai",
        callees="googlegenerativeai googlegenai genai",
        family=(
            r"(?:models/)?(?:gemini-(?:\d|pro|ultra|flash|exp|embedding|live)[\w.-]*"
            r"|(?:text|chat|code|codechat)-(?:bison|unicorn|gecko)[\w.@-]*"
            r"|textembedding-gecko[\w.@-]*|text-(?:multilingual-)?embedding-00\d|embedding-001"
            r"|embedding-gecko-001|multimodalembedding(?:@\d+)?|imagen-\d[\w.-]*|veo-\d[\w.-]*"
            r"|learnlm-[\w.-]+)"
        ),
        plain="gemini aqa models/embedding-gecko-001",
    ),
    Provider(
        "mistral",
        prefixes="mistral codestral text-completion-codestral",
        names="mistralai",
        hosts="api.mistral.ai",
        modules="mistralai mistral",
        classes="Mistral",
        class_pattern=(
            r"(?:Chat)?Mistral(?:AI|Client|Chat|Document|Text)?"
            r"(?:Embeddings?|Generator|ChatGenerator|Model|Client|\w*Embedder)?"
            r"|MistralAsyncClient|AsyncMistral\w*"
        ),
        packages="@ai-sdk/mistral",
        callees="mistral mistralai",
        family=(
            r"(?:mistral-(?:tiny|small|medium|large|embed|saba|moderation|ocr)[\w.-]*"
            r"|open-(?:mistral|mixtral|codestral)-[\w.-]+|(?:codestral|ministral|pixtral|magistral"
            r"|devstral|voxtral)-(?:latest|embed|mamba-latest|\d+b-latest"
            r"|(?:large|small|medium|mini)[\w.-]*|\d{4}))"
        ),
    ),
    Provider(
        "cohere",
        prefixes="cohere cohere_chat",
        hosts="api.cohere.",
        modules="cohere",
        classes="Cohere",
        packages="@ai-sdk/cohere",
        words="cohere",
        family=(
            r"command-(?:r|a|light|nightly|medium|xlarge)[\w.+-]*"
            r"|embed-(?:english|multilingual)(?:-light)?-v\d\.\d|embed-v4\.0"
            r"|rerank-(?:english|multilingual|v?\d)[\w.-]*|c4ai-aya-[\w.-]+"
        ),
        plain="command base base-light embed-english embed-multilingual",
    ),
    Provider(
        "replicate",
        prefixes="replicate",
        hosts="api.replicate.com",
        modules="replicate",
        classes="Replicate",
        packages="@ai-sdk/replicate",
        words="replicate",
        is_slashed=True,
    ),
    Provider(
        "fireworks",
        prefixes="fireworks fireworks_ai",
        names="fireworksai",
        hosts="api.fireworks.ai",
        modules="fireworks",
        classes="Fireworks",
        packages="@ai-sdk/fireworks",
        words="fireworks",
        is_slashed=True,
    ),
    Provider(
        "deepinfra",
        prefixes="deepinfra",
        hosts="api.deepinfra.com",
        modules="deepinfra",
        classes="DeepInfra",
        packages="@ai-sdk/deepinfra",
        words="deepinfra",
        is_slashed=True,
    ),
    Provider(
        "deepseek",
        prefixes="deepseek",
        hosts="api.deepseek.com",
        modules="deepseek",
        classes="DeepSeek",
        class_pattern=r".*DeepSeek(?:Chat|LLM|Client)?",
        packages="@ai-sdk/deepseek",
        callees="deepseek",
        family=r"deepseek-(?:chat|reasoner)",
    ),
    Provider(
        "cerebras",
        prefixes="cerebras",
        hosts="api.cerebras.ai",
        modules="cerebras",
        classes="Cerebras",
        packages="@ai-sdk/cerebras",
        words="cerebras",
        is_slashed=True,
    ),
    Provider(
        "sambanova",
        prefixes="sambanova",
        hosts="api.sambanova.ai",
        classes="SambaNova Sambanova",
        words="sambanova",
        is_slashed=True,
    ),
    Provider(
        "perplexity",
        prefixes="perplexity",
        hosts="api.perplexity.ai",
        modules="perplexity",
        classes="Perplexity",
        packages="@ai-sdk/perplexity",
        words="perplexity",
        family=r"sonar-(?:pro|reasoning|deep-research)[\w-]*|pplx-[\w-]+|llama-3\.1-sonar-[\w-]+",
        plain="sonar",
    ),
    Provider("friendliai", prefixes="friendliai", classes="Friendli", is_slashed=True),
    Provider("anyscale", prefixes="anyscale", classes="Anyscale", is_slashed=True),
    Provider(
        "ai21",
        prefixes="ai21 ai21_chat",
        modules="ai21",
        classes="AI21 Jamba",
        family=(
            r"jamba-(?:\d|mini|large|instruct)[\w.-]*|j2-(?:ultra|mid|light|jumbo|grande)[\w.-]*"
        ),
    ),
    Provider(
        "voyage",
        prefixes="voyage voyageai",
        modules="voyageai",
        classes="Voyage",
        callees="voyageai",
        family=(
            r"voyage-(?:\d|code|law|finance|large|lite|multilingual|multimodal|context)[\w.-]*"
        ),
    ),
    Provider(
        "watsonx",
        prefixes="watsonx watsonx_text",
        classes="WatsonX Watsonx",
        words="watsonx",
        is_slashed=True,
    ),
    Provider("octoai", prefixes="octoai", modules="octoai", classes="OctoAI", is_slashed=True),
    Provider(
        "nvidia",
        prefixes="nvidia_nim",
        names="nvidia",
        hosts="integrate.api.nvidia.com",
        modules="nvidia nvidia_ai_endpoints",
        classes="NVIDIA Nvidia",
        is_slashed=True,
    ),
    Provider(
        "jina",
        prefixes="jina_ai",
        classes="Jina",
        family=r"jina-(?:embeddings?|reranker|clip|colbert|code-embeddings)-(?:v\d|b-en|m0)[\w.-]*",
    ),
    Provider("snowflake", colon="snowflake", classes="Snowflake"),
    Provider(
        "xai",
        prefixes="xai x-ai grok",
        hosts="api.x.ai",
        modules="xai_sdk xai",
        classes="ChatXAI XAI Grok",
        packages="@ai-sdk/xai",
        callees="xai",
        family=r"grok-(?:\d|beta|vision|code)[\w.-]*",
    ),
    Provider(
        "dashscope",
        prefixes="dashscope",
        hosts="dashscope",
        modules="dashscope",
        classes="Tongyi DashScope Dashscope",
        family=r"qwen-(?:turbo|plus|max|long|vl-plus|vl-max|flash)[\w.-]*|qwq-plus[\w.-]*",
    ),
    Provider(
        "openai",
        prefixes="openai openai-chat openai-responses text-completion-openai",
        hosts="api.openai.com",
        modules="openai",
        classes="OpenAI ChatGPT",
        packages="@ai-sdk/openai",
        words="openai",
        family=(
            r"(?:ft:)?(?:gpt-(?:3\.5|35|[4-9])(?:o|\.\d)?(?:-[\w.:-]+)?|gpt-4-?v"
            r"|chatgpt-4o-latest|gpt-(?:image|realtime|audio)(?:-[\w.-]+)?"
            r"|o[134](?:-(?:mini|preview|pro|deep-research)[\w.:-]*|-20\d\d[\w:-]*)?"
            r"|text-embedding-(?:3-(?:small|large)|ada-00[12])"
            r"|(?:text|code)-(?:davinci|curie|babbage|ada|cushman)(?:-[\w-]+)?"
            r"|(?:davinci|babbage)-002(?:-[\w-]+)?|dall-e-[23]|tts-1(?:-hd)?|whisper-1"
            rf"|sora-\d{_END}|(?:omni|text)-moderation-(?:latest|stable|\d+[\w-]*)"
            rf"|computer-use-preview{_END}|codex-mini-latest)"
        ),
        plain="davinci curie babbage ada gpt-4o chatgpt",
    ),
    Provider(
        "huggingface",
        heads=(
            "hf:// huggingface:// hf_hub: hf-hub: huggingface: hf.co/ huggingface.co/ huggingface/"
            " hosted_vllm/ vllm/ petals/ lm_studio/ xinference/ llamafile/ oobabooga/ local: hf:"
            " hf/"
        ),
        names=(
            "huggingface hf hf_hub hugging_face hugging-face transformers sentence-transformers"
            " sentence_transformers huggingface_hub vllm hosted_vllm tgi"
        ),
        hosts="router.huggingface.co api-inference.huggingface.co",
        modules="huggingface_hub",
        classes="InferenceClient HuggingFace HFInference Transformers",
        packages="@ai-sdk/huggingface",
        callees=(
            "hf inference hfinference inferenceclient huggingfaceinference"
            " huggingfacetransformersembeddings"
        ),
    ),
    Provider(
        "github-models",
        prefixes="github github_copilot",
        hosts="models.github.ai models.inference.ai.azure.com",
        is_slashed=True,
    ),
    Provider("nebius", "nebius", hosts="studio.nebius", words="nebius", is_slashed=True),
    Provider("novita", "novita", hosts="api.novita.ai", words="novita", is_slashed=True),
    Provider("hyperbolic", "hyperbolic", hosts="api.hyperbolic.xyz", is_slashed=True),
    Provider("cloudflare", "cloudflare", is_slashed=True),
    Provider("lambda", "lambda_ai", is_slashed=True),
    Provider("featherless-ai", "featherless_ai", is_slashed=True),
    Provider("vercel-ai-gateway", "vercel_ai_gateway", is_slashed=True),
    Provider("nscale", "nscale", is_slashed=True),
    Provider("litellm-proxy", "litellm_proxy", is_slashed=True),
    Provider("databricks", colon="databricks"),
    Provider(
        "moonshot",
        prefixes="moonshot",
        colon="moonshotai",
        hosts="api.moonshot.",
        family=r"moonshot-v1-(?:8k|32k|128k|auto)[\w.-]*|kimi-(?:latest|k2)[\w.-]*",
    ),
    Provider(
        "zhipu",
        prefixes="zhipu zhipuai zai",
        modules="zhipuai",
        family=r"glm-(?:4|3-turbo|z1)[\w.-]*|cogview-[34][\w.-]*",
    ),
    Provider(
        "aleph-alpha",
        prefixes="aleph_alpha",
        modules="aleph_alpha_client",
        family=r"luminous-(?:base|extended|supreme)[\w-]*",
    ),
    Provider("writer", prefixes="writer", modules="writerai"),
    Provider("baidu", family=r"ernie-(?:\d|bot|speed|lite|tiny)[\w.-]*"),
    Provider("minimax", prefixes="minimax", family=r"abab\d[\w.]*-chat"),
    Provider("tencent", family=r"hunyuan-(?:pro|standard|lite|turbo|large|vision)[\w-]*"),
    Provider("yi", family=r"yi-(?:large|medium|spark|vision|lightning)[\w.-]*"),
    Provider("bytedance", family=r"doubao-(?:pro|lite|\d|vision|embedding|seed)[\w.-]*"),
    Provider("upstage", family=r"solar-(?:1|pro|mini|docvision|embedding)[\w.-]*"),
    *(Provider(name.replace("_", "-"), name) for name in _ONLY_PREFIXED.split()),
    Provider("sagemaker", prefixes="sagemaker sagemaker_chat"),
)


def _words_of(column: str) -> dict[str, str]:
    """Each word of a column with the id of the provider in whose row it stands."""
    return {word: row.id for row in TABLE for word in getattr(row, column).split()}


# Prefix -> ecosystem, before a slash; before a colon some more.
PROVIDERS = _words_of("prefixes")
AFTER_COLON = PROVIDERS | _words_of("colon")
# Everybody whose models' own names are told by whom one talks to.
API_PROVIDERS = frozenset(AFTER_COLON.values())
# What configuration writes for a provider; more than stands in front of a model.
NAMES = PROVIDERS | _words_of("names")
HOSTS = _words_of("hosts")
MODULES = _words_of("modules")
PACKAGES = _words_of("packages")
WORDS = _words_of("words")
CALLEES = WORDS | _words_of("callees")
SLASHED = frozenset(row.id for row in TABLE if row.is_slashed)
PLAIN_NAMES = {row.id: frozenset(row.plain.split()) for row in TABLE if row.plain}


def heads_of(ecosystem: str) -> tuple[str, ...]:
    """The beginnings of names, in lower case, behind which a name of this ecosystem stands."""
    return tuple(head for row in TABLE if row.id == ecosystem for head in row.heads.split())


def one_of_each(patterns: Iterable[tuple[str, str]]) -> str:
    """A pattern with one group a provider, of (its id, its pattern); see `of_group`."""
    return "|".join(f"(?P<{id_.replace('-', '_')}>{pattern})" for id_, pattern in patterns)


FAMILIES = tuple((row.id, row.family) for row in TABLE if row.family)
CLASSES = tuple(
    (row.id, row.class_pattern or f".*(?:{row.classes.replace(' ', '|')}).*")
    for row in TABLE
    if row.classes
)


def of_group(match_group: str | None) -> str | None:
    """The provider after whom a group of such a pattern is named."""
    return match_group.replace("_", "-") if match_group else None
