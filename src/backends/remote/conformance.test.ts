import type { ChatBackend } from "../contract.ts";
import { describeCompleting } from "../testing/completion.suite.ts";
import { describeConformance } from "../testing/conformance.suite.ts";
import { describeThoughtControl } from "../testing/thought-control.suite.ts";
import { loadRemoteBackend } from "./load-remote-backend.ts";
import type { RemoteBackendOptions } from "./options.ts";
import { type RecitingOptions, startRecitingEndpoint } from "./testing/reciting-endpoint.ts";

/** A backend that disposes its endpoint with itself. */
async function createReciter(
  text: string,
  options: RemoteBackendOptions,
  dialect: RecitingOptions = {},
): Promise<ChatBackend> {
  const endpoint = await startRecitingEndpoint(text, dialect);
  const backend = await loadRemoteBackend({ baseUrl: endpoint.baseUrl, ...options });
  let closing: Promise<void> | null = null;
  return {
    modelId: backend.modelId,
    contextLength: backend.contextLength,
    tokens: backend.tokens,
    facts: backend.facts,
    complete: (request, streamOptions) => backend.complete(request, streamOptions),
    stream: (request, streamOptions) => backend.stream(request, streamOptions),
    dispose: () => {
      closing ??= backend.dispose().then(() => endpoint.close());
      return closing;
    },
  };
}

describeConformance("completions mode", (text) => createReciter(text, { mode: "completions" }));

describeCompleting("completions mode", (text) => createReciter(text, { mode: "completions" }));
describeThoughtControl("completions mode", (text) => createReciter(text, { mode: "completions" }));

describeConformance("chat mode, tags left in the text", (text) =>
  createReciter(text, { mode: "chat" }, { chat: "tags" }),
);

for (const reasoningField of ["reasoning", "reasoning_content"] as const) {
  describeConformance(
    `chat mode, taken apart into ${reasoningField} and tool calls`,
    (text) => createReciter(text, { mode: "chat" }, { chat: "apart", reasoningField }),
    { textTakenApart: true },
  );
}
