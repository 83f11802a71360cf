import type { JsonObject } from "./json.ts";
import type { CallLimits, ContentLimit, Spent } from "./limits.ts";
import type { Role } from "./records.ts";
import { Refusal } from "./refusal.ts";
import type { Repository } from "./repository.ts";
import type { ShownRun } from "./site/shown-run.ts";
import type { Token, Tokens } from "./tokens.ts";

export type User = { readonly id: number; readonly login: string; readonly type: "User" | "Bot" | "Organization" };

export type App = {
  readonly id: number;
  readonly installationId: number;
  readonly slug: string;
  readonly permissions: import("./permissions.ts").Permissions;
  readonly publicKey: import("node:crypto").KeyObject;
};

/** `startsWorkflows` is false for what a workflow token caused, as at GitHub; a dispatch is the exception. */
export type EventCause = { readonly repository: string; readonly actor: string; readonly startsWorkflows: boolean };
export type EventListener = (name: string, payload: JsonObject, cause: EventCause) => void;

/** The next calls are refused as GitHub does when a limit is hit. */
export type Limit = { left: number; readonly status: 403 | 429; readonly retryAfter: number };

export type LostAnswer = "dropped" | 422 | 502;

export type World = {
  readonly dir: string;
  readonly tokens: Tokens;
  readonly users: Map<string, User>;
  /** Logins that their owners gave up, and what they are called now. */
  readonly renamed: Map<string, string>;
  readonly apps: App[];
  readonly repositories: Map<string, Repository>;
  readonly listeners: Set<EventListener>;
  /** Answers of ours that GitHub's description refuses. */
  readonly violations: string[];
  limit: Limit | undefined;
  losesNext: LostAnswer | undefined;
  callLimits: CallLimits;
  readonly spent: Spent;
  /** Milliseconds that each answer takes at least. */
  readonly latency: number;
  /** By which limits are counted, in milliseconds: it moves on with the strikes of a schedule, between which nobody waits here. */
  time(): number;
  readonly contentLimit: ContentLimit;
  /** When each login made content in the last hour, in milliseconds. */
  readonly content: Map<string, readonly number[]>;
  /** Bytes of the largest file that REST gives. */
  readonly largestBlob: number;
  url: () => string;
  /** What the runner shows of its runs. */
  runs: () => readonly ShownRun[];
  nextId(): number;
  now(): string;
};

export const addUser = (world: World, login: string, type: User["type"] = "User"): User => {
  const known = world.users.get(login);
  if (known !== undefined) return known;
  const user = { id: world.nextId(), login, type };
  world.users.set(login, user);
  return user;
};

export const repositoryNamed = (world: World, owner: string, name: string): Repository => {
  const found = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (found === undefined) throw new Refusal(404, "Not Found");
  return found;
};

/** Public repositories: everybody reads. */
export const roleOf = (repository: Repository, login: string): Role =>
  login === repository.owner ? "admin" : (repository.roles.get(login) ?? "read");

/** Write, and what stands above it. */
export const mayPush = (role: Role): boolean => ranks[role] >= ranks.write;

export const ranks: Readonly<Record<Role, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export const emit = (world: World, repository: Repository, token: Token, name: string, payload: JsonObject): void => {
  const cause = {
    repository: `${repository.owner}/${repository.name}`,
    actor: token.login,
    startsWorkflows: token.kind !== "workflow" || name === "workflow_dispatch" || name === "repository_dispatch",
  };
  for (const listener of world.listeners) listener(name, payload, cause);
};
