import fc from "fast-check";
import { defaultSettings, modelSampling } from "../defaults.ts";
import type {
  AnswerStep,
  AssistantNode,
  Conversation,
  ConversationSettings,
  MessageNode,
  ToolCallRecord,
} from "../model.ts";

/** Texts that look like what files are made of, and any other. */
export const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "<!-- hermes4:message {} -->",
        "\\<!-- hermes4:text {} -->",
        "<!--",
        "-->",
        "--",
        "\n",
        "\r\n",
        "\n\n",
        "## You",
        "# ",
        "```json",
        "````",
        "</details>",
        "<details>\n<summary>x</summary>\n\n",
        "**System prompt**",
        " ",
        "\u2028",
        "word",
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join("")),
);

const number = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0);
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });

export const settings: fc.Arbitrary<ConversationSettings> = fc.oneof(
  fc.constant(defaultSettings),
  fc.record({
    characterId: orNull(fc.constantFrom("c1", "built-in-card")),
    system: text,
    thinking: fc.boolean(),
    keepThoughts: fc.boolean(),
    thinkingBudget: orNull(fc.nat()),
    sampling: fc.record({ temperature: orNull(number), seed: orNull(fc.nat()) }).map((some) => ({
      ...modelSampling,
      ...some,
    })),
    tools: fc.boolean(),
    jsonView: fc.boolean(),
  }),
);

const call: fc.Arbitrary<ToolCallRecord> = fc.record({
  id: text,
  name: text,
  arguments: text,
  source: orNull(text),
  state: fc.constant("finished" as const),
  approvalId: fc.constant(null),
  result: fc.record({ outcome: fc.constantFrom("done", "failed"), content: text, elapsedMs: number }),
});

const step: fc.Arbitrary<AnswerStep> = fc.record({
  reasoning: orNull(
    fc.record({
      text,
      tokens: fc.nat(),
      elapsedMs: number,
      ended: fc.constant(true),
      closed: fc.boolean(),
    }),
  ),
  content: text,
  calls: fc.array(call, { maxLength: 2 }),
  invalidCalls: fc.array(fc.record({ raw: text, reason: text }), { maxLength: 1 }),
});

/** An answer without its place. */
const answer: fc.Arbitrary<Omit<AssistantNode, "id" | "parent" | "createdAt">> = fc.record({
  role: fc.constant("assistant" as const),
  steps: fc.array(step, { maxLength: 2 }),
  status: fc.constantFrom("done", "stopped", "failed", "interrupted"),
  finishReason: orNull(fc.constantFrom("stop", "length", "rounds")),
  error: orNull(
    fc.record({ kind: fc.constant("cut" as const), message: text, status: orNull(fc.nat()), retryable: fc.boolean() }),
  ),
  usage: orNull(
    fc.record({ promptTokens: number, completionTokens: number, reasoningTokens: number, cachedTokens: number }),
  ),
  timings: orNull(fc.record({ firstPieceMs: orNull(number), totalMs: number, tokensPerSecond: orNull(number) })),
  model: orNull(text),
  settings,
  edited: fc.boolean(),
});

const message = fc.oneof(fc.record({ role: fc.constant("user" as const), content: text }), answer);

/** Any tree of messages; `prefix` begins the ids. */
export function conversation(id = "conversation-1", prefix = "n"): fc.Arbitrary<Conversation> {
  const grown = fc.array(fc.record({ message, parent: fc.nat(), createdAt: fc.nat({ max: 5 }) }), { maxLength: 8 });
  return fc
    .record({ grown, settings, title: text, titleByUser: fc.boolean(), createdAt: fc.nat(), leaf: fc.nat() })
    .map(({ grown: drafts, leaf, ...rest }) => {
      const nodes: MessageNode[] = [];
      for (const { message: content, parent, createdAt } of drafts) {
        // 0 is a first message.
        const above = nodes[(parent % (nodes.length + 1)) - 1]?.id ?? null;
        nodes.push({ ...content, id: `${prefix}${nodes.length}`, parent: above, createdAt } as MessageNode);
      }
      const shown = nodes.length === 0 ? null : nodes[leaf % nodes.length]!.id;
      const tree = Object.fromEntries(nodes.map((node) => [node.id, node]));
      return { ...rest, id, changedAt: rest.createdAt, nodes: tree, leaf: shown, removed: [] };
    });
}
