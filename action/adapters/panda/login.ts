import { readFile } from "node:fs/promises";
import { decodeJwt } from "jose";
import { Failure } from "../../core/failure.ts";

/** Who we are at PanDA, and for how long. The token itself stays in this object and goes into one header. */
export type Login = {
  readonly url: string;
  readonly vo: string;
  readonly role: string;
  readonly userName: string;
  readonly expires: Date;
  readonly token: string;
};

/** What a reconcile needs; a token that ends in its middle would leave calls without answers. */
const leastLifetime = 5 * 60_000;

/** The variables that PanDA's own client reads (panda-wire part 5), in its order. */
export const readLogin = async (env: Readonly<Record<string, string | undefined>>, now: Date): Promise<Login> => {
  const url = serverUrl(env.PANDA_URL_SSL ?? env.PANDA_URL);
  const token = await readToken(env);
  const claims = claimsOf(token);
  const [vo, role] = (env.PANDA_AUTH_VO ?? env.OIDC_AUTH_VO ?? "").split(/[.:]/);
  if (vo === undefined || vo === "")
    throw new Failure("No VO is set.", { wayOut: "Set PANDA_AUTH_VO, such as sphenix or sphenix.production." });
  if (claims.expires.getTime() - now.getTime() < leastLifetime) {
    throw new Failure(
      `The PanDA token ${claims.expires < now ? "expired" : "expires"} at ${claims.expires.toISOString()}.`,
      { wayOut: "Get a new one and set PANDA_AUTH_ID_TOKEN." },
    );
  }
  return { url, vo, role: role ?? "", userName: claims.userName, expires: claims.expires, token };
};

const serverUrl = (written: string | undefined): string => {
  if (written === undefined || written === "")
    throw new Failure("No PanDA server is set.", { wayOut: "Set PANDA_URL_SSL, such as https://HOST/server/panda." });
  try {
    const { protocol, host } = new URL(written);
    if (protocol === "https:" || (protocol === "http:" && isLoopback(written))) return `${protocol}//${host}`;
  } catch {
    // told below, together with other protocols
  }
  throw new Failure(`PANDA_URL_SSL is not an https address: ${written}.`, {
    wayOut: "Set it to https://HOST/server/panda.",
  });
};

const readToken = async (env: Readonly<Record<string, string | undefined>>): Promise<string> => {
  const inline = env.PANDA_AUTH_ID_TOKEN ?? "";
  if (inline !== "") return inline.trim();
  const file = env.OIDC_AUTH_TOKEN_FILE ?? "";
  if (file !== "") {
    return (
      await readFile(file, "utf8").catch((cause: unknown) => {
        throw new Failure(`The token file of OIDC_AUTH_TOKEN_FILE cannot be read: ${file}.`, {
          wayOut: "Check the path.",
          cause,
        });
      })
    ).trim();
  }
  const other = env.OIDC_AUTH_ID_TOKEN ?? "";
  if (other !== "") return other.trim();
  throw new Failure("No PanDA token is set.", {
    wayOut: "Set PANDA_AUTH_ID_TOKEN, or OIDC_AUTH_TOKEN_FILE to a file that holds it.",
  });
};

/** Only on this machine may a token travel in the clear. */
export const isLoopback = (url: string): boolean =>
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(url).hostname);

const claimsOf = (token: string): { readonly expires: Date; readonly userName: string } => {
  try {
    const claims = decodeJwt(token);
    const name = typeof claims.name === "string" ? claims.name : claims.sub;
    if (claims.exp !== undefined && name !== undefined)
      return { expires: new Date(claims.exp * 1000), userName: userNameOf(name) };
  } catch {
    // told below without its text: an error message may quote the token
  }
  throw new Failure("The PanDA token is not a readable ID token with name and expiry.", {
    wayOut: "Set PANDA_AUTH_ID_TOKEN to the whole id_token.",
  });
};

/** The name as PanDA writes it into tasks: words capitalised, then what `clean_user_id` strips (panda-server srvcore/CoreUtils, 1.0.4). */
export const userNameOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join(" ")
    .replace(/[ _][0-9]+/g, "")
    .replace(/[()']/g, "");
