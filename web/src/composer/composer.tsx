import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { CharacterMenu } from "./character-menu.tsx";
import { ContextMeter } from "./context-meter.tsx";
import { ThinkPill, ToolsPill } from "./pills.tsx";
import { useWishToSend } from "./use-wish-to-send.ts";
import "./composer.css";

interface ComposerProps {
  readonly conversation: Conversation;
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly onSend: (text: string) => void;
}

/** The field to write in, with the switches that are used most. */
export function Composer({ conversation, draft, onDraft, onSend }: ComposerProps) {
  const data = useChat();
  const { id } = conversation;
  const running = useChatState((snapshot) => snapshot.running.has(id));
  const connection = useChatState((snapshot) => snapshot.connection.status);
  const enterSends = useChatState(({ preferences }) => preferences.enterSends);
  const field = useGrowingField(draft);
  const canSend = connection === "ready" && !running && draft.trim() !== "";
  const send = () => {
    onDraft("");
    onSend(draft);
  };
  const wishToSend = useWishToSend(connection, draft, send);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (canSend) send();
    else if (draft.trim() !== "") wishToSend();
  };
  const stop = () => {
    data.stop(id);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && running) stop();
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const sends = enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (!sends) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className="composer" onSubmit={submit} aria-label="Write a message">
      <textarea
        ref={field}
        className="composer-text"
        rows={1}
        aria-label="Message"
        placeholder="Message Hermes"
        value={draft}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={press}
      />
      <div className="composer-row">
        <ThinkPill conversation={conversation} />
        <ToolsPill conversation={conversation} />
        <CharacterMenu conversation={conversation} />
        <ContextMeter conversation={conversation} />
        <SendButton running={running} canSend={canSend} onStop={stop} />
      </div>
    </form>
  );
}

interface SendButtonProps {
  readonly running: boolean;
  readonly canSend: boolean;
  readonly onStop: () => void;
}

/** Sends, and stops what runs. */
function SendButton({ running, canSend, onStop }: SendButtonProps) {
  if (running) {
    return (
      <button type="button" className="send" aria-label="Stop" title="Stop (Esc)" onClick={onStop}>
        <Icon name="stop" />
      </button>
    );
  }
  return (
    <button type="submit" className="send" aria-label="Send" title="Send" disabled={!canSend}>
      <Icon name="send" />
    </button>
  );
}

/** As high as its text, for browsers without `field-sizing`; the style sheet sets the limit. */
function useGrowingField(text: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the occasion
  useLayoutEffect(() => {
    const element = field.current!;
    if (CSS.supports("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}
