declare const model: { default: 'gpt-4o' };
export const MODEL = "gpt-4o";
