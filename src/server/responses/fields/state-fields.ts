import { z } from "zod";
import { inert, refused } from "../../fields/define-field.ts";
import type { Field } from "../../fields/field.ts";

const NOTHING_KEPT = "This server stores nothing: send the whole conversation in input.";
const text = z.string().max(4096);

/** What OpenAI's service keeps from one request to the next, and what it knows about who asks. */
export const stateFields: readonly Field[] = [
  refused("store", "This server stores nothing; nor does it where the field is left out.", z.literal(false)),
  refused("previous_response_id", NOTHING_KEPT),
  refused("conversation", NOTHING_KEPT),
  refused("prompt", "There are no stored prompts: send instructions and input."),
  refused("background", "Read the stream, or wait for the answer.", z.literal(false)),
  refused("context_management", "A conversation is never shortened.", z.array(z.never()).max(0)),
  refused("truncation", "A conversation is never shortened; one that is too long is an error.", z.literal("disabled")),
  refused("moderation", "Answers are not judged."),
  refused("access_programs", "There are none."),
  refused("image", "Hermes 4 reads and writes text."),
  refused(
    "prompt_cache_options",
    "What was computed of a prompt is found by the prompt itself.",
    z.strictObject({ mode: z.literal("implicit").optional() }),
  ),
  inert("metadata", z.record(z.string(), z.string()), "Comes back with the answer."),
  inert("user", text, "Comes back with the answer."),
  inert("safety_identifier", text, "Comes back with the answer."),
  inert("prompt_cache_key", text, "What was computed of a prompt is found by the prompt itself."),
  inert("prompt_cache_retention", z.enum(["in_memory", "24h"]), "Prompts stay computed while there is room."),
  inert("service_tier", z.enum(["auto", "default"]), "There is one."),
];
