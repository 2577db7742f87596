import { z } from "zod";
import { badRequest } from "../../api-error.ts";
import { checkShape } from "./check-shape.ts";
import type { ItemMeaning } from "./item-meaning.ts";
import { content, readText } from "./read-text.ts";

/** What our own items carry beside their meaning; clients send them back as they got them. */
const echoed = { id: z.string().nullish(), status: z.string().nullish() };
const name = z.string().min(1, "is empty");
const callId = z.string().min(1, "is empty");

/** One kind of item: its form and what it says. */
interface ItemKind {
  read(item: unknown, at: string): ItemMeaning;
}

function kind<Schema extends z.ZodType>(
  schema: Schema,
  meaning: (item: z.infer<Schema>, at: string) => ItemMeaning,
): ItemKind {
  return { read: (item, at) => meaning(checkShape(schema, item, at), at) };
}

const message = kind(
  z.strictObject({
    ...echoed,
    type: z.literal("message").optional(),
    role: z.enum(["system", "developer", "user", "assistant"]),
    content,
    phase: z.string().nullish(),
  }),
  ({ role, content }, at) => {
    const text = readText(content, `${at}.content`);
    return role === "assistant" ? { kind: "answer", text } : { kind: "message", role, text };
  },
);

const reasoning = kind(
  z.strictObject({
    ...echoed,
    type: z.literal("reasoning"),
    summary: z.array(z.strictObject({ type: z.literal("summary_text"), text: z.string() })).nullish(),
    content: z.array(z.strictObject({ type: z.literal("reasoning_text"), text: z.string() })).nullish(),
    encrypted_content: z.null("holds a thought that only its writer can read; send content").optional(),
  }),
  ({ content, summary }) => {
    // Where the thought itself is missing, its summary is all that is known of it.
    const pieces = (content ?? []).length > 0 ? content : summary;
    return { kind: "thought", text: (pieces ?? []).map(({ text }) => text).join("\n") };
  },
);

const functionCall = kind(
  z.strictObject({
    ...echoed,
    type: z.literal("function_call"),
    call_id: callId,
    name,
    arguments: z.string(),
    parsed_arguments: z.unknown().optional(),
    caller: z.strictObject({ type: z.literal("direct") }).nullish(),
    async: z.literal(false).optional(),
  }),
  ({ call_id: callId, name, arguments: json }) => ({ kind: "call", callId, name, arguments: json }),
);

const functionCallOutput = kind(
  z.strictObject({
    ...echoed,
    type: z.literal("function_call_output"),
    call_id: callId,
    output: content,
    name: z.string().nullish(),
    caller: z.strictObject({ type: z.literal("direct") }).nullish(),
  }),
  ({ call_id: callId, output }, at) => ({ kind: "result", callId, text: readText(output, `${at}.output`) }),
);

/** A case table: the items that are read. */
const kinds: Readonly<Record<string, ItemKind>> = {
  message,
  reasoning,
  function_call: functionCall,
  function_call_output: functionCallOutput,
};

/** Reads one item. Throws ApiError 400 naming the place. */
export function readItem(item: unknown, at: string): ItemMeaning {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    throw badRequest(`${at} is not an item, an object with a type.`, at);
  }
  const { type = "message" } = item as { type?: unknown };
  if (type === "item_reference") {
    const why = "refers to an item that was stored; this server stores nothing. Send the item itself";
    throw badRequest(`${at} ${why}.`, `${at}.type`);
  }
  const known = typeof type === "string" && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (known !== undefined) return known.read(item, at);
  const message = `${at} has type ${JSON.stringify(type)}; items are of type ${Object.keys(kinds).join(", ")}.`;
  throw badRequest(message, `${at}.type`);
}
