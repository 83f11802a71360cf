import { readFile } from "node:fs/promises";
import { decodeJwt } from "jose";
import { robotName, rotatedText, userNameOf } from "../../core/login/lifetime.ts";
import { type Held, type LoginSettings, readSettings, type Way } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import { times } from "../../core/times/times.ts";
import { readAuthConfig } from "./auth-config.ts";
import type { Login } from "./login.ts";
import { askServerClock } from "./server-clock.ts";

/** By the variables that PanDA's own client reads, and our own for machines (ADR 17). */
export const readLogin = (env: Readonly<Record<string, string | undefined>>, now: Date): Promise<Login> =>
  logIn(readSettings(env), () => now);

/** The expiry is compared with PanDA's clock, which is the one that counts, before the token is sent anywhere. */
export const logIn = async (settings: LoginSettings, now: () => Date): Promise<Login> => {
  const { url, vo, role, way } = settings;
  const held = await readHeld(way);
  const ahead = await askServerClock(url, now);
  const { token, rotated } = await tokenOf(settings, held, ahead ?? 0);
  try {
    const { expires, userName } = claimsOf(token, way.kind === "robot" ? robotName(role) : undefined);
    checkLifetime(expires, new Date(now().getTime() + (ahead ?? 0)));
    return { url, vo, role, userName, expires, token, way: way.kind, rotated, ahead };
  } catch (error) {
    // The run ends here, and so does the chance to say it.
    if (rotated && error instanceof Failure)
      throw new Failure(error.message, { wayOut: `${error.wayOut} ${rotatedText}` });
    throw error;
  }
};

const tokenOf = async (
  settings: LoginSettings,
  held: string,
  ahead: number,
): Promise<{ readonly token: string; readonly rotated: boolean }> => {
  const { way, hosts } = settings;
  if (way.kind === "token") return { token: held, rotated: false };
  const config = await readAuthConfig(settings);
  // A library of 150 KB that only these two ways need.
  const { openIssuer } = await import("./issuer.ts");
  const client = way.kind === "robot" ? { id: way.id, secret: way.secret } : config.client;
  const issuer = await openIssuer(config, client, hosts, ahead);
  if (way.kind === "robot") return { token: await issuer.robot(), rotated: false };
  const { idToken, rotated } = await issuer.refresh(held);
  return { token: idToken, rotated };
};

const readHeld = async (way: Way): Promise<string> => {
  if (way.kind === "robot") return way.secret;
  const { held } = way;
  if (held.kind === "value") return held.value;
  const text = await readSecretFile(held);
  return way.kind === "refresh" && text.startsWith("{") ? refreshTokenIn(text, held) : text;
};

const readSecretFile = async ({ path, variable }: Extract<Held, { readonly kind: "file" }>): Promise<string> => {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Failure(`The token file of ${variable} cannot be read: ${path}.`, { wayOut: "Check the path.", cause });
  });
  if (text.trim() === "")
    throw new Failure(`The token file of ${variable} is empty: ${path}.`, { wayOut: "Write the token into it." });
  return text.trim();
};

/** panda-client keeps the issuer's whole answer in its file `.token`. */
const refreshTokenIn = (text: string, { variable }: Held): string => {
  try {
    const { refresh_token: token } = JSON.parse(text) as { readonly refresh_token?: unknown };
    if (typeof token === "string" && token !== "") return token;
  } catch {
    // reported below without its text, which the parser would quote
  }
  throw new Failure(`The file of ${variable} holds no refresh token.`, {
    wayOut: "Name a file with the token alone, or panda-client's .token.",
  });
};

const checkLifetime = (expires: Date, now: Date): void => {
  if (expires.getTime() - now.getTime() >= times.tokenLeft.milliseconds) return;
  throw new Failure(`The PanDA token ${expires < now ? "expired" : "expires"} at ${expires.toISOString()}.`, {
    wayOut: "Get a new one and set PANDA_AUTH_ID_TOKEN; a run needs at least 5 minutes.",
  });
};

const claimsOf = (
  token: string,
  nameless: string | undefined,
): { readonly expires: Date; readonly userName: string } => {
  try {
    const claims = decodeJwt(token);
    const name = typeof claims.name === "string" ? claims.name : (nameless ?? claims.sub);
    const expires = new Date((claims.exp ?? Number.NaN) * 1000);
    if (!Number.isNaN(expires.getTime()) && name !== undefined) return { expires, userName: userNameOf(name) };
  } catch {
    // reported below without its text: an error message may quote the token
  }
  throw new Failure("The PanDA token is not an ID token with a name and an expiry time.", {
    wayOut: "Set PANDA_AUTH_ID_TOKEN to the whole id_token.",
  });
};
