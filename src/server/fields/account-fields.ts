import { z } from "zod";
import { inert, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

const text = z.string().max(4096);

/** Who asks, what for, and what providers do about it: no answer depends on it. */
export const accountFields: readonly Field[] = [
  inert("user", text, "Nothing is kept of users."),
  inert("metadata", z.record(z.string(), z.string()), "Nothing is kept of requests."),
  inert("safety_identifier", text, "Nothing is kept of users."),
  inert("prompt_cache_key", text, "What was computed of a prompt is found by the prompt itself."),
  inert("prompt_cache_retention", z.enum(["in_memory", "24h"]), "Prompts stay computed while there is room."),
  inert("service_tier", z.enum(["auto", "default"]), "There is one."),
  inert("request_id", text, "Send the header x-request-id."),
  inert("rid", text, "Send the header x-request-id."),
  inert("session_id", text, "Nothing is kept between requests."),
  inert("cache_prompt", z.literal(true, "what was computed of a prompt is always reused"), "It always is."),
  inert("ttl", z.int(), "The model stays loaded."),
  inert("keep_alive", z.union([z.string(), z.number()]), "The model stays loaded."),
  refused("store", "Nothing is kept.", z.literal(false)),
  refused("priority", "Requests are answered in their order.", z.literal(0)),
];

const notOurs = "There is one model here, and it runs in this server.";

/** Abilities that Hermes 4 or this server lacks, and settings of other servers. */
export const foreignFields: readonly Field[] = [
  refused("audio", "Hermes 4 reads and writes text."),
  refused("modalities", "Hermes 4 reads and writes text.", z.tuple([z.literal("text")])),
  refused("prediction", "Guesses at the answer are made by the engine itself."),
  refused("web_search_options", "Give a search tool in tools."),
  refused("moderation", "Answers are not judged."),
  refused("verbosity", "Ask for it in the system message.", z.literal("medium")),
  refused("prompt_cache_options", "What was computed of a prompt is found by the prompt itself."),
  refused("documents", "Put them into a message.", z.array(z.never()).max(0)),
  refused("chat_template", "The prompt is always in the Hermes 4 format; /v1/completions takes any text."),
  refused("media_io_kwargs", "Hermes 4 reads and writes text."),
  refused("mm_processor_kwargs", "Hermes 4 reads and writes text."),
  refused("truncate_prompt_tokens", "A prompt is never cut; one that is too long is an error."),
  refused("context_shift", "A prompt is never cut; one that is too long is an error.", z.literal(false)),
  refused("prompt_logprobs", "Only tokens of the answer have log-probabilities.", z.literal(0)),
  refused("n_probs", "Send logprobs and top_logprobs.", z.literal(0)),
  refused("post_sampling_probs", "Log-probabilities are those before sampling.", z.literal(false)),
  refused("return_tokens_as_token_ids", "POST /tokenize gives ids.", z.literal(false)),
  refused("return_token_ids", "POST /tokenize gives ids.", z.literal(false)),
  refused("return_tokens", "POST /tokenize gives ids.", z.literal(false)),
  refused("return_hidden_states", "They stay in the engine.", z.literal(false)),
  refused("response_fields", "Answers have one form."),
  refused("input_ids", "POST /v1/completions takes token ids."),
  refused("kv_transfer_params", "One server computes an answer."),
  refused("vllm_xargs", "There are no further settings."),
  refused("custom_params", "There are no further settings."),
  refused("options", "Send sampling fields at the top level."),
  refused("id_slot", "Prompts find what was computed of them by themselves.", z.literal(-1)),
  refused("n_keep", "A prompt is never cut.", z.literal([0, -1])),
  refused("n_discard", "A prompt is never cut.", z.literal(0)),
  refused("n_indent", "Code is not indented for the model.", z.literal(0)),
  refused("t_max_predict_ms", "Close the connection to end an answer.", z.literal(0)),
  refused("session_params", "Nothing is kept between requests."),
  refused("lora", notOurs, z.array(z.never()).max(0)),
  refused("lora_path", notOurs),
  refused("draft_model", notOurs),
  refused("models", notOurs),
  refused("provider", notOurs),
  refused("route", notOurs),
  refused("transforms", "A prompt is never cut.", z.array(z.never()).max(0)),
  refused("plugins", notOurs, z.array(z.never()).max(0)),
  refused("usage", "Send stream_options.include_usage; whole answers always have usage."),
];
