import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { HermesError } from "../errors.ts";

/** Where models come from and where they are kept. */
export interface HubSettings {
  /** Address of the hub without a slash at the end. */
  readonly endpoint: string;
  /** Folder that holds `models--ORG--NAME`, shared with Hugging Face's own tools. */
  readonly cacheFolder: string;
  /** Sent to the endpoint's origin and nowhere else. */
  readonly token?: string;
  /** Nothing may be fetched. */
  readonly offline: boolean;
  /** Longest silence of a server, in milliseconds. */
  readonly timeoutMs: number;
}

/** What Hugging Face's tools read from the environment, by name. */
export type HubEnvironment = Readonly<Record<string, string | undefined>>;

/** Three times what Hugging Face's tools allow: a storage server that was asleep takes its time. */
const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_ENDPOINT = "https://huggingface.co";

/**
 * The settings of an environment, with the names, order and defaults of Hugging Face's own tools: HF_ENDPOINT, HF_HUB_CACHE,
 * HF_HOME, XDG_CACHE_HOME, HF_TOKEN, HF_TOKEN_PATH and its file, HF_HUB_OFFLINE, HF_HUB_DOWNLOAD_TIMEOUT. Without an environment, their defaults.
 * Throws HermesError "usage" for an endpoint that is no http(s) address and for a timeout that is no number of seconds.
 */
export function readHubSettings(environment: HubEnvironment = {}, homeFolder: string = homedir()): HubSettings {
  const given = (name: string) => environment[name]?.trim() || undefined;
  const folder = (name: string) => expandHome(given(name), homeFolder);
  const userCache = folder("XDG_CACHE_HOME") ?? join(homeFolder, ".cache");
  const home = folder("HF_HOME") ?? join(userCache, "huggingface");
  const token =
    given("HF_TOKEN") ??
    given("HUGGING_FACE_HUB_TOKEN") ??
    readTokenFile(folder("HF_TOKEN_PATH") ?? join(home, "token"));
  return {
    endpoint: parseEndpoint(given("HF_ENDPOINT") ?? DEFAULT_ENDPOINT),
    cacheFolder: resolve(folder("HF_HUB_CACHE") ?? folder("HUGGINGFACE_HUB_CACHE") ?? join(home, "hub")),
    ...(token === undefined ? {} : { token }),
    timeoutMs: parseSeconds("HF_HUB_DOWNLOAD_TIMEOUT", given("HF_HUB_DOWNLOAD_TIMEOUT")) * 1000,
    offline: /^(1|on|yes|true)$/i.test(given("HF_HUB_OFFLINE") ?? ""),
  };
}

function expandHome(path: string | undefined, homeFolder: string): string | undefined {
  return path?.replace(/^~(?=$|[\\/])/, () => homeFolder);
}

/** The file that `hf auth login` writes; null-like when there is none. */
function readTokenFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

function parseSeconds(name: string, text: string = String(DEFAULT_TIMEOUT_SECONDS)): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds < 1e6) return seconds;
  throw new HermesError(
    "usage",
    `${name} is "${text}", expected a number of seconds: correct the variable or unset it`,
    {
      argument: name,
    },
  );
}

function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new HermesError(
      "usage",
      `HF_ENDPOINT is "${text.replace(/\/\/.*@/, "//…@")}", expected an address such as ${DEFAULT_ENDPOINT}: correct the variable or unset it`,
      { argument: "HF_ENDPOINT" },
    );
  }
  return url.href.replace(/\/+$/, "");
}
