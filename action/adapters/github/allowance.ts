import type { AllowedCalls } from "../../core/pass/left.ts";
import type { Allowance } from "../../ports/allowance.ts";
import { githubRefusal, type Octokit } from "./octokit.ts";
import { type GithubRefusal, isLimit, waitAskedFor } from "./waits.ts";

/** Of GitHub ("Rate limits for the REST API"): comments and other content of one login. */
const contentAMinute = 80;
const contentAnHour = 500;

/**
 * Notes what each answer says of what GitHub still allows, and asks nothing more behind a refusal until the time that it
 * named: GitHub bans who goes on. Behind the refusal of a secondary limit no more content is offered in this process.
 */
export const watchAllowance = (octokit: Octokit, now: () => number = Date.now): Allowance => {
  let known: Pick<AllowedCalls, "calls" | "callsFrom"> | undefined;
  let refusal: { readonly error: unknown; readonly until: number; readonly isSecondary: boolean } | undefined;
  let written: readonly number[] = [];
  const note = (headers: GithubRefusal["headers"]): void => {
    const { "x-ratelimit-remaining": left, "x-ratelimit-reset": reset, "x-ratelimit-resource": of } = headers;
    if (left === undefined || (of !== undefined && of !== "core")) return;
    known = { calls: Number(left), callsFrom: isoOf(Number(reset) * 1000) };
  };
  octokit.hook.wrap("request", async (request, options) => {
    if (refusal !== undefined && now() < refusal.until) throw refusal.error;
    const makesContent = options.method !== "GET" && !options.url.endsWith("/graphql");
    if (makesContent) written = [...written, now()];
    try {
      const response = await request(options);
      note(response.headers);
      return response;
    } catch (error) {
      const refused = githubRefusal(error);
      if (refused === undefined) throw error;
      note(refused.headers);
      if (isLimit(refused)) {
        const isSecondary = String(refused.headers["x-ratelimit-remaining"]) !== "0";
        refusal = { error, until: now() + waitAskedFor(refused, new Date(now())) * 1000, isSecondary };
      }
      throw error;
    }
  });
  return {
    now: async () => {
      // Where GitHub cannot be asked, the first call that is needed says why.
      if (known === undefined) await octokit.rest.rateLimit.get().catch(() => undefined);
      const at = now();
      const inLast = (seconds: number): number => written.filter((time) => at - time < seconds * 1000).length;
      const isRefused = refusal !== undefined && at < refusal.until;
      const until = refusal === undefined ? undefined : isoOf(refusal.until);
      const free = Math.max(0, Math.min(contentAMinute - inLast(60), contentAnHour - inLast(3600)));
      return {
        calls: isRefused ? 0 : (known?.calls ?? Number.POSITIVE_INFINITY),
        callsFrom: isRefused ? until : known?.callsFrom,
        writes: refusal?.isSecondary === true ? 0 : free,
        writesFrom: refusal?.isSecondary === true ? until : isoOf(at + 60_000),
      };
    },
  };
};

const isoOf = (milliseconds: number): string | undefined =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : undefined;
