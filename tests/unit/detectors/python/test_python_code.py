"""Shapes in which Python code names models, one small program each."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.model import Reference
from nerq.plugin import Search


def found(
    code: str, search: Search | None = None, path: str = "app.py", **others: str
) -> list[str]:
    """``kind ecosystem name`` of each reference, in the order of the code."""
    items = detected(PYTHON_CODE, source("app.py", code), search or Search())
    return [f"{one.kind} {one.ecosystem} {one.name}" for one in items if isinstance(one, Reference)]


def names(code: str) -> list[str]:
    return [one.split(" ")[2] for one in found(code)]


HUB = "model huggingface acme-ai/thing"


@pytest.mark.parametrize(
    "code",
    [
        "AutoModel.from_pretrained('acme-ai/thing')",
        "SentenceTransformer('acme-ai/thing')",
        "LLM(model='acme-ai/thing')",
        "pipeline('text-generation', 'acme-ai/thing')",
        "pipeline('text-generation', model='acme-ai/thing')",
        "PeftModel.from_pretrained(base, 'acme-ai/thing')",
        "snapshot_download(repo_id='acme-ai/thing')",
        "HuggingFaceEndpoint(repo_id='acme-ai/thing')",
        "anything(model_name='acme-ai/thing')",
        "MODEL_NAME = 'acme-ai/thing'",
        "model_id: str = 'acme-ai/thing'",
        "class A:\n    model = 'acme-ai/thing'",
        "class A:\n    def __init__(self):\n        self.model_name = 'acme-ai/thing'",
        "def f(x, model_name='acme-ai/thing'): pass",
        "def f(x, *, tokenizer='acme-ai/thing'): pass",
        "field(default=1)\nmodel: str = field(default='acme-ai/thing')",
        "parser.add_argument('--model', default='acme-ai/thing')",
        "parser.add_argument('-m', dest='model', default='acme-ai/thing')",
        "parser.set_defaults(model='acme-ai/thing')",
        "@click.option('--model-name', default='acme-ai/thing')\ndef f(model_name): pass",
        "model: str = typer.Option('acme-ai/thing')",
        "model = os.getenv('X_MODEL', 'acme-ai/thing')",
        "LLM(os.environ.get('X', 'acme-ai/thing'))",
        "LLM(kwargs.pop('tokenizer', 'acme-ai/thing'))",
        "LLM(x if x else 'acme-ai/thing')",
        "LLM(x or 'acme-ai/thing')",
        "config['model']['name'] = 'acme-ai/thing'",
        "obj.model_name = 'acme-ai/thing'",
        "request = {'model': 'acme-ai/thing'}",
        "request = {'model': {'name': 'acme-ai/thing'}}",
        "LLM(speculative_config={'model': 'acme-ai/thing'})",
        "MODELS = ['acme-ai/thing']",
        "MODELS = {'small': 'acme-ai/thing'}",
        "MODELS = [('acme-ai/thing', 'what it is')]",
        "MODELS = [{'name': 'acme-ai/thing', 'flag': True}]",
        "for model in ['acme-ai/thing']: pass",
        "@pytest.mark.parametrize('model', ['acme-ai/thing'])\ndef test(model): pass",
        "@pytest.mark.parametrize('n,model_id', [(1, 'acme-ai/thing')])\ndef test(n, model_id): pass",
        "@pytest.mark.parametrize('m', [pytest.param('acme-ai/thing')])\ndef t(m): LLM(m)",
        "X = 'acme-ai/thing'\nLLM(X)",
        "def f():\n    X = 'acme-ai/thing'\n    LLM(X)",
        "X = 'acme-ai/thing'\ndef f():\n    return LLM(X)",
        "class C:\n    X = 'acme-ai/thing'\n    def f(self):\n        LLM(self.X)",
        "class C:\n    X = 'acme-ai/thing'\nLLM(C.X)",
        "class C:\n    X = 'acme-ai/thing'\nc = C()\nLLM(c.X)",
        "T = {'a': 'acme-ai/thing'}\nLLM(T[size])",
        "A, B = 1, 'acme-ai/thing'\nLLM(B)",
        "for a, b in [('acme-ai/thing', 1)]:\n    LLM(a)",
        "for k, v in {'acme-ai/thing': 1}.items():\n    LLM(k)",
        "def run(x): LLM(x)\nrun('acme-ai/thing')",
        "def run(model): pass\nrun('acme-ai/thing')",
        "def name(): return 'acme-ai/thing'\nLLM(name())",
        "parser.add_argument('--thing', default='acme-ai/thing')\nLLM(args.thing)",
        "ORG = 'acme-ai'\nLLM(f'{ORG}/thing')",
        "LLM('acme-ai/' 'thing')",
        "LLM('acme-ai/' + 'thing')",
        "LLM(f'acme-ai/thing')",
        "evaluate(model_args='pretrained=acme-ai/thing,dtype=float')",
        "if (m := 'acme-ai/thing'): LLM(m)",
        "LLM(*['acme-ai/thing'])",
        "run(['serve', '--model', 'acme-ai/thing', '--port', '8'])",
        "run(['vllm', 'serve', 'acme-ai/thing'])",
        "run(['x', '--model=acme-ai/thing'])",
        "os.environ.setdefault('MODEL_ID', 'acme-ai/thing')",
        "f(os.getenv('X_MODEL', 'acme-ai/thing'))",
        "async def f():\n    LLM(await g('x', model='acme-ai/thing'))",
        "if a:\n    pass\nelif b:\n    LLM('acme-ai/thing')\nelse:\n    pass",
    ],
)
def test_an_id_is_found_where_a_place_says_so(code: str) -> None:
    """The text itself does not look like a model, so that only the place tells."""
    assert found(code) == [HUB]


@pytest.mark.parametrize(
    "code",
    [
        "x = 'acme-ai/thing'",
        "push_to_hub('acme-ai/thing-7b')",
        "trainer.push_to_hub(repo_id='acme-ai/thing-7b')",
        "TrainingArguments(output_dir='acme-ai/thing-7b', hub_model_id='acme-ai/thing-7b')",
        "print('acme-ai/thing-7b')",
        "logger.info('acme-ai/thing-7b')",
        "Path('acme-ai/thing-7b')",
        "open('acme-ai/thing-7b')",
        "torch.hub.load('acme-ai/thing-7b', 'x')",
        "if 'gpt-4o' in name: pass",
        "name.startswith('gpt-4o')",
        "LLM(f'SetFit/{name}')",
        "LLM('Helsinki-NLP/opus-mt-%s-%s' % (a, b))",
        "LLM('Helsinki-NLP/opus-mt-{}-{}'.format(a, b))",
        "list_models(author='Helsinki-NLP')",
        "model: str",
        "AutoModel.from_pretrained('./llama-7b')",
        "AutoModel.from_pretrained('/data/llama-7b')",
        "AutoModel.from_pretrained('org/model')",
        "headers = {'content-type': 'application/json'}",
        "serve(served_model_name='acme-ai/thing-7b')",
        "parser.add_argument('--x', help='acme-ai/thing-7b')",
        "def f():\n    '''Loads acme-ai/thing-7b.'''",
        "# acme-ai/thing-7b\nx = 'a/b'",
        "model_list = [{'model_name': 'gpt-4', 'litellm_params': {'model': M}}]",
        "pipeline('text-classification')",
        "model_type = 'bert'",
    ],
)
def test_what_is_not_a_reference_yields_nothing(code: str) -> None:
    """Output, messages, paths, tests of text, templates, prose."""
    assert found(code) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "client = Together()\nclient.chat.completions.create(model='meta-llama/Llama-3-8B')",
            "api-model together",
        ),
        ("OpenAI().chat.completions.create(model='gpt-4o')", "api-model openai"),
        (
            "c = OpenAI(base_url='https://api.groq.com/openai/v1')\nc.chat.create(model='llama-3-x')",
            "api-model groq",
        ),
        (
            "c = OpenAI(base_url='http://localhost:11434/v1')\nc.chat.completions.create(model='phi3')",
            "model ollama",
        ),
        ("import ollama\nollama.chat(model='llama3')", "model ollama"),
        ("ChatOllama('llama3')", "model ollama"),
        ("u = 'https://huggingface.co/datasets/squad/resolve/main/x.json'", "dataset huggingface"),
        ("import ollama\nNAME = 'moondream'\nollama.generate(NAME)", "model ollama"),
        ("from langchain_ollama import ChatOllama\nChatOllama(model='llama3')", "model ollama"),
        ("class ChatOllama:\n    model: str = 'llama3'", "model ollama"),
        ("import replicate\nreplicate.run('meta/meta-llama-3-8b-instruct')", "api-model replicate"),
        ("def f(client: Groq):\n    client.create(model='llama-guard')", "api-model groq"),
        (
            "class A:\n    def __init__(self):\n        self.c = Groq()\n    def f(self):\n        self.c.create(model='llama-x')",
            "api-model groq",
        ),
        ("ChatAnthropic(model='claude-3-opus-20240229')", "api-model anthropic"),
        ("dspy.LM('openai/gpt-4o-mini')", "api-model openai"),
        ("litellm.completion(model='ollama/llama2')", "model ollama"),
        ("Agent('openai:gpt-4o')\nfrom pydantic_ai import Agent", "api-model openai"),
        ("instructor.patch(Together()).create(model='a1/b2-7b')", "api-model together"),
        ("OpenAI().create(model='meta-llama/Llama-3-8B')", "model huggingface"),
        ("load_dataset('rajpurkar/squad')", "dataset huggingface"),
        ("load_dataset('squad')", "dataset huggingface"),
        ("D = 'meta-llama/Llama-3.1-8B'\nload_dataset(D)", "dataset huggingface"),
        ("DATASET = 'acme-ai/llama-7b'", "dataset huggingface"),
        ("hf_hub_download('acme-ai/thing', repo_type='dataset')", "dataset huggingface"),
        ("snapshot_download(repo_id='acme-ai/thing', repo_type='space')", "space huggingface"),
        ("space_id = 'acme-ai/thing'", "space huggingface"),
        ("GPT2Model.from_pretrained('gpt2')", "model huggingface"),
        ("NAME = 'gpt2'\nGPT2Model.from_pretrained(NAME)", "model huggingface"),
        ("url = 'https://huggingface.co/acme-ai/thing/resolve/main/x.bin'", "model huggingface"),
        ('import lmql\nlmql.run(\'argmax "[X]" from "openai/text-ada-001"\')', "api-model openai"),
        (
            "import lmql\n@lmql.query\ndef f():\n    '''argmax \"[X]\" from \"local:gpt2\"'''",
            "model huggingface",
        ),
    ],
)
def test_kind_and_ecosystem_follow_from_the_surroundings(code: str, expected: str) -> None:
    """Clients, their URLs and annotations, callables and names decide what a text names."""
    assert [one.rpartition(" ")[0] for one in found(code)] == [expected]


def test_an_unmistakable_text_needs_no_place() -> None:
    """Sizes and architectures in a name tell a model anywhere in live code, as likely."""
    page = source("app.py", "compare('meta-llama/Llama-3.2-1B', [])\nif m == 'gpt-4o-mini': pass")
    items = [one for one in detected(PYTHON_CODE, page, Search()) if isinstance(one, Reference)]
    assert [(one.name, one.certainty) for one in items] == [
        ("meta-llama/Llama-3.2-1B", "likely"),
        ("gpt-4o-mini", "likely"),
    ]


def test_a_text_among_models_is_one_too() -> None:
    """The third argument of the same callable, the third key of the same table."""
    table = "T = {'a1/llama-7b': 1, 'a1/qwen-2b': 2, 'rhymes-ai/Aria': 3}"
    calls = "I('a1/llama-7b')\nI('a1/qwen-2b')\nI('rhymes-ai/Aria')\nJ('rhymes-ai/Other')"
    assert names(table)[-1] == "rhymes-ai/Aria"
    assert names(calls) == ["a1/llama-7b", "a1/qwen-2b", "rhymes-ai/Aria"]


def test_scopes_are_respected() -> None:
    """A local name of one function says nothing in another."""
    code = "def a():\n    X = 'acme-ai/thing'\ndef b(X):\n    LLM(X)\n"
    assert found(code) == []


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("from settings import THING\nLLM(THING)", "settings.py"),
        ("from .settings import THING\nLLM(THING)", "settings.py"),
        ("import settings\nLLM(settings.THING)", "settings.py"),
        ("from . import settings\nLLM(settings.THING)", "settings.py"),
        ("from pkg.settings import THING as T\nLLM(T)", "pkg/settings.py"),
        ("from pkg import THING\nLLM(THING)", "pkg/__init__.py"),
    ],
)
def test_follows_names_into_the_projects_modules(code: str, other: str) -> None:
    """The reference stands where the text does: in the other file.

    A file without any text that could be an id is not parsed; this one has another.
    """
    code = f"{code}\nLLM('zeta-ai/other')\n"
    page = source("app.py", code, **{other: "A = 1\nTHING = 'acme-ai/thing'\n"})
    items = [one for one in detected(PYTHON_CODE, page, Search()) if isinstance(one, Reference)]
    assert (f"{other}:2", "acme-ai/thing") in [(str(one.location), one.name) for one in items]


def test_import_loops_and_missing_modules_end() -> None:
    """Two modules that import a name from each other give none."""
    code = "from other import X\nLLM(X)\nfrom gone import Y\nLLM(Y)"
    page = source("app.py", code, **{"other.py": "from app import X\n"})
    assert detected(PYTHON_CODE, page, Search()) == []
