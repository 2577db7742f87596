import { whole } from "../kinds.ts";

/** A time that timers can wait. */
export const milliseconds = whole(1, 2 ** 31 - 1);
