import { useChatState } from "../chat/chat-context.ts";
import type { ConversationId, ConversationSummary } from "../data/index.ts";
import type { Panes } from "../shell/use-panes.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import { groupByDay } from "./group-by-day.ts";

interface ConversationListProps {
  readonly list: readonly ConversationSummary[];
  readonly panes: Panes;
  readonly onChoose: (id: ConversationId) => Promise<void>;
}

/** The conversations by the day of their last message. Empty ones are not listed. */
export function ConversationList({ list, panes, onChoose }: ConversationListProps) {
  const running = useChatState((snapshot) => snapshot.running);
  const listed = list.filter(({ messages }) => messages > 0);
  if (listed.length === 0)
    return <p className="sidebar-empty hint">What you talk about is kept here, in this browser.</p>;
  return groupByDay(listed, new Date()).map(({ name, entries }) => (
    <section key={name} aria-label={name}>
      <h2 className="sidebar-day">{name}</h2>
      <ul className="conversations">
        {entries.map((summary) => (
          <li key={summary.id} className={panes.ids.includes(summary.id) ? "conversation open" : "conversation"}>
            <button
              type="button"
              className="conversation-open"
              aria-current={panes.active === summary.id ? "page" : undefined}
              onClick={() => void onChoose(summary.id)}
            >
              {running.has(summary.id) && (
                <span className="running-dot">
                  <span className="unseen">Answering: </span>
                </span>
              )}
              <span className="conversation-title">{summary.title || "Untitled"}</span>
            </button>
            <ConversationMenu summary={summary} panes={panes} small />
          </li>
        ))}
      </ul>
    </section>
  ));
}
