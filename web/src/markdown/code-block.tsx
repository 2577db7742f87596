import { type ReactNode, useRef } from "react";
import { CopyButton } from "../parts/copy-button.tsx";

interface CodeBlockProps {
  /** As the model wrote it behind the fence; "" for none. */
  readonly language: string;
  readonly children: ReactNode;
}

/** A block of code with its language and a button that copies it. */
export function CodeBlock({ language, children }: CodeBlockProps) {
  const code = useRef<HTMLPreElement>(null);
  return (
    <figure className="code-block">
      <figcaption className="code-head">
        <span>{language === "" ? "text" : language}</span>
        <CopyButton label="Copy code" text={() => (code.current?.textContent ?? "").replace(/\n$/, "")} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre ref={code} tabIndex={0}>
        {children}
      </pre>
    </figure>
  );
}
