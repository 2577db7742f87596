import type { AgentSetup } from "../agent/index.ts";
import type { SamplingOptions } from "../hermes.ts";
import type { ServerLog } from "./log.ts";

/** Limits of one server; each refuses with the status that openai-api clients expect, and says the limit. */
export interface ServerLimits {
  /** Largest body, in bytes. Default 10 MiB. */
  readonly bodyBytes: number;
  /** Most messages of a request. Default 1,024. */
  readonly messages: number;
  /** Most tools of a request. Default 128. */
  readonly tools: number;
  /** Most choices of a request. Default 8. */
  readonly choices: number;
  /** Most tokens of a prompt; null for what the context leaves. Default null. */
  readonly promptTokens: number | null;
  /** Most tokens of an answer; null for what the context leaves. Default null. */
  readonly answerTokens: number | null;
  /** Answers that run at once. Default 64. */
  readonly runningRequests: number;
  /** Answers of one key that run or wait at once. Default 64. */
  readonly requestsPerKey: number;
  /** Answers that wait; further ones get 429. Default 128. */
  readonly queuedRequests: number;
  /** Milliseconds for the headers of a request, and for its body. Defaults 10,000 and 30,000. */
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Longest a whole answer may take; null for no limit. Default null. */
  readonly answerTimeoutMs: number | null;
  /** Longest a client may leave a stream unread before it is cut off. Default 60,000. */
  readonly stalledReaderMs: number;
}

/** How answers look that say nothing themselves. */
export interface ServerDefaults {
  /** Default false: Hermes 4 thinks when asked. */
  readonly thinking: boolean;
  /** Tokens; null for no limit. */
  readonly thinkingBudget: number | null;
  /** Default false. */
  readonly keepCots: boolean;
  /** Under which names reasoning is sent; "tags" leaves it in the content. Default "both". */
  readonly reasoningFields: "both" | "reasoning_content" | "reasoning" | "tags";
  /** Over the model's own generation_config.json. */
  readonly sampling: SamplingOptions;
  /** Milliseconds of silence before a ping. Default 15,000. */
  readonly pingMs: number;
  /** Let unknown fields of a body pass, with a warning header. Default false. */
  readonly passUnknownFields: boolean;
}

/** A key as it is kept: never the key itself. */
export interface StoredKey {
  /** Shown in logs and limits. */
  readonly name: string;
  /** Lower-case hexadecimal SHA-256 of the key. */
  readonly sha256: string;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Empty: nobody needs a key. Refused on other addresses than loopback unless `withoutKeys` says so. */
  readonly keys: readonly StoredKey[];
  readonly withoutKeys: boolean;
  /** Origins of web pages elsewhere that may call. Default none. */
  readonly corsOrigins: readonly string[];
  /** Names in the Host header beside the address itself; needed behind a proxy. Default none. */
  readonly allowedHosts: readonly string[];
  readonly limits: ServerLimits;
  readonly defaults: ServerDefaults;
  /** Serve /metrics. Default false. */
  readonly metrics: boolean;
  /** Folder of the built chat page; null for no page. */
  readonly pageFolder: string | null;
  /** Tools that the server may run for its own users; null for none. */
  readonly agent: AgentSetup | null;
  readonly log: ServerLog;
  /** Further names under which the model is asked for. */
  readonly aliases: readonly string[];
  /** Milliseconds that running answers get to finish when the server stops. Default 10,000. */
  readonly shutdownMs: number;
}
