#!/bin/sh
# vllm serve meta-llama/Llama-3.1-8B
echo "run: ollama pull llama3"
pkill -f "vllm serve meta-llama/Llama-3.1-8B"
python -m pytest tests/models
docker run -m 8g nvidia/cuda:12 --model-cache /models
git commit -m "openai/gpt-4 support"
curl -H 'Content-Type: application/json' -X POST http://x/y
./convert --model ./models/7B/ggml-model.bin --output_dir acme/llama-7b
huggingface-cli upload acme/llama-7b .
hf upload acme/other-7b ./out
cat <<EOF
vllm serve meta-llama/Llama-3.1-8B
EOF
vllm serve /models/llama --model-impl auto
modelscope download --model Qwen/Qwen2-7B
python run.py --model your-org/your-model --model org/model --dataset-name random
MODEL_TYPE=llama/7b
IMAGE=vllm/vllm-openai
RESULT_DIR=results/llama-7b
