import { Failure } from "../../core/problems/failure.ts";

/** A refusal of GitHub. Names of headers are in small letters. */
export type GithubRefusal = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
};

/** A limit on calls has the status of a missing permission: only its headers, or GitHub's words, show the difference. */
export const isLimit = ({ status, headers, message }: GithubRefusal): boolean =>
  status === 429 ||
  (status === 403 &&
    (headers["retry-after"] !== undefined ||
      String(headers["x-ratelimit-remaining"]) === "0" ||
      /rate limit|abuse detection|temporarily blocked/i.test(message)));

/** The hour is used up; every other limit ends after seconds ("Best practices for using the REST API"). */
export const isOfHour = ({ headers }: GithubRefusal): boolean =>
  headers["retry-after"] === undefined && String(headers["x-ratelimit-remaining"]) === "0";

/** GitHub asks for a minute at least where it names no time. */
const unnamedWait = 60;
/** It is busy with the call before. */
const busyWait = 1;
/** Seconds. A longer wait is left to the next run. */
const maxWait = 120;

/** Seconds after which GitHub may be asked again; `undefined`: its answer is final. */
export const secondsToWait = (refused: GithubRefusal, now: Date): number | undefined => {
  if (refused.status === 409) return busyWait;
  if (!isLimit(refused)) return undefined;
  const seconds = waitAskedFor(refused, now);
  return seconds <= maxWait ? seconds : undefined;
};

/** Seconds that GitHub asks to wait after a limit. */
export const waitAskedFor = (refused: GithubRefusal, now: Date): number => {
  const { headers } = refused;
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(0, after);
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  return isOfHour(refused) && Number.isFinite(reset)
    ? Math.max(0, Math.ceil(reset - now.getTime() / 1000)) + 1
    : unnamedWait;
};

/** GitHub's answer, if it refused. */
export const githubRefusal = (error: unknown): GithubRefusal | undefined => {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) return undefined;
  const response: unknown = "response" in error ? error.response : undefined;
  const headers: unknown =
    typeof response === "object" && response !== null && "headers" in response ? response.headers : undefined;
  return { status, headers: Object.fromEntries(Object.entries(headers ?? {})), message: error.message };
};

/** The status of GitHub's answer, also of a Failure that it caused. */
export const statusOf = (error: unknown): number | undefined => {
  if (error instanceof Failure) return statusOf(error.cause);
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
};
