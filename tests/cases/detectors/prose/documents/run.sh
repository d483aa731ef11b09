# vllm serve meta-llama/Llama-3.1-8B
true  # see https://huggingface.co/datasets/stanfordnlp/imdb
