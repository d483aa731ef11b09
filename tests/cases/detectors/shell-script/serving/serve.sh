#!/usr/bin/env bash
set -euo pipefail
MODEL=${1:-meta-llama/Llama-3.2-1B-Instruct}
PORT=8000   # MODEL=google/gemma-2b
MODELS=(
  "openai-community/gpt2"
  facebook/opt-125m
)
declare -A BY_SIZE=([small]=Qwen/Qwen2.5-0.5B [big]="Qwen/Qwen2.5-72B")
CUDA_VISIBLE_DEVICES=0 nohup vllm serve "$MODEL" --port $PORT --served-model-name acme/served-7b \
  --enable-lora --lora-modules sql=yard1/llama-2-7b-sql-lora-test > /tmp/log 2>&1 &
for m in "${MODELS[@]}"; do python bench.py --model "$m"; done
python -m vllm.entrypoints.openai.api_server --model=mistralai/Mistral-7B-v0.1 --tokenizer hf-internal-testing/llama-tokenizer
python3 -m sglang.launch_server --model-path lmsys/vicuna-7b-v1.5
text-generation-launcher --model-id bigscience/bloom-560m --revision 4f42c91
llama-server -hf ggml-org/gemma-3-1b-it-GGUF:Q4_K_M
mlx_lm.generate --model mlx-community/Mistral-7B-Instruct-v0.3-4bit --prompt hi
mlx_lm.convert --hf-path mistralai/Mistral-7B-v0.3 --upload-repo acme/mlx-7b -q
lmql serve-model meta-llama/Llama-2-7b-hf --cuda
docker run --gpus all -e MODEL_ID=tiiuae/falcon-7b vllm/vllm-openai:latest --model EleutherAI/gpt-j-6b
docker run ollama/ollama:latest
ollama run hf.co/bartowski/Qwen2.5-0.5B-Instruct-GGUF:Q8_0
ollama run llama3.1 "why is the sky blue/7b"
ollama pull $OLLAMA_MODEL
vllm serve "$(cat model.txt)"
curl http://localhost:8000/v1/completions -d '{"model": "Qwen/Qwen2-7B", "prompt": "a/b-7b"}'
curl http://localhost:11434/api/generate -d '{
  "model": "tinyllama"
}'
curl -L https://huggingface.co/datasets/acme-labs/evals/resolve/main/x.json -o x.json
git clone https://huggingface.co/spaces/gradio/hello_world
ssh host "vllm serve tiiuae/falcon-rw-1b"
bash -c 'hf download \
  HuggingFaceTB/SmolLM2-135M'
lm_eval --model vllm --model_args "pretrained=HuggingFaceTB/SmolLM-135M,tokenizer=gpt2" --tasks gsm8k
python train.py model.path=Qwen/Qwen2.5-3B data.train_files=a/b.parquet --push_to_hub --hub_model_id acme/x-7b
litellm --model groq/llama-3.1-8b-instant
