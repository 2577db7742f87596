/** Trains nano's tokenizer on its own training stream: node tools/nano-tokenizer.ts [--out DIR] [--vocabulary N] [--seed N] */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderPrompt } from "../src/chat/index.ts";
import { type TrainingConversation, trainingConversations } from "../src/environments/index.ts";
import { nanoPhrases } from "../src/train/nano/tokenizer-phrases.ts";
import { trainBpe } from "../src/train/tokenizer/index.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "models/nano" },
    vocabulary: { type: "string", default: "1536" },
    seed: { type: "string", default: "1" },
    conversations: { type: "string", default: "30000" },
  },
});

function* renderedTexts(seed: number, count: number): Generator<string> {
  let left = count;
  for (const conversation of trainingConversations(seed)) {
    if (left-- === 0) return;
    yield renderConversation(conversation);
  }
}

/** With all thoughts, whether a later prompt would keep them or not. */
function renderConversation({ messages, tools, thinking }: TrainingConversation): string {
  return renderPrompt({ profile: "llama3", messages, thinking, keepCots: true, ...(tools ? { tools } : {}) }).text;
}

const { tokenizer, config, report } = trainBpe({
  texts: renderedTexts(Number(values.seed), Number(values.conversations)),
  vocabularySize: Number(values.vocabulary),
  phrases: nanoPhrases,
  contextLength: 4096,
});
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, "tokenizer.json"), `${JSON.stringify(tokenizer, null, 1)}\n`);
writeFileSync(join(values.out, "tokenizer_config.json"), `${JSON.stringify(config, null, 2)}\n`);
console.log(JSON.stringify(report));
