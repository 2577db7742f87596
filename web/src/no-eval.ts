import { config } from "zod";

// Zod tries whether it may compile its checks from text. The page's security policy forbids that, and browsers report the try.
config({ jitless: true });
