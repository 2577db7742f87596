import {
  events,
  modelList,
  ScriptedEndpoint,
  type ScriptedReply,
} from "../../../src/backends/remote/testing/scripted-endpoint.ts";
import { Hermes } from "../../../src/hermes.ts";

/** Characters of an event. Odd, so that marks are cut in two. */
const pieceLength = 7;

/** An endpoint whose model says what it is told, thoughts included, so that any answer can be put on the page. */
export async function startEchoModel(): Promise<{
  readonly load: () => Promise<Hermes>;
  readonly close: () => Promise<void>;
}> {
  const endpoint = await ScriptedEndpoint.start(({ method, body }) =>
    method === "GET" ? modelList("echo") : echo(body!),
  );
  return {
    load: () => Hermes.load({ model: endpoint.baseUrl }),
    close: () => endpoint.close(),
  };
}

function echo(body: Readonly<Record<string, unknown>>): ScriptedReply {
  const messages = body.messages as readonly { readonly role: string; readonly content: string }[];
  const text = messages.findLast(({ role }) => role === "user")!.content;
  const chunk = (delta: object, finish: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const pieces = text.match(new RegExp(`[^]{1,${pieceLength}}`, "gu")) ?? [];
  const usage = { prompt_tokens: 10, completion_tokens: pieces.length, total_tokens: 10 + pieces.length };
  return {
    pieces: events(
      chunk({ role: "assistant", content: "" }),
      ...pieces.map((content) => chunk({ content })),
      chunk({}, "stop"),
      { choices: [], usage },
      "[DONE]",
    ),
  };
}
