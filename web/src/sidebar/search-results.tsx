import { type ReactNode, useEffect, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import type { ConversationId, SearchHit } from "../data/index.ts";
import { revealMessage } from "../shell/focus.ts";

/** Milliseconds without a key before the search runs. */
const pauseMs = 120;
const mostHits = 50;

interface SearchResultsProps {
  readonly query: string;
  readonly onChoose: (id: ConversationId) => Promise<void>;
}

export function SearchResults({ query, onChoose }: SearchResultsProps) {
  const data = useChat();
  const hits = useSearch(query);
  const choose = async ({ conversation, node }: SearchHit) => {
    await onChoose(conversation.id);
    if (node === null) return;
    data.showNode(conversation.id, node);
    revealMessage(node);
  };
  if (hits === null) return null;
  return (
    <section aria-label="Search results">
      <p className="sidebar-day" role="status">
        {hits.length === 0 ? "Nothing found" : `${hits.length} found`}
      </p>
      <ul className="conversations">
        {hits.map((hit) => (
          <li key={`${hit.conversation.id}/${hit.node}`} className="conversation">
            <button type="button" className="conversation-open hit" onClick={() => void choose(hit)}>
              <span className="conversation-title">{hit.conversation.title || "Untitled"}</span>
              {hit.node !== null && <span className="hit-text">{markMatches(hit)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Null until the first search is over. */
function useSearch(query: string): readonly SearchHit[] | null {
  const data = useChat();
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const found = await data.search(query, mostHits);
      if (current) setHits(found);
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [data, query]);
  return hits;
}

function markMatches({ snippet, matches }: SearchHit): ReactNode[] {
  const pieces: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of matches) {
    pieces.push(snippet.slice(end, from), <mark key={from}>{snippet.slice(from, to)}</mark>);
    end = to;
  }
  return [...pieces, snippet.slice(end)];
}
