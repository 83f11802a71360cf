import { readFileSync } from "node:fs";
import { getInput, setSecret } from "@actions/core";
import type { Env } from "../../core/login/server-url.ts";
import { Failure } from "../../core/problems/failure.ts";
import { cacheFolder } from "../disk/cache-folder.ts";
import type { AppKey } from "../github/app-token.ts";

/** What the runner hands to an action, parsed once. */
export type RunnerEvent = { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };

const byAWorkflow = "This program is an action; run it by a workflow.";

export const readEvent = (env: Readonly<Record<string, string | undefined>>): RunnerEvent => {
  const path = env.GITHUB_EVENT_PATH ?? "";
  try {
    const payload: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof payload === "object" && payload !== null)
      return { name: env.GITHUB_EVENT_NAME ?? "", payload: { ...payload } };
  } catch (cause) {
    throw new Failure("The event of this run cannot be read.", { wayOut: byAWorkflow, cause });
  }
  throw new Failure("The event of this run is not an object.", { wayOut: byAWorkflow });
};

/** A value inside the event, by its path; `undefined` where a step is missing. */
export const fromEvent = ({ payload }: RunnerEvent, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined),
      payload,
    );

export const textFromEvent = (event: RunnerEvent, path: string): string => {
  const value = fromEvent(event, path);
  if (typeof value !== "string")
    throw new Failure(`The event "${event.name}" has no ${path}.`, { wayOut: "See the workflow's triggers." });
  return value;
};

export const numberFromEvent = (event: RunnerEvent, path: string): number => {
  const value = fromEvent(event, path);
  if (typeof value !== "number")
    throw new Failure(`The event "${event.name}" has no ${path}.`, { wayOut: "See the workflow's triggers." });
  return value;
};

export const requiredInput = (name: string): string => {
  const value = getInput(name);
  if (value === "") throw new Failure(`The input "${name}" is empty.`, { wayOut: "Set it in the workflow." });
  return value;
};

/** A whole number from 1. */
export const numberInput = (name: string, most: number): number => {
  const text = requiredInput(name);
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < 1 || value > most)
    throw new Failure(`The input "${name}" is "${text}".`, { wayOut: `Write a number from 1 to ${most}.` });
  return value;
};

/** An input that is a secret or a token leaves the environment with its reading, so that no child process gets it, and is masked. */
export const secretInput = (name: string): string => {
  const value = getInput(name);
  if (value !== "") setSecret(value);
  delete process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`];
  return value;
};

export const runnerVariable = (env: Readonly<Record<string, string | undefined>>, name: string): string => {
  const value = env[name] ?? "";
  if (value === "")
    throw new Failure(`${name} is not set.`, { wayOut: "This program is an action; run it by a workflow." });
  return value;
};

export type JobInputs = Readonly<ReturnType<typeof jobInputs>>;

/** The repository that a job works for, and where the job keeps what ends with it. */
export const jobInputs = (env: Env) => {
  const repository = runnerVariable(env, "GITHUB_REPOSITORY");
  const page = `${runnerVariable(env, "GITHUB_SERVER_URL")}/${repository}`;
  return {
    repository,
    page,
    /** Where git finds it. */
    url: `${page}.git`,
    temporary: runnerVariable(env, "RUNNER_TEMP"),
    cache: cacheFolder(env),
  };
};

/** Empty where there is no App. */
export const appInputs = (): AppKey => ({ id: getInput("app-id"), key: secretInput("app-key") });

/** Under the variables that the command line reads; none is needed where no conventions name a Rucio. */
export const rucioInputs = (env: Env): Env => ({
  NODE_TLS_REJECT_UNAUTHORIZED: env.NODE_TLS_REJECT_UNAUTHORIZED,
  RUCIO_HOST: getInput("rucio-host"),
  RUCIO_USERNAME: getInput("rucio-username"),
  RUCIO_PASSWORD: secretInput("rucio-password"),
  RUCIO_TOKEN: secretInput("rucio-token"),
  RUCIO_X509: secretInput("rucio-x509"),
});
