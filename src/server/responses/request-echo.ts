import type { RawJson } from "../../chat/index.ts";
import { echoTools, plainValue } from "./flat-tools.ts";
import type { RequestEcho } from "./wire.ts";

type Body = Readonly<Record<string, unknown>>;

/** What the answer to a body is made with where the body does not say so. */
export interface EchoFacts {
  readonly model: string;
  /** Null where the endpoint behind decides. */
  readonly temperature: number | null;
  readonly topP: number | null;
}

/** What a response says of its request: OpenAI's clients expect all of it. */
export function createEcho(body: Body, { model, temperature, topP }: EchoFacts): RequestEcho {
  const given = <Value>(name: string, otherwise: Value): Value => (body[name] as Value | undefined) ?? otherwise;
  const { effort = null } = given<{ effort?: string | null }>("reasoning", {});
  return {
    model,
    instructions: given("instructions", null),
    max_output_tokens: given("max_output_tokens", null),
    max_tool_calls: given("max_tool_calls", null),
    metadata: given("metadata", {}),
    parallel_tool_calls: given("parallel_tool_calls", true),
    prompt_cache_key: given("prompt_cache_key", null),
    reasoning: { effort: effort ?? given("reasoning_effort", null), summary: null },
    safety_identifier: given("safety_identifier", null),
    temperature: given("temperature", temperature),
    text: { format: echoFormat(given<{ format?: RawJson | null }>("text", {})) },
    tool_choice: given("tool_choice", "auto"),
    tools: echoTools(given<readonly Readonly<Record<string, RawJson>>[]>("tools", [])),
    top_logprobs: given("top_logprobs", 0),
    top_p: given("top_p", topP),
    user: given("user", null),
  };
}

/** Its name, schema and options as they were sent. */
function echoFormat({ format }: { readonly format?: RawJson | null }): unknown {
  return plainValue(format ?? { type: "text" });
}
