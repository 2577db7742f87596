/** For tests: a backend in front of a scripted endpoint, with waits short enough to sit through. */
import { onTestFinished } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import { type HermesError, isHermesError } from "../../../errors.ts";
import type { ChatRequest } from "../../contract.ts";
import { question } from "../../testing/conversations.ts";
import { loadRemoteBackend } from "../load-remote-backend.ts";
import type { RemoteBackendOptions } from "../options.ts";
import type { RemoteBackend } from "../remote-backend.ts";
import { modelList, type Script, ScriptedEndpoint } from "./scripted-endpoint.ts";

export interface StartedBackend {
  readonly backend: RemoteBackend;
  readonly endpoint: ScriptedEndpoint;
}

const KEY = "sk-secret-of-the-test";
const quick: Partial<RemoteBackendOptions> = {
  apiKey: KEY,
  retry: { retries: 2, baseDelayMs: 1, longestDelayMs: 50 },
  random: () => 0.5,
};

/** The script answers the questions; the model list answers itself. All of it ends with the test. */
export async function startBackend(script: Script, options: RemoteBackendOptions = {}): Promise<StartedBackend> {
  const endpoint = await ScriptedEndpoint.start((request) =>
    request.path.endsWith("/models") ? modelList() : script(request),
  );
  onTestFinished(() => endpoint.close());
  const backend = await loadRemoteBackend({ ...quick, baseUrl: endpoint.baseUrl, ...options });
  onTestFinished(() => backend.dispose());
  return { backend, endpoint };
}

export async function collectParts(backend: RemoteBackend, request: Partial<ChatRequest> = {}): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of backend.stream({ ...question, ...request })) parts.push(part);
  return parts;
}

/** The failure of an answer; what was given before it is lost. Fails where there is none, or where it holds the key. */
export async function failureOf(answering: Promise<unknown>): Promise<HermesError<"remote-failed">> {
  const error = await answering.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isHermesError(error, "remote-failed")) throw new Error(`expected remote-failed, got ${error}`);
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    if (`${link.stack} ${JSON.stringify(link)}`.includes(KEY)) throw new Error("the key stands in an error");
  }
  return error;
}

/** The value of a field in the last question. */
export function lastQuestion(endpoint: ScriptedEndpoint): Record<string, unknown> {
  return endpoint.questions.at(-1) ?? {};
}
