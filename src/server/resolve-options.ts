import { statSync } from "node:fs";
import { HermesError } from "../errors.ts";
import type { ServerDefaults, ServerLimits, ServerOptions } from "./options.ts";
import { isLoopback } from "./security/address.ts";

/** What may be given of ServerOptions; the rest takes its default. */
export interface GivenServerOptions extends Partial<Omit<ServerOptions, "limits" | "defaults">> {
  readonly limits?: Partial<ServerLimits>;
  readonly defaults?: Partial<ServerDefaults>;
}

const defaultLimits: ServerLimits = {
  bodyBytes: 10 * 1024 * 1024,
  messages: 1024,
  tools: 128,
  choices: 8,
  promptTokens: null,
  answerTokens: null,
  runningRequests: 64,
  requestsPerKey: 64,
  queuedRequests: 128,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  answerTimeoutMs: null,
  stalledReaderMs: 60_000,
};

const defaultDefaults: ServerDefaults = {
  thinking: false,
  thinkingBudget: null,
  keepCots: false,
  reasoningFields: "both",
  sampling: {},
  pingMs: 15_000,
  passUnknownFields: false,
};

const silent = { info() {}, warn() {}, error() {} };

export const defaultServerOptions: ServerOptions = {
  host: "127.0.0.1",
  port: 8000,
  keys: [],
  withoutKeys: false,
  corsOrigins: [],
  allowedHosts: [],
  limits: defaultLimits,
  defaults: defaultDefaults,
  metrics: false,
  pageFolder: null,
  agent: null,
  log: silent,
  aliases: [],
  shutdownMs: 10_000,
};

/** The longest time that Node's timers count. */
const LONGEST_MS = 2 ** 31 - 1;
const mayBeZero: ReadonlySet<string> = new Set(["queuedRequests"]);
const mayBeNull: ReadonlySet<string> = new Set(["promptTokens", "answerTokens", "answerTimeoutMs"]);

/** Fills in the defaults and checks what was given. Throws HermesError "usage" naming the option. */
export function resolveServerOptions(given: GivenServerOptions = {}): ServerOptions {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(defaultServerOptions, name)) throw refuse(name, "there is no such option");
  }
  const options: ServerOptions = {
    ...defaultServerOptions,
    ...given,
    limits: fill("limits", defaultLimits, given.limits),
    defaults: fill("defaults", defaultDefaults, given.defaults),
  };
  checkAddress(options);
  checkLimits(options.limits);
  checkTimes(options);
  for (const origin of options.corsOrigins) checkOrigin(origin);
  for (const { name, sha256 } of options.keys) {
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw refuse("keys", `the hash of ${name} is no SHA-256 in lower-case hexadecimal`);
  }
  if (new Set(options.keys.map(({ name }) => name)).size < options.keys.length) {
    throw refuse("keys", "two keys have the same name");
  }
  const page = options.pageFolder;
  if (page !== null && !statSync(page, { throwIfNoEntry: false })?.isDirectory()) {
    throw refuse("pageFolder", `${page} is no folder`);
  }
  return options;
}

function fill<Values extends object>(section: string, values: Values, given: Partial<Values> = {}): Values {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(values, name)) throw refuse(`${section}.${name}`, "there is no such option");
  }
  return { ...values, ...given };
}

function checkAddress({ host, port, keys, withoutKeys }: ServerOptions): void {
  if (host === "") throw refuse("host", "expected an address to listen on");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw refuse("port", "expected a whole number from 0 to 65535");
  if (withoutKeys && keys.length > 0) throw refuse("withoutKeys", "there are keys; leave out one of the two");
  if (isLoopback(host) || keys.length > 0 || withoutKeys) return;
  throw refuse("keys", `other computers reach ${host}, so the server needs keys, or to be told to run without`);
}

function checkLimits(limits: ServerLimits): void {
  for (const [name, value] of Object.entries(limits) as [string, number | null][]) {
    if (value === null && mayBeNull.has(name)) continue;
    checkCount(
      `limits.${name}`,
      value,
      mayBeZero.has(name) ? 0 : 1,
      name.endsWith("Ms") ? LONGEST_MS : Number.MAX_SAFE_INTEGER,
    );
  }
}

function checkTimes({ defaults, shutdownMs }: ServerOptions): void {
  checkCount("defaults.pingMs", defaults.pingMs, 1, LONGEST_MS);
  checkCount("shutdownMs", shutdownMs, 0, LONGEST_MS);
  if (defaults.thinkingBudget !== null) checkCount("defaults.thinkingBudget", defaults.thinkingBudget, 0);
}

function checkCount(name: string, value: number | null, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value! >= least && value! <= most) return;
  throw refuse(name, `expected a whole number from ${least} to ${most}, got ${value}`);
}

function checkOrigin(origin: string): void {
  const { protocol, origin: parsed } = URL.canParse(origin) ? new URL(origin) : { protocol: "", origin: "" };
  if (parsed === origin && /^https?:$/.test(protocol)) return;
  throw refuse("corsOrigins", `expected origins such as https://app.example, got ${JSON.stringify(origin)}`);
}

function refuse(argument: string, reason: string): HermesError {
  return new HermesError("usage", `${argument}: ${reason}.`, { argument });
}
