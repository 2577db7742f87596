import type { ProfileName } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { CircuitSettings } from "./http/circuit.ts";
import type { ProxySettings } from "./http/dispatcher.ts";
import type { EndpointSettings, EndpointTimeouts } from "./http/endpoint.ts";
import type { RetrySettings } from "./http/retry.ts";
import { type Preset, type PresetName, presets, type RemoteMode } from "./presets.ts";

export interface RemoteBackendOptions {
  /** Such as `http://localhost:8000/v1`. Default: the preset's. */
  readonly baseUrl?: string;
  /** As the endpoint lists it. Default: the only one it lists. */
  readonly model?: string;
  /** Sent as `Authorization: Bearer …` to the origin of `baseUrl` and nowhere else. */
  readonly apiKey?: string;
  /** Further headers of every request; taken for secret like the key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: found out by the host or the model list, else "openai". */
  readonly preset?: PresetName;
  /** Facts on this endpoint that its preset does not know or has wrong. */
  readonly dialect?: Partial<Preset>;
  /** Default: the preset's. */
  readonly mode?: RemoteMode;
  /** Prompt format in completions mode. Default: by the model's name where it is one of Hermes 4. */
  readonly profile?: ProfileName;
  /** Longest prompt plus answer, in tokens. Default: what the model list says, else unknown (infinite). */
  readonly contextLength?: number;
  /** Milliseconds. Default: 10 s to connect, 10 min to the first token, 2 min from piece to piece. */
  readonly timeouts?: Partial<EndpointTimeouts>;
  /** Default: 2 repetitions, the first after about 0.5 s, none after a wait of more than 30 s. */
  readonly retry?: Partial<RetrySettings>;
  /** Default: 5 failures in a row leave the endpoint alone for 15 s. */
  readonly circuit?: Partial<CircuitSettings>;
  /** Default: none. */
  readonly proxy?: ProxySettings;
  /** [0, 1), for the jitter of waits. Default: Math.random. */
  readonly random?: () => number;
}

const TIMEOUTS: EndpointTimeouts = { connectMs: 10_000, firstTokenMs: 600_000, idleMs: 120_000 };
const RETRY: RetrySettings = { retries: 2, baseDelayMs: 500, longestDelayMs: 30_000 };
const CIRCUIT: CircuitSettings = { failures: 5, openMs: 15_000 };

/** Every setting decided. Throws HermesError "usage"; no message holds a key. */
export function resolveEndpoint(options: RemoteBackendOptions): EndpointSettings {
  checkPreset(options.preset);
  const { apiKey, headers = {}, proxy } = options;
  const settings: EndpointSettings = {
    baseUrl: resolveBaseUrl(options),
    apiKey: apiKey === undefined || apiKey === "" ? null : checkHeader("apiKey", apiKey),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), checkHeader(name, value)]),
    ),
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    retry: { ...RETRY, ...options.retry },
    circuit: { ...CIRCUIT, ...options.circuit },
    proxy,
    random: options.random ?? Math.random,
  };
  checkNumbers("timeouts", settings.timeouts, 1);
  checkNumbers("retry", settings.retry, 0);
  checkNumbers("circuit", settings.circuit, 1);
  for (const name of ["http", "https"] as const) if (proxy?.[name]) parseUrl(`proxy.${name}`, proxy[name]);
  return settings;
}

/** Whether a key would travel in the clear to another machine. */
export function isInTheClear({ baseUrl, apiKey }: EndpointSettings): boolean {
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(baseUrl.hostname);
  return apiKey !== null && baseUrl.protocol === "http:" && !isHere;
}

function checkPreset(preset: string | undefined): void {
  if (preset === undefined || Object.hasOwn(presets, preset)) return;
  const message = `preset is "${preset}"; expected one of ${Object.keys(presets).join(", ")}.`;
  throw new HermesError("usage", message, { argument: "preset" });
}

function resolveBaseUrl({ baseUrl, preset }: RemoteBackendOptions): URL {
  const given = baseUrl ?? (preset === undefined ? null : presets[preset].baseUrl);
  if (given === null) {
    const message = "baseUrl is missing; give the address of the API, such as http://localhost:8000/v1.";
    throw new HermesError("usage", message, { argument: "baseUrl" });
  }
  const url = parseUrl("baseUrl", given);
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    const message = "baseUrl holds a user, a password or a fragment; give the key as apiKey.";
    throw new HermesError("usage", message, { argument: "baseUrl" });
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

/** The text is not quoted where it does not parse: it may hold a password. */
function parseUrl(argument: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new HermesError("usage", `${argument} is no http:// or https:// address.`, { argument });
}

function checkHeader(argument: string, value: string): string {
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  const message = `${argument} has characters that cannot stand in a header; only printable ASCII can.`;
  throw new HermesError("usage", message, { argument });
}

function checkNumbers(argument: string, numbers: object, least: number): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === "number" && Number.isFinite(value) && value >= least) continue;
    const message = `${argument}.${name} is ${value}; expected a number of at least ${least}.`;
    throw new HermesError("usage", message, { argument: `${argument}.${name}` });
  }
}
