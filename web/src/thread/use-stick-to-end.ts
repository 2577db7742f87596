import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Pixels from the end that still count as being there. */
const nearEnd = 48;

interface StickToEnd {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  readonly toEnd: () => void;
}

/** Keeps the end of growing content in view until the reader scrolls away from it. A new `subject` goes to the end. */
export function useStickToEnd(subject: string): StickToEnd {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    sticks.current = true;
    box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is the occasion
  useLayoutEffect(toEnd, [subject, toEnd]);

  useEffect(() => {
    const box = scroller.current!;
    const notice = () => {
      const distance = box.scrollHeight - box.clientHeight - box.scrollTop;
      // Only a move upwards is the reader's own; growing content moves the end away, not the reader.
      if (distance <= nearEnd) sticks.current = true;
      else if (box.scrollTop < lastTop.current) sticks.current = false;
      lastTop.current = box.scrollTop;
      setAtEnd(sticks.current);
    };
    const grown = new ResizeObserver(() => {
      // The event of a move just made may still be on its way.
      notice();
      if (sticks.current) toEnd();
    });
    grown.observe(content.current!);
    grown.observe(box);
    box.addEventListener("scroll", notice, { passive: true });
    return () => {
      grown.disconnect();
      box.removeEventListener("scroll", notice);
    };
  }, [toEnd]);

  return { scroller, content, atEnd, toEnd };
}
