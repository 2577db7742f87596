import "./code-colours.css";
import { isValidElement, memo, type ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import { CodeBlock } from "./code-block.tsx";
import { Formula } from "./formula.tsx";
import { isTangled } from "./is-tangled.ts";
import { normaliseMath } from "./math-delimiters.ts";
import { rehypePlugins, remarkPlugins } from "./plugins.ts";
import { allowedAddress, ImageNote, SafeLink } from "./safe-link.tsx";
import { splitBlocks } from "./split-blocks.ts";

/** What the model writes is Markdown without HTML: tags stand as text, images are named but never fetched. */
export function MarkdownBlocks({ text }: { readonly text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a piece keeps its place while the text grows
  return splitBlocks(text).map((block, index) => <MarkdownPiece key={index} text={block} />);
}

/** A text that is drawn as one. */
export const MarkdownPiece = memo(function MarkdownPiece({ text }: { readonly text: string }) {
  if (isTangled(text)) return <p className="plain-text">{text}</p>;
  return (
    <Markdown
      remarkPlugins={remarkPlugins}
      rehypePlugins={rehypePlugins}
      components={components}
      urlTransform={allowedAddress}
    >
      {normaliseMath(text)}
    </Markdown>
  );
});

const components: Components = {
  a: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  img: ({ src, alt }) => <ImageNote src={typeof src === "string" ? src : undefined} alt={alt} />,
  code: ({ className, children }) =>
    className?.includes("math-inline") ? (
      <Formula source={String(children)} display={false} />
    ) : (
      <code className={className}>{children}</code>
    ),
  pre: ({ children }) => drawBlock(children),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  ),
};

/** A block of mathematics or code, from the code element that it holds. */
function drawBlock(code: ReactNode): ReactNode {
  if (!isValidElement<{ readonly className?: string; readonly children?: ReactNode }>(code)) return <pre>{code}</pre>;
  const language = /language-(\S+)/.exec(code.props.className ?? "")?.[1] ?? "";
  if (language === "math") return <Formula source={String(code.props.children)} display={true} />;
  return <CodeBlock language={language}>{code}</CodeBlock>;
}
