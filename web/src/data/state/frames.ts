/** Calls back once, at the next moment that suits the screen; gives a function that takes it back. */
export type Frames = (callback: () => void) => () => void;

/** Longest wait where no frame comes, such as in a tab behind others, in milliseconds. */
const longestWaitMs = 250;

/** Animation frames; a timer where there are none. */
export const pageFrames: Frames = (callback) => {
  const cancel = () => {
    clearTimeout(timer);
    if (frame !== null) cancelAnimationFrame(frame);
  };
  const run = () => {
    cancel();
    callback();
  };
  const timer = setTimeout(run, longestWaitMs);
  const frame = "requestAnimationFrame" in globalThis ? requestAnimationFrame(run) : null;
  return cancel;
};

/** Work that is done once at the next frame, however often it is asked for until then. */
export class FrameWork {
  readonly #frames: Frames;
  readonly #work: () => void;
  #cancel: (() => void) | null = null;

  constructor(frames: Frames, work: () => void) {
    this.#frames = frames;
    this.#work = work;
  }

  ask(): void {
    this.#cancel ??= this.#frames(() => {
      this.#cancel = null;
      this.#work();
    });
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
