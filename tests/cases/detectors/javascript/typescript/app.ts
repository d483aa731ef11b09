import { pipeline, AutoTokenizer, env } from '@huggingface/transformers';
import { openai, createOpenAI } from '@ai-sdk/openai';
import { anthropic as claude } from '@ai-sdk/anthropic';
import { generateText } from 'ai';
import { ChatOpenAI } from "@langchain/openai";
import Together from 'together-ai';
// model: 'gpt-3.5-turbo' in a comment
const pipe = await pipeline('sentiment-analysis', 'Xenova/distilbert-base-uncased-finetuned-sst-2-english');
const MODEL_ID = "onnx-community/Kokoro-82M-ONNX";
const tts = await KokoroTTS.from_pretrained(MODEL_ID, { dtype: "q8" });
const tok = await AutoTokenizer.from_pretrained('Xenova/gpt2', { revision: 'abc' });
const { text } = await generateText({ model: openai('gpt-4o'), prompt: 'a/b-7b text' });
await generateText({ model: claude('claude-3-5-sonnet-20241022') });
embed({ model: openai.embedding('text-embedding-3-small') });
const llm = new ChatOpenAI({ model: "gpt-4o-mini", temperature: 0 });
const together = new Together();
await together.chat.completions.create({ model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', messages: [{role: 'user', content: 'x/y-7b'}] });
const r = await ollama.chat({ model: 'llama3.1', messages: [] });
await replicate.run("meta/meta-llama-3-8b-instruct", {input: {}});
const model = process.env.MODEL ?? 'gpt-4o-mini';
function f(modelName: string = 'gpt-4.1', x = 'image/png') {}
type M = 'gpt-4' | 'gpt-3.5-turbo';
const models = ['gpt-4o', "Qwen/Qwen2.5-7B-Instruct"];
await pipeline('text-generation', modelFromUser);
await pipeline('text-generation', `${org}/x`);
fetch('https://huggingface.co/Xenova/whisper-tiny/resolve/main/config.json');
await hf.textGeneration({ model: 'mistralai/Mistral-7B-Instruct-v0.2', inputs: 'x' });
if (model === 'gpt-4') {}
res.setHeader('Content-Type', 'application/json');
const cfg = { embeddingModel: cond ? 'text-embedding-ada-002' : "Xenova/all-MiniLM-L6-v2", viewModel: 'foo/bar' };
