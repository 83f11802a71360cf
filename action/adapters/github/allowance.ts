import pLimit from "p-limit";
import type { Allowance } from "../../ports/allowance.ts";
import type { Octokit } from "./github-calls.ts";
import { type GithubRefusal, githubRefusal, isLimit, isOfHour, waitAskedFor } from "./waits.ts";

/** Of GitHub ("Rate limits for the REST API"): comments and other content of one login. */
const contentAMinute = 80;
const contentAnHour = 500;

/** Calls to GitHub at the same time in this process. GitHub refuses more than 100, and no header announces that. */
const atOnce = pLimit(20);

/** REST and GraphQL, by the names of `x-ratelimit-resource`; GitHub's secondary limits hold for both. */
type LimitedApi = "core" | "graphql";
/** What is left of an hour. */
type Left = { readonly calls: number; readonly from: string | undefined };
type Barrier = { readonly error: unknown; readonly until: number };

/**
 * Notes what each answer says of what GitHub still allows, and asks nothing more behind a refusal until the time that it
 * named, not even what waits in a row already: GitHub bans who goes on.
 */
export const watchAllowance = (octokit: Octokit, now: () => number): Allowance => {
  const limits = openLimits(now);
  let written: readonly number[] = [];
  octokit.hook.wrap("request", (request, options) =>
    atOnce(async () => {
      const api = options.url.endsWith("/graphql") ? "graphql" : "core";
      const before = limits.barrier("both", api);
      if (before !== undefined) throw before.error;
      if (options.method !== "GET" && api === "core") written = [...written, now()];
      try {
        const response = await request(options);
        limits.note(response.headers);
        throwIfLimited(response);
        return response;
      } catch (error) {
        const refused = githubRefusal(error);
        if (refused !== undefined) limits.refused(api, refused, error);
        throw error;
      }
    }),
  );
  return {
    now: async () => {
      // Where GitHub cannot be asked, the first call that is needed says why.
      if (!limits.isKnown()) await askLimits(octokit, limits.know);
      const at = now();
      const inLast = (seconds: number): number => written.filter((time) => at - time < seconds * 1000).length;
      const free = Math.max(0, Math.min(contentAMinute - inLast(60), contentAnHour - inLast(3600)));
      const [calls, queries] = [limits.left("core"), limits.left("graphql")];
      const writes = limits.behind("both") ?? { calls: free, from: isoOf(at + 60_000) };
      return {
        ...{ calls: calls.calls, callsFrom: calls.from, queries: queries.calls, queriesFrom: queries.from },
        ...{ writes: writes.calls, writesFrom: writes.from },
      };
    },
  };
};

/** What GitHub said last of each API, and what it refused until when. */
const openLimits = (now: () => number) => {
  const known = new Map<string, Left>();
  const barriers = new Map<LimitedApi | "both", Barrier>();
  const barrier = (...of: readonly (LimitedApi | "both")[]): Barrier | undefined =>
    of.flatMap((one) => barriers.get(one) ?? []).find(({ until }) => now() < until);
  const behind = (...of: readonly (LimitedApi | "both")[]): Left | undefined => {
    const found = barrier(...of);
    return found === undefined ? undefined : { calls: 0, from: isoOf(found.until) };
  };
  const note = (headers: GithubRefusal["headers"]): void => {
    const { "x-ratelimit-remaining": left, "x-ratelimit-reset": reset, "x-ratelimit-resource": of } = headers;
    if (left !== undefined) known.set(String(of ?? "core"), { calls: Number(left), from: isoOf(Number(reset) * 1000) });
  };
  return {
    barrier,
    behind,
    note,
    refused: (of: LimitedApi, refused: GithubRefusal, error: unknown): void => {
      note(refused.headers);
      const until = now() + waitAskedFor(refused, new Date(now())) * 1000;
      if (isLimit(refused)) barriers.set(isOfHour(refused) ? of : "both", { error, until });
    },
    isKnown: (): boolean => known.has("core") && known.has("graphql"),
    know: (of: LimitedApi, left: Left): void => void (known.has(of) || known.set(of, left)),
    left: (of: LimitedApi): Left => behind("both", of) ?? known.get(of) ?? unknown,
  };
};

/** Costs nothing of what is left. Where GitHub does not answer, nothing is known, and the calls that follow say why. */
const askLimits = async (octokit: Octokit, know: (of: LimitedApi, left: Left) => void): Promise<void> => {
  const asked = await octokit.rest.rateLimit.get().catch(() => undefined);
  if (asked === undefined) return;
  for (const api of ["core", "graphql"] as const) {
    const one = asked.data.resources[api];
    know(api, one === undefined ? unknown : { calls: one.remaining, from: isoOf(one.reset * 1000) });
  }
};

const unknown: Left = { calls: Number.POSITIVE_INFINITY, from: undefined };

const isoOf = (milliseconds: number): string | undefined =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : undefined;

/** Where the hour of GraphQL is used up GitHub answers 200 (docs.github.com, "Rate limits and query limits for the GraphQL API"). */
const throwIfLimited = (response: { readonly data: unknown; readonly headers: object }): void => {
  const { data } = response;
  const errors: unknown = typeof data === "object" && data !== null && "errors" in data ? data.errors : undefined;
  if (Array.isArray(errors) && errors.some((one: unknown) => isRateLimited(one)))
    throw Object.assign(new Error("API rate limit exceeded"), { status: 403, response });
};

const isRateLimited = (one: unknown): boolean =>
  typeof one === "object" && one !== null && "type" in one && one.type === "RATE_LIMITED";
