import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Character, Conversation } from "../data/index.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { Wing } from "../parts/wing.tsx";
import { focusComposer } from "../shell/focus.ts";
import "./welcome.css";

interface WelcomeProps {
  readonly conversation: Conversation;
  /** Puts a text into the field. */
  readonly onExample: (text: string) => void;
}

/** Examples on an empty page. */
const mostExamples = 3;

/** An empty conversation: who answers, and what one could ask. */
export function Welcome({ conversation, onExample }: WelcomeProps) {
  const data = useChat();
  const characters = useChatState((snapshot) => snapshot.characters);
  const connection = useChatState((snapshot) => snapshot.connection);
  const choose = (character: Character) => {
    data.chooseCharacter(conversation.id, character.id);
    data.changeSettings(conversation.id, { thinking: character.thinking });
    onExample(character.example ?? "");
    focusComposer();
  };
  const examples = characters.filter(({ example }) => example !== null).slice(0, mostExamples);
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
        <ul className="examples" aria-label="Examples">
          {examples.map((character) => (
            <li key={character.id}>
              <button type="button" className="example" onClick={() => choose(character)}>
                <span className="example-name">{character.name}</span>
                <span className="example-text">{character.example}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
