import { describeCompleting } from "../testing/completion.suite.ts";
import { describeConformance } from "../testing/conformance.suite.ts";
import { notWritten } from "../testing/conversations.ts";
import { describeLogprobs } from "../testing/logprobs.suite.ts";
import { describeThoughtControl } from "../testing/thought-control.suite.ts";
import { createRecitingLlamaCpp } from "./test-runner.ts";

describeConformance("the llama.cpp backend over a scripted engine", createRecitingLlamaCpp, { skip: notWritten });
describeCompleting("the llama.cpp backend", createRecitingLlamaCpp);
describeLogprobs("the llama.cpp backend", createRecitingLlamaCpp);
describeThoughtControl("the llama.cpp backend", createRecitingLlamaCpp);
