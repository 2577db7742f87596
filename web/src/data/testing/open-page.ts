import type { ChatData } from "../contract.ts";
import type { ChatDataOptions } from "../create-chat-data.ts";
import { createChatData } from "../create-chat-data.ts";
import type { ScriptedServer } from "./scripted-server.ts";

let names = 0;

/** A name no other test uses: a database and a channel of its own. */
export function freshName(): string {
  return `hermes4-test-${++names}`;
}

/** A tab: started, with frames that come at once and saving after 5 ms. */
export async function openPage(server: ScriptedServer, options: Partial<ChatDataOptions> = {}): Promise<ChatData> {
  const data = createChatData({
    baseUrl: "http://localhost/",
    fetch: server.fetch,
    keyStorage: null,
    storageName: freshName(),
    frames: (callback) => {
      const timer = setTimeout(callback, 0);
      return () => clearTimeout(timer);
    },
    saveAfterMs: 5,
    ...options,
  });
  await data.start();
  return data;
}

/** Waits until the snapshot is as wanted; fails after ten seconds. */
export async function until<Value>(data: ChatData, look: () => Value | null | undefined | false): Promise<Value> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const value = look();
    if (value !== null && value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const { connection, storage, running } = data.getSnapshot();
  throw new Error(`Waited in vain; ${JSON.stringify({ connection, storage, running: [...running] })}`);
}
