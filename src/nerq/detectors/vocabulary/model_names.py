"""What names of models look like: API families, hub names, and what only looks alike.

Patterns are used with ``fullmatch`` on lower-case text unless said otherwise.
"""

from __future__ import annotations

from nerq.detectors.vocabulary.providers import FAMILIES, one_of_each
from nerq.patterns import regex

ANY_FAMILY = regex(one_of_each(FAMILIES))

# Words of model names: architectures, series, and the suffixes of tuned or quantised weights.
MODEL_WORDS = regex(
    r"(?:^|[^a-z])(?:[\w]*llama|palmyra|bison|tiny-?llama|vicuna|alpaca|mi[sx]tral|zephyr|qwen|qwq|gemma"
    r"|codegemma|gpt|gptj|gpt2|distilgpt2|gpt-?neo[x]?|pythia|dolly|stablelm|bloomz?"
    r"|starcoder\d?|codegen|santacoder|smollm\d?|smolvlm\d?|olmo[e]?\d?|granite|powermoe"
    r"|deepseek|internlm\d?|internvl\d?|baichuan|chatglm\d?|glm|minicpm|jamba|mamba|mamba2"
    r"|rwkv|dbrx|nemotron|minitron|openhermes|wizard(?:lm|coder|math)?|openchat|openelm|grok"
    r"|kimi|ernie|hunyuan|[\w]*bert|[\w]*bertv2|[\w]*berta|electra|xlnet|xlm|xlmr|t5|mt5|ul2"
    r"|(?:dev|magi|mini|code|math|vox)stral|[\w]*bart|pegasus|m2m100|nllb|opus-mt|marian|longformer|bigbird|reformer|splade"
    r"|colbert|colpali|colqwen\d?|bge|e5|gte|minilm|mpnet|paraphrase|reranker|rerank|embedding"
    r"|embeddings|[a-z0-9]*2vec|embeddinggemma|sentence-t5|nomic|mxbai|jina|siglip|siglip2"
    r"|blip\d?|deit|beit|swin|dinov?\d?|resnet\d*|convnext|detr|yolos?\w*|sam2|segformer"
    r"|mask2former|florence|donut|trocr|layoutlm\w*|llava|idefics\d?|fuyu|paligemma|pixtral"
    r"|molmo|kosmos|moondream\d?|whisper|wav2vec2|hubert|wavlm|data2vec|seamless|parler"
    r"|speecht5|xtts|kokoro|hunyuanvideo|hunyuanimage|exaone|lfm2|airoboros|sqlcoder|musicgen|audiogen|encodec|stable-diffusion|sdxl|sd-turbo|sd3|flux\.1"
    r"|controlnet|kandinsky|pixart|qlora|awq|gptq|gguf|ggml|bnb|fp8|int8|int4|w8a8|w4a16|exl2"
    r"|eagle3?|medusa|base-uncased|base-cased|large-uncased|\d+(?:\.\d+)?[bm]|\d+x\d+b|a\d+b"
    r"|[a-z]*forcausallm|[a-z]*formaskedlm|[a-z]*forconditionalgeneration"
    r"|[a-z]*for[a-z]+classification|[a-z]*forquestionanswering|[a-z]*forseq2seqlm)(?:$|[^a-z])"
)
# Words that other things are called by too: they tell a model only beside a number.
COMMON_WORDS = regex(
    r"(?:^|[^a-z])(?:nova|titan|reka|phi|falcon|mpt|opt|yi|command|aya|arctic|solar|hermes|orca|flan|luke"
    r"|instructor|[a-z]*embed|stella|clip|vit|sam|git-base|bark|clap|mms|flux|lora|adapter"
    r"|instruct|chat|lm|reward|guard|[a-z]*tokenizer)(?:$|[^a-z])"
)

# Legacy ids: repositories of the hub from before names had an owner.
LEGACY = regex(
    r"(?:gpt2|openai-gpt|gpt2-(?:medium|large|xl)|distilgpt2|ctrl|transfo-xl-wt103"
    r"|(?:distil|camem|flau|albert|mobile|squeeze)?-?bert-[\w-]+"
    r"|distilbert-[\w-]+|camembert-[\w-]+"
    r"|bert-(?:base|large)-[\w-]+|(?:distil)?roberta-(?:base|large)[\w-]*|xlm-roberta-[\w-]+"
    r"|xlm-(?:mlm|clm)-[\w-]+|albert-[\w-]+|xlnet-[\w-]+"
    r"|t5-(?:small|base|large|3b|11b)|t5-v1_1-[\w-]+)"
)
# Short names that sentence-transformers completes with its own owner.
SENTENCE_NAMES = regex(
    r"(?:all|paraphrase|multi-qa|msmarco|stsb|nli|distiluse|gtr|sentence|nq|quora|clip"
    r"|allenai|average|bert|roberta|distilbert|xlm|gooaq|facebook-dpr)-[\w.-]+|labse"
)

# The words among both that have neither a dash nor a digit.
PLAIN_LEGACY = frozenset({"ctrl", "labse"})

# Loaders of ``load_dataset`` that read local files.
DATASET_LOADERS = frozenset(
    {
        "csv",
        "json",
        "parquet",
        "arrow",
        "text",
        "imagefolder",
        "audiofolder",
        "videofolder",
        "pdffolder",
        "webdataset",
        "pandas",
        "xml",
        "generator",
        "sql",
        "spark",
        "hdf5",
        "local",
    }
)
# Datasets of the hub from before names had an owner; other words need a call that loads them.
_LEGACY_DATASETS = """
    ag_news amazon_polarity anli arc banking77 billsum boolq c4 cifar10 cifar100 cnn_dailymail
    common_voice conll2003 conll2012_ontonotesv5 dbpedia_14 emotion eli5 fashion_mnist gigaword
    glue gsm8k hellaswag hotpot_qa imdb lambada librispeech_asr mmlu mnist ms_marco multi_news
    multi_nli natural_questions openai_humaneval opus100 paws piqa qnli quora rotten_tomatoes
    samsum scitail snli squad squad_v2 sst sst2 super_glue tatoeba trivia_qa truthful_qa
    tweet_eval wikipedia wikitext winogrande wmt14 wmt16 wmt19 xnli xsum xtreme yelp_polarity
    yelp_review_full
"""
LEGACY_DATASETS = frozenset(_LEGACY_DATASETS.split())
