import { showSchema } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import {
  isStandardSchema,
  jsonSchemaOf,
  type StandardOutput,
  type StandardSchema,
  schemaText,
} from "../grammar/index.ts";
import type { ChatAnswer } from "./collect-answer.ts";
import type { ChatRequest } from "./contract.ts";

/** A question whose answer is a value: what binds the answer is the schema, so nothing else does. */
export type ObjectRequest = Omit<
  ChatRequest,
  "constraint" | "tools" | "toolChoice" | "parallelToolCalls" | "stop" | "continueFinalMessage"
> & {
  /** Show the schema to the model, at the end of the system message. Default true: a model that does not know it is led against its will. */
  readonly schemaInPrompt?: boolean;
};

/** A value of a schema; of unknown type where the schema is a plain JSON Schema. */
export interface ObjectAnswer<Schema> {
  readonly value: Schema extends StandardSchema ? StandardOutput<Schema> : unknown;
  readonly answer: ChatAnswer;
}

type Chat = (request: ChatRequest) => Promise<ChatAnswer>;

/**
 * Asks for a value of a schema. Rejects with HermesError "object-invalid" where the answer was cut, or the schema's own library refuses the
 * value, and with what `chat` rejects with.
 */
export async function answerObject<Schema>(
  chat: Chat,
  { schemaInPrompt = true, ...request }: ObjectRequest,
  given: Schema,
): Promise<ObjectAnswer<Schema>> {
  const schema = jsonSchemaOf(given);
  const answer = await chat({
    ...request,
    messages: schemaInPrompt ? showSchema(request.messages, schemaText(schema)) : request.messages,
    constraint: { type: "json-schema", schema },
  });
  const { finishReason: reason, content } = answer;
  if (reason !== "stop") {
    const way = reason === "length" ? "Raise maxTokens, or say finishWithinBudget" : "Ask again";
    throw invalid(`The answer ended before its value did (${reason}). ${way}.`, answer);
  }
  const value: unknown = JSON.parse(content ?? "");
  return { value: (await validated(given, value, answer)) as ObjectAnswer<Schema>["value"], answer };
}

/** What the library behind a standard schema makes of a value: it may ask more than JSON Schema can say, and turn texts into dates. */
async function validated(schema: unknown, value: unknown, answer: ChatAnswer): Promise<unknown> {
  const validate = isStandardSchema(schema) ? schema["~standard"].validate : undefined;
  if (validate === undefined) return value;
  const result = await validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message }) => message).join("; ");
  throw invalid(`The schema's own checks refuse the value: ${issues}. Ask again.`, answer);
}

function invalid(message: string, { finishReason: reason, content }: ChatAnswer): HermesError<"object-invalid"> {
  return new HermesError("object-invalid", message, { reason, text: content ?? "" });
}
