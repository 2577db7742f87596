import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Conversation } from "../data/index.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { Wing } from "../parts/wing.tsx";
import { focusComposer } from "../shell/focus.ts";
import { type Example, examplesFor, isDemonstration } from "./examples.ts";
import "./welcome.css";

interface WelcomeProps {
  readonly conversation: Conversation;
  /** Puts a text into the field. */
  readonly onExample: (text: string) => void;
}

/** An empty conversation: who answers, and what one could ask. */
export function Welcome({ conversation, onExample }: WelcomeProps) {
  const data = useChat();
  const characters = useChatState((snapshot) => snapshot.characters);
  const connection = useChatState((snapshot) => snapshot.connection);
  const model = useChatState((snapshot) => snapshot.model);
  const choose = ({ characterId, thinking, text }: Example) => {
    if (characterId !== null) data.chooseCharacter(conversation.id, characterId);
    data.changeSettings(conversation.id, { thinking });
    onExample(text);
    focusComposer();
  };
  return (
    <div className="welcome">
      <div className="welcome-inner">
        <Wing />
        {connection.status === "loading" ? (
          <>
            <p className="welcome-title">Hermes is waking up</p>
            <ProgressBar label="Loading the model" value={connection.progress} />
            <p className="hint" role="status">
              The model is being loaded. You can write already.
            </p>
          </>
        ) : (
          <p className="welcome-title">What is on your mind?</p>
        )}
        {isDemonstration(model) && (
          <p className="hint">
            {model?.id} is a very small model that shows how Hermes works: it calculates, repairs JSON and calls simple
            tools, and little else.
          </p>
        )}
        <ul className="examples" aria-label="Examples">
          {examplesFor(model, characters).map((example) => (
            <li key={example.characterId ?? example.name}>
              <button type="button" className="example" onClick={() => choose(example)}>
                <span className="example-name">{example.name}</span>
                <span className="example-text">{example.text}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
