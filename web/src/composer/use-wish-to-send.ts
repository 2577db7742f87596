import { useEffect, useState } from "react";
import type { ConnectionState } from "../data/index.ts";

/** Who sends before the page has met its server need not send again; when the draft changes, they must. Returns what notes the wish. */
export function useWishToSend(connection: ConnectionState["status"], draft: string, send: () => void): () => void {
  const [wished, setWished] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever changes the draft, an example as well as the keyboard
  useEffect(() => setWished(null), [draft]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the meeting is the occasion
  useEffect(() => {
    if (connection === "connecting") return;
    setWished(null);
    if (wished === draft && connection === "ready") send();
  }, [connection]);
  return () => setWished(connection === "connecting" ? draft : null);
}
