import { z } from "zod";
import type { Character, Conversation, MessageNode } from "../model.ts";

/** Files come from anywhere: every field is checked, and none that we do not know is dropped in silence. */

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, "1 to 64 letters, digits and dashes, no dash first");
const time = z.number().nonnegative();
const count = z.number().nonnegative();
const orNull = <Form extends z.ZodType>(form: Form) => z.nullable(form);

export const settingsForm = z.strictObject({
  characterId: orNull(id),
  system: z.string(),
  thinking: z.boolean(),
  keepThoughts: z.boolean(),
  thinkingBudget: orNull(count),
  sampling: z.strictObject({
    temperature: orNull(z.number()),
    topP: orNull(z.number()),
    topK: orNull(z.number()),
    minP: orNull(z.number()),
    repetitionPenalty: orNull(z.number()),
    maxTokens: orNull(z.number()),
    seed: orNull(z.number()),
  }),
  tools: z.boolean(),
  jsonView: z.boolean(),
});

const errorKinds = ["needs-key", "refused", "busy", "loading", "unreachable", "cut", "server", "protocol"] as const;
const outcomes = ["done", "failed", "refused", "expired", "unknown", "invalid", "skipped", "cancelled"] as const;

const callForm = z.strictObject({
  id: z.string(),
  name: z.string(),
  arguments: z.string(),
  source: orNull(z.string()),
  state: z.enum(["pending", "waiting-for-user", "running", "finished"]),
  approvalId: orNull(z.string()),
  result: orNull(z.strictObject({ outcome: z.enum(outcomes), content: z.string(), elapsedMs: count })),
});

const stepForm = z.strictObject({
  reasoning: orNull(
    z.strictObject({ text: z.string(), tokens: count, elapsedMs: count, ended: z.boolean(), closed: z.boolean() }),
  ),
  content: z.string(),
  calls: z.array(callForm),
  invalidCalls: z.array(z.strictObject({ raw: z.string(), reason: z.string() })),
});

const nodeBase = { id, parent: orNull(id), createdAt: time };

export const nodeForm = z.discriminatedUnion("role", [
  z.strictObject({ ...nodeBase, role: z.literal("user"), content: z.string() }),
  z.strictObject({
    ...nodeBase,
    role: z.literal("assistant"),
    steps: z.array(stepForm),
    status: z.enum(["waiting", "running", "done", "stopped", "failed", "interrupted"]),
    finishReason: orNull(z.enum(["stop", "length", "tool-calls", "cancelled", "rounds"])),
    error: orNull(
      z.strictObject({
        kind: z.enum(errorKinds),
        message: z.string(),
        status: orNull(z.number()),
        retryable: z.boolean(),
      }),
    ),
    usage: orNull(
      z.strictObject({ promptTokens: count, completionTokens: count, reasoningTokens: count, cachedTokens: count }),
    ),
    timings: orNull(z.strictObject({ firstPieceMs: orNull(count), totalMs: count, tokensPerSecond: orNull(count) })),
    model: orNull(z.string()),
    settings: settingsForm,
    edited: z.boolean(),
  }),
]) satisfies z.ZodType<MessageNode>;

export const conversationForm = z
  .strictObject({
    id,
    title: z.string(),
    titleByUser: z.boolean(),
    createdAt: time,
    changedAt: time,
    nodes: z.record(id, nodeForm),
    leaf: orNull(id),
    removed: z.array(id),
    settings: settingsForm,
  })
  .superRefine((conversation, context) => {
    const message = describeBrokenTree(conversation);
    if (message !== null) context.addIssue({ code: "custom", message });
  }) satisfies z.ZodType<Conversation>;

export const characterForm = z.strictObject({
  id,
  name: z.string(),
  system: z.string(),
  example: orNull(z.string()),
  thinking: z.boolean(),
  builtIn: z.literal(false),
  changedAt: time,
}) satisfies z.ZodType<Character>;

/** What makes the messages no tree; null when they are one. */
function describeBrokenTree({ nodes, leaf }: Pick<Conversation, "nodes" | "leaf">): string | null {
  const known = (node: string) => Object.hasOwn(nodes, node);
  for (const [key, { id: own, parent }] of Object.entries(nodes)) {
    if (key !== own) return `message "${own}" stands under "${key}"`;
    if (parent !== null && !known(parent)) return `message "${key}" follows "${parent}", which does not exist`;
  }
  // Each message is walked over once: those behind it are known to end.
  const ends = new Set<string>();
  for (const key of Object.keys(nodes)) {
    const walked = new Set<string>();
    for (let at: string | null = key; at !== null && !ends.has(at); at = nodes[at]!.parent) {
      if (walked.has(at)) return `message "${at}" follows itself`;
      walked.add(at);
    }
    for (const node of walked) ends.add(node);
  }
  if (leaf === null) return Object.keys(nodes).length === 0 ? null : "it has messages, but `leaf` shows none of them";
  return known(leaf) ? null : `\`leaf\` is "${leaf}", which does not exist`;
}
