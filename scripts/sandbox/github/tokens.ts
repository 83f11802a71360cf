import { randomBytes } from "node:crypto";
import type { Permissions } from "./permissions.ts";

export type TokenKind = "user" | "app" | "workflow";

/** One call that reached a route: what the table workflow x permission x call is made of. */
export type ApiCall = {
  readonly method: string;
  /** As GitHub's description writes it, `/repos/{owner}/{repo}/pulls`, or `git-upload-pack`. */
  readonly route: string;
  /** "contents: read": the permission the route needed, the one held where there is a choice. `undefined`: any token. */
  readonly permission: string | undefined;
  readonly status: number;
  /** Of the answer, where git asked. */
  readonly bytes?: number;
};

export type Token = {
  readonly value: string;
  readonly login: string;
  readonly kind: TokenKind;
  /** Whose token it is for a reader of tables: `comment.yml post`, `alice`. */
  readonly label: string;
  readonly permissions: Permissions;
  /** "owner/name" the token is confined to; `undefined`: wherever its login may. */
  readonly repository: string | undefined;
  /** When it ends by itself, in milliseconds; `undefined`: never. */
  readonly ends?: number | undefined;
  readonly calls: ApiCall[];
};

export type Tokens = {
  mint(token: Omit<Token, "value" | "calls">): Token;
  /** `undefined`: nobody's, revoked, or at its end. */
  find(value: string, now: number): Token | undefined;
  revoke(value: string): void;
  /** All that were ever minted, revoked ones too. */
  all(): readonly Token[];
};

const hour = 3_600_000;

/** An installation's token ends after an hour, a job's with the job or after a day; a person's when it is revoked. */
export const endOf = (kind: TokenKind, now: number): number | undefined =>
  kind === "user" ? undefined : now + (kind === "app" ? hour : 24 * hour);

const prefixes = { user: "ghp_", app: "ghs_", workflow: "ghs_" } as const satisfies Record<TokenKind, string>;

export const openTokens = (): Tokens => {
  const minted: Token[] = [];
  const valid = new Map<string, Token>();
  return {
    mint: (described) => {
      const token = { ...described, value: `${prefixes[described.kind]}${randomBytes(18).toString("hex")}`, calls: [] };
      minted.push(token);
      valid.set(token.value, token);
      return token;
    },
    find: (value, now) => {
      const token = valid.get(value);
      return token === undefined || (token.ends ?? Number.POSITIVE_INFINITY) <= now ? undefined : token;
    },
    revoke: (value) => void valid.delete(value),
    all: () => minted,
  };
};

/** A person's act that came by no call. */
export const acting = (login: string): Token => ({
  value: "",
  login,
  kind: "user",
  label: login,
  permissions: {},
  repository: undefined,
  calls: [],
});
