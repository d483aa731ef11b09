// pipeline('text-generation', 'Xenova/gpt2')
/* model: 'gpt-4o' */
import x from 'openai/resources/chat-7b';
const { y } = require("acme/llama-2b");
app.get('/v1/models', h); fetch("https://huggingface.co/docs/transformers");
res.type('image/png'); const model = mongoose.model('User', schema);
const re = /model: 'gpt-4'/g; const viewModel = 'acme/view';
if (model === 'gpt-4o' || model.startsWith('gpt-3.5')) { console.log(`model: 'gpt-4'`); }
const cfg = { model: 'your-org/your-model', path: './models/llama-7b', contentType: 'application/json' };
const modelPath = './model.onnx', name = `${org}/gpt-2`;
type Model = 'gpt-4o' | 'gpt-4o-mini';
const MODELS = { 'gpt-4o': { contextWindow: 128000 }, "gpt-4": { contextWindow: 8192 } };
