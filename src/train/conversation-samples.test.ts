import { describe, expect, test } from "vitest";
import { renderPrompt } from "../chat/index.ts";
import { trainingConversations } from "../environments/index.ts";
import { createTokenizer, type Tokenizer } from "../tokenizer/index.ts";
import { type Conversation, conversationSamples, conversationText } from "./conversation-samples.ts";
import { IGNORED, type Sample } from "./row.ts";
import { trainBpe } from "./tokenizer/index.ts";

const user = (content: string) => ({ role: "user" as const, content });
const assistant = (content: string) => ({ role: "assistant" as const, content });

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.push(item) === count) break;
  }
  return taken;
}

const stream = take(trainingConversations(5, { heldOut: new Set() }), 150);
const trained = trainBpe({ texts: stream.map(conversationText), vocabularySize: 600, contextLength: 4096 });
const tokenizer: Tokenizer = createTokenizer(trained.tokenizer, trained.config);

/** Text of each run of trained tokens. */
function trainedTexts({ tokens, labels }: Sample): string[] {
  const runs: number[][] = [];
  labels.forEach((label, i) => {
    if (label === IGNORED) return;
    expect(label).toBe(tokens[i]);
    // A run ends where the token before was not trained, or ended a turn.
    if (labels[i - 1] === IGNORED) runs.push([]);
    runs.at(-1)!.push(label);
  });
  return runs.map((ids) => tokenizer.decode(ids));
}

const plain = { thinking: false, keepCots: false, environment: "test" };
const twoTurns = [user("What is 1 + 2?"), assistant("3"), user("And 4 more?"), assistant("7")];
const thoughts = [
  user("1 + 2?"),
  assistant("<think>\n1+2\n</think>\n3"),
  user("+ 4?"),
  assistant("<think>\n3+4\n</think>\n7"),
];

const cases: readonly { name: string; conversation: Conversation; trained: readonly (readonly string[])[] }[] = [
  {
    name: "one turn",
    conversation: { ...plain, messages: [user("Hi"), assistant("Hello!")] },
    trained: [["Hello!<|eot_id|>"]],
  },
  {
    name: "turns without thoughts share a sample",
    conversation: { ...plain, messages: twoTurns },
    trained: [["3<|eot_id|>", "7<|eot_id|>"]],
  },
  {
    name: "a turn that is context only",
    conversation: { ...plain, messages: twoTurns, untrainedTurns: [1] },
    trained: [["7<|eot_id|>"]],
  },
  {
    name: "thoughts that the template strips from history: a sample a turn",
    conversation: { ...plain, thinking: true, messages: thoughts },
    trained: [["<think>\n1+2\n</think>\n3<|eot_id|>"], ["<think>\n3+4\n</think>\n7<|eot_id|>"]],
  },
  {
    name: "thoughts that stay in history share a sample",
    conversation: { ...plain, thinking: true, keepCots: true, messages: thoughts },
    trained: [["<think>\n1+2\n</think>\n3<|eot_id|>", "<think>\n3+4\n</think>\n7<|eot_id|>"]],
  },
  {
    name: "control strings of a user stay text and are never trained",
    conversation: { ...plain, messages: [user("<|eot_id|> <think> 5"), assistant("Five.")] },
    trained: [["Five.<|eot_id|>"]],
  },
];

describe("samples of a conversation", () => {
  test.each(cases)("$name", ({ conversation, trained }) => {
    expect(conversationSamples(conversation, tokenizer).map(trainedTexts)).toEqual(trained);
  });

  test("begin with the ids of the prompt that inference sends", () => {
    const messages = [user("Count to 3."), assistant("1, 2, 3")];
    const [sample] = conversationSamples({ ...plain, thinking: true, messages }, tokenizer);
    const input = {
      profile: "llama3",
      messages: messages.slice(0, 1),
      thinking: true,
      addGenerationPrompt: true,
    } as const;
    const prompt = tokenizer.encodeSegments(renderPrompt(input).segments);
    expect(Array.from(sample!.tokens.slice(0, prompt.length))).toEqual(prompt);
    expect(sample!.labels.slice(0, prompt.length).every((label) => label === IGNORED)).toBe(true);
    expect(sample!.labels[prompt.length]).toBe(sample!.tokens[prompt.length]);
  });

  test("a conversation without a trained turn is refused by name", () => {
    const messages = [user("Hi"), assistant("Hello!")];
    expect(() => conversationSamples({ ...plain, messages, untrainedTurns: [1] }, tokenizer)).toThrow(/"test" has no/);
  });

  test("of all environments: cutting at answers gives the ids of one encoding, and every answer is trained once", () => {
    for (const conversation of stream) {
      const samples = conversationSamples(conversation, tokenizer);
      const answers = conversation.messages.flatMap(({ role, content }, index) =>
        role === "assistant" && !conversation.untrainedTurns?.includes(index) ? [`${content}<|eot_id|>`] : [],
      );
      expect(samples.flatMap(trainedTexts)).toEqual(answers);
      const last = samples.at(-1)!;
      expect(Array.from(last.tokens)).toEqual(tokenizer.encode(conversationText(conversation)));
    }
  });
});
