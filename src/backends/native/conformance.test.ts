import { describeCompleting } from "../testing/completion.suite.ts";
import { describeConformance } from "../testing/conformance.suite.ts";
import { notWritten } from "../testing/conversations.ts";
import { describeLogprobs } from "../testing/logprobs.suite.ts";
import { describeThoughtControl } from "../testing/thought-control.suite.ts";
import { createRecitingBackend } from "./test-model.ts";

describeConformance("the native backend", (text) => createRecitingBackend(text), { skip: notWritten });
describeConformance("the native backend, tags in many tokens", (text) => createRecitingBackend(text, { tags: false }), {
  skip: {
    ...notWritten,
    "the limit cuts a call": "the limit counts tokens, and the tag has eleven",
    "the limit inside the thought": "the limit counts tokens, and the tag has seven",
  },
});

describeCompleting("the native backend", (text) => createRecitingBackend(text));
describeLogprobs("the native backend", (text) => createRecitingBackend(text));
describeLogprobs("the native backend, tags in many tokens", (text) => createRecitingBackend(text, { tags: false }));
describeThoughtControl("the native backend", (text) => createRecitingBackend(text));
