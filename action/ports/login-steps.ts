import type { Way } from "../core/login/settings.ts";

/** The way into PanDA, step by step, for a person who wants to know where it ends. Each step throws Failure; none gives a secret. */
export interface LoginDoor {
  readonly where: { readonly url: string; readonly vo: string; readonly role: string; readonly way: Way["kind"] };
  /** Milliseconds that the server's clock is ahead of ours; `undefined`: it does not say. */
  clock(): Promise<number | undefined>;
  /** The host of the issuer that the server names for the VO. */
  authConfig(): Promise<string>;
  /** Finds the issuer; `undefined`: its host is not among those that may be talked to, and this login needs no issuer. */
  issuer(): Promise<string | undefined>;
  /** Gets a token and checks its lifetime; the token is not yet used. */
  logIn(): Promise<Account>;
  /** Has the server accept the token. The caller as it sees him; `undefined`: this server does not say. */
  identity(): Promise<Identity | undefined>;
  idds(): Promise<void>;
}

export type Account = { readonly userName: string; readonly expires: Date; readonly rotated: boolean };

export type Identity = { readonly userName: string; readonly production: boolean };
