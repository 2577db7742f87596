import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Hermes } from "../../hermes.ts";
import { createApp } from "../app/create-app.ts";
import { createListener, listen } from "../app/listener.ts";
import { ServerCore } from "../app/server-core.ts";
import type { Route } from "../contract.ts";
import { type GivenServerOptions, resolveServerOptions } from "../resolve-options.ts";

export interface ServedRoutes {
  readonly core: ServerCore;
  readonly port: number;
  readonly url: string;
}

/** Serves routes of a test over a real socket until the test ends. No route may ask the model anything: there is none. */
export async function serveRoutes(
  routes: readonly Route[],
  given: GivenServerOptions = {},
  lateCheckMs?: number,
): Promise<ServedRoutes> {
  const options = resolveServerOptions({ port: 0, ...given });
  const core = new ServerCore(options);
  core.ready({ modelId: "none" } as Hermes);
  const server = createListener(createApp(core, routes), options, lateCheckMs);
  await listen(server, options);
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { core, port, url: `http://127.0.0.1:${port}` };
}
