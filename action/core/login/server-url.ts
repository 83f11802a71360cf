import { Failure } from "../problems/failure.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as unset: GitHub passes an unset secret as an empty text. */
export const given = (env: Env, ...names: readonly string[]): string | undefined =>
  names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== "");

/** What names PanDA's server, the first that is set. */
export const urlNames = ["PANDA_URL_SSL", "PANDA_URL"] as const;

/** Scheme and host of PanDA, of all that the variable holds. */
export const serverUrl = (env: Env): string => {
  const written = given(env, ...urlNames);
  if (written === undefined)
    throw new Failure("No PanDA server is set.", { wayOut: "Set PANDA_URL_SSL, such as https://HOST/server/panda." });
  if (!URL.canParse(written))
    throw new Failure("PANDA_URL_SSL is not an address.", { wayOut: "Set it to https://HOST/server/panda." });
  const { protocol, host } = new URL(written);
  // Only scheme and host are shown: an address may carry a password.
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(written)))
    throw new Failure(`PANDA_URL_SSL is not an https address: ${protocol}//${host}.`, {
      wayOut: "Set it to https://HOST/server/panda.",
    });
  if (protocol === "https:" && env.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    throw new Failure("NODE_TLS_REJECT_UNAUTHORIZED=0: any server could pass for PanDA and take the login.", {
      wayOut: "Unset it; NODE_EXTRA_CA_CERTS names a file with certificates to trust.",
    });
  return `${protocol}//${host}`;
};

/** Only on this machine may a token travel in the clear. */
export const isLoopback = (url: string): boolean =>
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(url).hostname);
