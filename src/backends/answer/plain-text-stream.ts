import type { MessageStream, StreamPart } from "../../chat/index.ts";
import type { TokenLedger } from "./token-ledger.ts";

/** All text is content: there is no thought and no call in a text that is continued as it stands. */
export class PlainTextStream implements MessageStream {
  readonly insideThought = false;
  readonly #ledger: TokenLedger | null;
  #length = 0;

  /** @param ledger null where nobody asked for the probabilities of tokens */
  constructor(ledger: TokenLedger | null) {
    this.#ledger = ledger;
  }

  push(text: string): StreamPart[] {
    if (text === "") return [];
    const start = this.#length;
    this.#length += text.length;
    const logprobs = this.#ledger?.take(start, this.#length);
    return [{ type: "text-delta", text, ...(logprobs === undefined ? {} : { logprobs }) }];
  }

  finish(): StreamPart[] {
    return [];
  }
}
