import { z } from "zod";
import { badRequest } from "../../api-error.ts";
import { checkShape } from "./check-shape.ts";

/** Content of a message or a tool's output: a string, or parts. */
export const content = z.union([z.string(), z.array(z.unknown())]);

const text = z.string();
/** What answers hold beside their text, and clients send back. */
const echoed = z.unknown().optional();

/** A case table: the parts that are text, and where it stands. */
const textParts: Readonly<Record<string, { readonly schema: z.ZodType; readonly field: string }>> = {
  input_text: { schema: z.strictObject({ type: text, text, prompt_cache_breakpoint: echoed }), field: "text" },
  output_text: {
    schema: z.strictObject({ type: text, text, annotations: echoed, logprobs: echoed, parsed: echoed }),
    field: "text",
  },
  refusal: { schema: z.strictObject({ type: text, refusal: text, parsed: echoed }), field: "refusal" },
};

const PICTURES = ["input_image", "input_file", "input_audio", "computer_screenshot"];

/** The text of a content, its parts joined. Throws ApiError 400 naming the part. */
export function readText(value: z.infer<typeof content>, at: string): string {
  if (typeof value === "string") return value;
  return value.map((part, index) => readPart(part, `${at}[${index}]`)).join("");
}

function readPart(part: unknown, at: string): string {
  const type = typeof part === "object" && part !== null ? (part as { type?: unknown }).type : undefined;
  if (typeof type !== "string") throw badRequest(`${at} is not a content part with a type.`, at);
  if (PICTURES.includes(type)) {
    throw badRequest(`${at} has type "${type}"; this model reads text only, as input_text.`, `${at}.type`);
  }
  const known = Object.hasOwn(textParts, type) ? textParts[type] : undefined;
  if (known === undefined) {
    const types = Object.keys(textParts).join(", ");
    throw badRequest(`${at} has type "${type}"; parts are of type ${types}.`, `${at}.type`);
  }
  const checked = checkShape(known.schema, part, at) as Readonly<Record<string, string>>;
  return checked[known.field]!;
}
