import katex from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useRef } from "react";

/** Untrusted: no links, no files, no attributes of its own, bounded macros and sizes (in em). A mistake shows the source. */
const options = {
  trust: false,
  strict: "ignore",
  maxExpand: 300,
  maxSize: 20,
  throwOnError: false,
  errorColor: "inherit",
} as const;

/** Longer formulas are shown as their source, in characters: they would freeze the page. */
const longestFormula = 5000;

interface FormulaProps {
  /** TeX. */
  readonly source: string;
  /** On lines of its own. */
  readonly display: boolean;
}

/**
 * Mathematics. KaTeX builds the elements itself instead of HTML text: the page's security policy forbids style attributes in
 * text, and nothing that the model wrote is ever parsed as HTML.
 */
export function Formula({ source, display }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = place.current!;
    element.textContent = source;
    if (source.length > longestFormula) return;
    try {
      katex.render(source.trim(), element, { ...options, displayMode: display });
    } catch {
      element.textContent = source;
    }
  }, [source, display]);
  return <span ref={place} className={display ? "formula display" : "formula"} />;
}
