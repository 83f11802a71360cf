import type { GithubOptions } from "./handle.ts";
import { documentedCalls, documentedLimit, type Spent } from "./limits.ts";
import { openTokens } from "./tokens.ts";
import type { World } from "./world.ts";

/** A GitHub with nobody and nothing in it. */
export const openWorld = ({
  dir,
  now = () => new Date(),
  contentLimit = documentedLimit,
  callLimits = documentedCalls,
  largestBlob = 100 * 1024 * 1024,
}: GithubOptions): World => {
  let last = 1000;
  const spent: Spent = { hours: new Map(), points: new Map(), later: 0 };
  return {
    dir,
    tokens: openTokens(),
    users: new Map(),
    renamed: new Map(),
    apps: [],
    repositories: new Map(),
    listeners: new Set(),
    violations: [],
    limit: undefined,
    contentLimit,
    callLimits,
    spent,
    time: () => now().getTime() + spent.later,
    content: new Map(),
    largestBlob,
    url: () => "",
    runs: () => [],
    nextId: () => ++last,
    now: () =>
      now()
        .toISOString()
        .replace(/\.\d{3}Z$/, "Z"),
  };
};
