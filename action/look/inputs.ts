import { jobInputs, requiredInput, rucioInputs, secretInput } from "../adapters/runner/actions-inputs.ts";
import { unpack } from "../adapters/runner/handed-on.ts";
import type { Env } from "../core/login/server-url.ts";
import { Failure } from "../core/problems/failure.ts";
import { parseJson } from "../core/text/parse-json.ts";

export const readInputs = async (env: Env) => ({
  ...jobInputs(env),
  token: secretInput("github-token"),
  rucio: rucioInputs(env),
  datasets: await namesIn(requiredInput("datasets")),
});

/** More names than the job that judges hands on come from nobody of ours. */
const maxNames = 100;

const namesIn = async (packed: string): Promise<readonly string[]> => {
  const value = parseJson((await unpack(packed)) ?? "");
  const isList = Array.isArray(value) && value.length <= maxNames;
  if (isList && value.every((name): name is string => typeof name === "string")) return value;
  throw new Failure("The job that judges handed on no names that can be read.", {
    wayOut: "Start the run again; if it happens again, tell SHREK's maintainers.",
  });
};
