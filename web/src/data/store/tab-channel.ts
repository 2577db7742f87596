/** What tabs tell each other. */
export type TabMessage =
  | { readonly type: "saved"; readonly id: string }
  /** This page goes away and left what was not saved. */
  | { readonly type: "left" }
  | { readonly type: "removed"; readonly ids: readonly string[] }
  /** Characters or preferences changed. */
  | { readonly type: "shelf-changed" };

/** Tells the other tabs of this page; hears nothing of its own. */
export class TabChannel {
  readonly #channel: BroadcastChannel | null;

  constructor(name: string, hear: (message: TabMessage) => void) {
    this.#channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
    if (this.#channel !== null) this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data);
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
  }
}
