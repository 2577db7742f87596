import { useEffect, useRef, useState } from "react";
import type { ChatSnapshot } from "../data/index.ts";
import { newAnnouncements } from "./announcements.ts";
import { useChat } from "./chat-context.ts";

/** Tells a screen reader what happened, in whole sentences: that an answer is there and what it says, not token by token. */
export function Announcer() {
  const data = useChat();
  const [message, setMessage] = useState("");
  const before = useRef<ChatSnapshot>(data.getSnapshot());
  useEffect(
    () =>
      data.subscribe(() => {
        const now = data.getSnapshot();
        const sentences = newAnnouncements(before.current, now);
        before.current = now;
        if (sentences.length > 0) setMessage(sentences.join(" "));
      }),
    [data],
  );
  return (
    <div className="unseen" role="status" aria-live="polite">
      {message}
    </div>
  );
}
