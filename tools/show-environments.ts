/**
 * Prints training conversations to read, or the size of each task:
 * node tools/show-environments.ts [--only arithmetic,memory] [--count N] [--seed N] [--sizes] [--model DIR]
 */
import { parseArgs } from "node:util";
import { renderPrompt } from "../src/chat/index.ts";
import { type TrainingConversation, trainingConversations } from "../src/environments/index.ts";
import { loadTokenizer } from "../src/tokenizer/index.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    count: { type: "string" },
    seed: { type: "string", default: "1" },
    sizes: { type: "boolean", default: false },
    model: { type: "string", default: "models/nano" },
  },
});

function show(conversation: TrainingConversation, number: number): void {
  const { environment, thinking, keepCots, untrainedTurns, tools, messages } = conversation;
  console.log(`\n#${number} ${environment}${thinking ? ", thinking" : ""}${keepCots ? ", thoughts kept" : ""}`);
  for (const tool of tools ?? []) console.log(`[offered] ${JSON.stringify(tool.function)}`);
  messages.forEach(({ role, content }, i) => {
    console.log(`[${role}${untrainedTurns?.includes(i) ? ", not trained" : ""}] ${content}`);
  });
}

/** Tokens and characters of whole conversations, thoughts kept, by environment and mode. */
async function showSizes(mixture: Iterable<TrainingConversation>, count: number): Promise<void> {
  const tokenizer = await loadTokenizer(values.model);
  const rows = new Map<string, { conversations: number; characters: number; tokens: number }>();
  let left = count;
  for (const { environment, thinking, messages, tools } of mixture) {
    if (left-- === 0) break;
    const { text, segments } = renderPrompt({
      profile: "llama3",
      messages,
      thinking,
      keepCots: true,
      ...(tools ? { tools } : {}),
    });
    const name = `${environment}, ${thinking ? "reasoning" : "plain"}`;
    const row = rows.get(name) ?? { conversations: 0, characters: 0, tokens: 0 };
    rows.set(name, row);
    row.conversations++;
    row.characters += text.length;
    row.tokens += tokenizer.encodeSegments(segments).length;
  }
  const all = [...rows.values()].reduce((sum, { tokens }) => sum + tokens, 0);
  console.log("environment, mode | conversations | characters each | tokens each | share of tokens");
  for (const [name, { conversations, characters, tokens }] of [...rows].sort(([left], [right]) =>
    left < right ? -1 : 1,
  )) {
    const each = (total: number) => (total / conversations).toFixed(0);
    console.log(
      `${name} | ${conversations} | ${each(characters)} | ${each(tokens)} | ${((100 * tokens) / all).toFixed(1)} %`,
    );
  }
  console.log(`${(all / count).toFixed(0)} tokens a conversation`);
}

const mixture = trainingConversations(Number(values.seed), values.only ? { only: values.only.split(",") } : {});
if (values.sizes) await showSizes(mixture, Number(values.count ?? 5000));
else {
  let number = 0;
  for (const conversation of mixture) {
    if (++number > Number(values.count ?? 20)) break;
    show(conversation, number);
  }
}
