import { useCallback, useEffect, useMemo, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import type { ConversationId } from "../data/index.ts";
import { mostPanes, readPanes, renderPanes } from "./pane-address.ts";

/** The conversations on the screen. They stand in the address, so that reload and the Back button keep them. */
export interface Panes {
  /** One or two; empty until the store is open. */
  readonly ids: readonly ConversationId[];
  /** The one that the sidebar and the shortcuts speak of. */
  readonly active: ConversationId | null;
  /** Shows a conversation in the active place. */
  open(id: ConversationId): Promise<void>;
  /** Shows it in the second place. */
  openBeside(id: ConversationId): Promise<void>;
  /** Takes it from the screen; the last one gives way to a new one. */
  close(id: ConversationId): void;
  activate(id: ConversationId): void;
}

interface PaneState {
  readonly ids: readonly ConversationId[];
  readonly active: ConversationId | null;
}

/** `ready` once conversations can be opened. */
export function usePanes(ready: boolean): Panes {
  const data = useChat();
  const [state, setState] = useState<PaneState>({ ids: [], active: null });

  const show = useCallback(
    async (wanted: readonly ConversationId[], active: ConversationId | null, address: "push" | "replace") => {
      const opened = await Promise.all(wanted.map(async (id) => ((await data.openConversation(id)) ? id : null)));
      const found = opened.filter((id) => id !== null);
      const ids = found.length > 0 ? found : [data.createConversation()];
      history[`${address}State`](null, "", renderPanes(ids));
      setState({ ids, active: active !== null && ids.includes(active) ? active : ids[0]! });
    },
    [data],
  );

  useEffect(() => {
    if (!ready) return;
    const follow = () => void show(readPanes(location.hash), null, "replace");
    follow();
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, [ready, show]);

  useClosing(state.ids);
  return useMemo(() => paneActions(state, show, setState), [state, show]);
}

function paneActions(
  { ids, active }: PaneState,
  show: (
    wanted: readonly ConversationId[],
    active: ConversationId | null,
    address: "push" | "replace",
  ) => Promise<void>,
  setState: (state: PaneState) => void,
): Panes {
  return {
    ids,
    active,
    open: (id) => {
      if (ids.includes(id)) return show(ids, id, "replace");
      return show(ids.length === 0 ? [id] : ids.map((other) => (other === active ? id : other)), id, "push");
    },
    openBeside: (id) => {
      const first = active === null || active === id ? ids.find((other) => other !== id) : active;
      return show([...(first === undefined ? [] : [first]), id].slice(0, mostPanes), id, "push");
    },
    close: (id) =>
      void show(
        ids.filter((other) => other !== id),
        null,
        "push",
      ),
    activate: (id) => {
      if (id !== active && ids.includes(id)) setState({ ids, active: id });
    },
  };
}

/** Lets go of conversations that left the screen. */
function useClosing(ids: readonly ConversationId[]): void {
  const data = useChat();
  useEffect(() => {
    for (const open of data.getSnapshot().conversations.keys()) if (!ids.includes(open)) data.closeConversation(open);
  }, [data, ids]);
}
