import { renderJson } from "../json/python-json.ts";
import { fieldOf, promptInvalid } from "./message-fields.ts";

/** Content of any message: a string, nothing, or a list of text parts, which are joined. Throws `prompt-invalid`. */
export function readText(content: unknown, field: string): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map((part, index) => readTextPart(part, `${field}[${index}]`)).join("");
  throw promptInvalid(field, "is neither a string, null nor a list of text parts");
}

/** As readText; any other value of a tool result becomes its JSON text. */
export function readToolContent(content: unknown, field: string): string {
  const isText = content === undefined || content === null || typeof content === "string" || Array.isArray(content);
  return isText ? readText(content, field) : renderJson(content, field);
}

function readTextPart(part: unknown, field: string): string {
  const type = fieldOf(part, "type");
  const text = fieldOf(part, "text");
  if (type === "text" && typeof text === "string") return text;
  const got = typeof type === "string" && type !== "text" ? `has type "${type}"` : "is no text part";
  throw promptInvalid(field, `${got}; this model reads text only, as { type: "text", text: string }`);
}
