import { describeConformance } from "../testing/conformance.suite.ts";
import { createRecitingLlamaCpp } from "./test-runner.ts";

describeConformance("the llama.cpp backend over a scripted engine", createRecitingLlamaCpp);
