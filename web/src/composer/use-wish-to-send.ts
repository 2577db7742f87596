import { useEffect, useState } from "react";
import type { ConnectionState } from "../data/index.ts";

/** Who sends before the page has met its server need not send again; who goes on writing must. */
export function useWishToSend(connection: ConnectionState["status"], send: () => void) {
  const [wished, setWished] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the meeting is the occasion
  useEffect(() => {
    if (connection === "connecting") return;
    setWished(false);
    if (wished && connection === "ready") send();
  }, [connection]);
  return {
    make: () => setWished(connection === "connecting"),
    drop: () => setWished(false),
  };
}
