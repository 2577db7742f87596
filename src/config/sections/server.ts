import { filePath, orNull, text, texts, truth, whole } from "../kinds.ts";
import { setting } from "../setting.ts";
import { limitSettings } from "./limits.ts";

export const serverSettings = {
  /** Address to listen on; others than loopback need keys. */
  host: setting(text, "127.0.0.1", "host"),
  /** 0 takes a free one. */
  port: setting(whole(0, 65_535), 8000, "port"),
  /** File with the hashes of the keys that clients must show; `hermes key new` writes it. */
  apiKeyFile: setting(orNull(filePath), null, "apiKeyFile"),
  /** False: nobody needs a key, even on other addresses than loopback. */
  auth: setting(truth, true, "auth"),
  /** Origins of web pages elsewhere that may call, such as "https://app.example". */
  cors: setting(texts, [], "cors"),
  /** Names in the Host header beside the address itself; needed behind a proxy. */
  allowedHosts: setting(texts, [], "allowedHost"),
  /** Further names under which clients may ask for the model. */
  aliases: setting(texts, [], "alias"),
  /** Serve Prometheus figures at /metrics. */
  metrics: setting(truth, false, "metrics"),
  /** Serve the chat page at /. */
  page: setting(truth, true, "page"),
  /** Milliseconds that running answers get to finish when the server stops. */
  shutdownMs: setting(whole(0, 2 ** 31 - 1), 10_000, "shutdownMs"),
  limits: limitSettings,
};
