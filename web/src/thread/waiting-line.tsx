import { formatRate } from "../chat/format.ts";
import type { RunningState } from "../data/index.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";

/** What a running answer does while nothing else of it moves, and how fast it comes. */
export function WaitingLine({
  running: { phase, promptProgress, tokensPerSecond },
}: {
  readonly running: RunningState;
}) {
  switch (phase) {
    case "sending":
    case "prompt":
      if (promptProgress === null) return <Dots label="Waiting for the answer" />;
      return (
        <div className="reading">
          <p className="hint">
            Reading the conversation: {promptProgress.processed.toLocaleString("en")} of{" "}
            {promptProgress.total.toLocaleString("en")} tokens
          </p>
          <ProgressBar label="Reading the conversation" value={promptProgress.processed / promptProgress.total} />
        </div>
      );
    case "tools":
      return <Dots label="A tool is running" />;
    case "approval":
      return null;
    case "thinking":
    case "answering":
      return <p className="hint live-rate">{tokensPerSecond === null ? "\u00a0" : formatRate(tokensPerSecond)}</p>;
  }
}

function Dots({ label }: { readonly label: string }) {
  return (
    <p className="dots">
      <span className="unseen">{label}</span>
      <i />
      <i />
      <i />
    </p>
  );
}
