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
export const waitAskedFor = ({ headers }: GithubRefusal, now: Date): number => {
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(0, after);
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  const isSpent = String(headers["x-ratelimit-remaining"]) === "0";
  return isSpent && Number.isFinite(reset) ? Math.max(0, Math.ceil(reset - now.getTime() / 1000)) + 1 : unnamedWait;
};
