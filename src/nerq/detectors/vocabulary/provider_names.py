"""How providers are written in front of a model, and which of them write ``owner/name``.

The prefixes are those of LiteLLM (``provider/model``) and of LangChain's and Pydantic AI's
``provider:model``.
"""

from __future__ import annotations

# How LiteLLM, LangChain, Pydantic AI and others write a provider in front of a model -> the
# ecosystem of its models. Hub and Ollama prefixes are apart, below.
PROVIDERS: dict[str, str] = {
    "openai": "openai",
    "text-completion-openai": "openai",
    "azure": "azure",
    "azure_ai": "azure",
    "azure_openai": "azure",
    "azure-openai": "azure",
    "anthropic": "anthropic",
    "google": "google",
    "gemini": "google",
    "google_genai": "google",
    "google-genai": "google",
    "google-gla": "google",
    "google-vertex": "google",
    "google_vertexai": "google",
    "googleai": "google",
    "vertex_ai": "google",
    "vertex_ai_beta": "google",
    "vertexai": "google",
    "palm": "google",
    "mistral": "mistral",
    "codestral": "mistral",
    "cohere": "cohere",
    "cohere_chat": "cohere",
    "groq": "groq",
    "together": "together",
    "together_ai": "together",
    "togetherai": "together",
    "fireworks": "fireworks",
    "fireworks_ai": "fireworks",
    "openrouter": "openrouter",
    "replicate": "replicate",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
    "deepinfra": "deepinfra",
    "deepseek": "deepseek",
    "perplexity": "perplexity",
    "xai": "xai",
    "x-ai": "xai",
    "cerebras": "cerebras",
    "sambanova": "sambanova",
    "nvidia_nim": "nvidia",
    "nebius": "nebius",
    "novita": "novita",
    "hyperbolic": "hyperbolic",
    "friendliai": "friendliai",
    "anyscale": "anyscale",
    "octoai": "octoai",
    "ai21": "ai21",
    "ai21_chat": "ai21",
    "voyage": "voyage",
    "voyageai": "voyage",
    "watsonx": "watsonx",
    "moonshot": "moonshot",
    "dashscope": "dashscope",
    "zhipu": "zhipu",
    "zhipuai": "zhipu",
    "volcengine": "volcengine",
    "cloudflare": "cloudflare",
    "github": "github-models",
    "github_copilot": "github-models",
    "aleph_alpha": "aleph-alpha",
    "nlp_cloud": "nlp-cloud",
    "lambda_ai": "lambda",
    "galadriel": "galadriel",
    "writer": "writer",
}
# Further prefixes of LiteLLM, whose models are their own.
_MORE = """
    a2a aiml amazon_nova anthropic_text assemblyai auto_router aws_polly azure_text
    black_forest_labs bytez clarifai cometapi compactifai custom_openai datarobot deepgram
    elevenlabs empower fal_ai featherless_ai gigachat gradient_ai heroku jina_ai lemonade
    litellm_proxy maritalk meta_llama minimax morph nano-gpt nscale oci openai_like ovhcloud
    poe publicai recraft sagemaker sagemaker_chat text-completion-codestral topaz triton v0
    vercel_ai_gateway watsonx_text xiaomi_mimo zai
"""
PROVIDERS.update(
    {
        **{name: name.replace("_", "-") for name in _MORE.split()},
        "anthropic_text": "anthropic",
        "azure_text": "azure",
        "jina_ai": "jina",
        "sagemaker_chat": "sagemaker",
        "text-completion-codestral": "mistral",
        "watsonx_text": "watsonx",
        "zai": "zhipu",
        "openai-chat": "openai",
        "openai-responses": "openai",
        "google-cloud": "google",
        "grok": "xai",
    }
)

# Prefixes under which the rest names a repository of the hub, whoever serves it.
HUB_PREFIXES = (
    "hf://",
    "huggingface://",
    "hf_hub:",
    "hf-hub:",
    "huggingface:",
    "hf.co/",
    "huggingface.co/",
    "huggingface/",
    "hosted_vllm/",
    "vllm/",
    "petals/",
    "lm_studio/",
    "xinference/",
    "llamafile/",
    "oobabooga/",
    "local:",
    "hf:",
    "hf/",
)
OLLAMA_PREFIXES = ("ollama/", "ollama_chat/", "ollama:", "ollama_chat:", "ollama://")

# Providers whose own model names are written ``owner/name``.
SLASHED = frozenset(
    {
        "together",
        "openrouter",
        "replicate",
        "deepinfra",
        "fireworks",
        "nvidia",
        "nebius",
        "novita",
        "hyperbolic",
        "anyscale",
        "octoai",
        "groq",
        "cerebras",
        "friendliai",
        "cloudflare",
        "watsonx",
        "sambanova",
        "github-models",
        "lambda",
        "featherless-ai",
        "vercel-ai-gateway",
        "nscale",
        "litellm-proxy",
    }
)
# The same where a colon follows: before a slash these own repositories of the hub.
AFTER_COLON = PROVIDERS | {
    "moonshotai": "moonshot",
    "snowflake": "snowflake",
    "databricks": "databricks",
}
# Everybody whose models' own names are told by whom one talks to.
API_PROVIDERS = frozenset(AFTER_COLON.values())
