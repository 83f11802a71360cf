import type { JsonObject } from "./json.ts";
import type { Need } from "./permissions.ts";
import type { Role } from "./records.ts";
import type { Repository } from "./repository.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

export type Call = {
  readonly world: World;
  readonly token: Token;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly accept: string;
  /** The repository in the path. */
  repository(): Repository;
};

export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  /** Any one of these is enough; none: every token may. */
  readonly needs: readonly Need[];
  /** What a person's own token must stand for. */
  readonly role: Role;
  /** Everybody may see it of a public repository, so a token that is confined to another one may too. */
  readonly elsewhere?: true;
  readonly answer: (call: Call) => Answer | Promise<Answer>;
};

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  body,
  headers,
});
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };
