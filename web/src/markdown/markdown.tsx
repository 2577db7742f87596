import { lazy, Suspense } from "react";
import { ErrorBoundary } from "../parts/error-boundary.tsx";
import "./markdown.css";

// Apart from the rest, so that the page is there before the parsers, the grammars of languages and KaTeX are.
const load = () => import("./markdown-blocks.tsx");
const MarkdownBlocks = lazy(async () => ({ default: (await load()).MarkdownBlocks }));

/** Fetches the renderer before an answer needs it. */
export function preloadMarkdown(): void {
  // A failure shows itself when the first answer is drawn.
  load().catch(() => undefined);
}

/** The text of an answer. Plain text stands in while the renderer loads, and for text that it cannot draw. */
export function MarkdownText({ text }: { readonly text: string }) {
  const plain = <p className="plain-text">{text}</p>;
  return (
    <div className="prose">
      <ErrorBoundary attempt={text} fallback={plain}>
        <Suspense fallback={plain}>
          <MarkdownBlocks text={text} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
