FROM ollama/ollama:latest
LABEL org.opencontainers.image.source=https://huggingface.co/acme-labs/not-used-7b
RUN ollama serve & sleep 5 && \
    ollama pull llama3.2:1b && \
    ollama pull nomic-embed-text
RUN <<EOF
ollama pull hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M
EOF
ADD https://huggingface.co/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/resolve/main/tinyllama.Q4_K_M.gguf /models/
HEALTHCHECK CMD curl -f http://localhost:11434/
