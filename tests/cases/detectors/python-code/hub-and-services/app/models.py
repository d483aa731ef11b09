"""Loads what the service needs; microsoft/phi-2 in a docstring is prose."""

import openai
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

NAME = "acme-labs/thing-7b"
REVISION = "0123456789abcdef0123456789abcdef01234567"

tokenizer = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME, revision=REVISION)
classify = pipeline("text-classification", model="acme-labs/classifier")
rows = load_dataset("acme-labs/rows", split="train")


def answer(question, model="gpt-4o"):
    client = openai.OpenAI()
    return client.chat.completions.create(model=model, messages=[question])


def load(arguments):
    return AutoTokenizer.from_pretrained(arguments.tokenizer)


here = AutoTokenizer.from_pretrained("./checkpoints/last")
title = "either/or"
