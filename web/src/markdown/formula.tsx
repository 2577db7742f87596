import katex from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useRef } from "react";

/** Untrusted: no links, no files, no attributes of its own, bounded macros and sizes (in em). */
const options = { trust: false, strict: "ignore", maxExpand: 300, maxSize: 20, errorColor: "inherit" } as const;

/** Longer formulas are shown as their source: they would freeze the page. In characters. */
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
    try {
      if (source.length > longestFormula) throw new RangeError("the formula is too long");
      katex.render(source.trim(), element, { ...options, displayMode: display });
      element.removeAttribute("title");
    } catch (error) {
      // Unfinished while it streams, wrong, or nested too deep.
      element.textContent = source;
      element.title = error instanceof Error ? error.message : "";
    }
  }, [source, display]);
  return <span ref={place} className={display ? "formula display" : "formula"} />;
}
