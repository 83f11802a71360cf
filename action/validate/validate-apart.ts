import { fileURLToPath } from "node:url";
import { gitEnvironment } from "../adapters/git/environment.ts";
import { runLimited } from "../adapters/system/limited-process.ts";
import { Failure } from "../core/problems/failure.ts";
import { beyondLimit, limitsFrom } from "../core/validate/validation-limits.ts";
import type { ValidationAnswer, ValidationInput } from "./input.ts";

/** The bundle next to ours, or the source where that is run. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./validate.js", import.meta.url),
);

/** Validates in a process that gets no secret and has limits: passing a limit is a problem of the request. */
export const validateApart = async (
  input: ValidationInput,
  /** How many validations share the time of one. */
  share = 1,
): Promise<ValidationAnswer & { readonly kind: "judged" }> => {
  const { seconds, megabytes } = limitsFrom(process.env);
  const limits = { seconds: seconds / share, megabytes };
  const env = { ...gitEnvironment(), ...whereCompiled() };
  const end = await runLimited({ file: program, args: [JSON.stringify(input)], env }, limits);
  if (end.kind === "beyond") return refusedBy(input, beyondLimit(end.beyond, limits));
  if (end.answer === undefined) throw new Error(`The process that checks ended with ${end.code} and said nothing.`);
  // Our own program wrote it.
  const answer = JSON.parse(end.answer) as ValidationAnswer;
  if (answer.kind === "failure") throw new Failure(answer.message, { wayOut: answer.wayOut });
  return answer;
};

/** Where node keeps compiled code, if somebody told it: a third of a validation is compiling. */
const whereCompiled = (name = "NODE_COMPILE_CACHE"): NodeJS.ProcessEnv => {
  const place = process.env[name];
  return place === undefined ? {} : { [name]: place };
};

const refusedBy = async (input: ValidationInput, problem: ReturnType<typeof beyondLimit>) => {
  const { validationAnswer: written } = await import("./input.ts");
  const nothing = {
    validated: [],
    notesElsewhere: 0,
    removed: [],
    needs: [],
    askedOfRule: undefined,
    onMerge: [],
    fates: new Map(),
    files: new Map(),
    readers: new Map(),
    measured: new Map(),
    rules: [],
    campaigns: [],
    madeBy: new Map(),
  };
  return written(input, { ...nothing, problems: [problem] }, undefined);
};
