import { bytesOf, Place } from "./place.ts";

const NOTHING = bytesOf("");

/** Behind the whole value. */
export class DonePlace extends Place {
  constructor(id: number) {
    super(id, NOTHING);
  }

  step(): null {
    return null;
  }

  override isAccepting(): boolean {
    return true;
  }
}
