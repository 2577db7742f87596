import { z } from "zod";
import { chatFields } from "../fields/chat-fields.ts";
import { honoured, refused } from "../fields/define-field.ts";
import type { BodyTable, Field } from "../fields/field.ts";

const parts = "The events are parts, thoughts apart from text; leave it out.";

/** Fields of a chat completion that mean something else here, or nothing. */
const differing: readonly Field[] = [
  honoured("tools", z.array(z.string()), "Names of the server's tools that the model may use. Default: all of them."),
  refused("tool_choice", "Send tools: [] for an answer without tools.", z.literal("auto")),
  refused("n", "A tool loop has one answer.", z.literal(1)),
  refused("stream", "The answer is always a stream.", z.literal(true)),
  refused("stream_options", "The last part of every answer has its usage.", z.strictObject({})),
  refused("timings_per_token", "The last part of every answer has its timings.", z.literal(false)),
  refused("continue_final_message", "A tool loop begins with a new answer.", z.literal(false)),
  refused("add_generation_prompt", "A tool loop begins with a new answer.", z.literal(true)),
  refused("include_reasoning", parts, z.literal(true)),
  refused("separate_reasoning", parts, z.literal(true)),
  refused("reasoning_format", parts, z.enum(["auto", "deepseek"])),
];

const names = new Set(differing.map(({ name }) => name));

/** The body of POST /v1/agent/chat: that of a chat completion, but for a few fields. */
export const agentFields: BodyTable = {
  name: "agent chat",
  fields: [...chatFields.fields.filter(({ name }) => !names.has(name)), ...differing],
};

/** The body of POST /v1/agent/approvals/:id. */
export const approvalFields: BodyTable = {
  name: "approval",
  fields: [honoured("approved", z.boolean(), "Whether the call may run.", { required: true })],
};
