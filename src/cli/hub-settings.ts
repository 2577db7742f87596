import { type HubSettings, readHubSettings } from "../hub/index.ts";

/** Cache, endpoint and token as the environment of this process names them. */
export function readEnvironmentHubSettings(): HubSettings {
  return readHubSettings(process.env);
}
