import { Failure } from "../problems/failure.ts";
import { type Env, given, serverUrl } from "./server-url.ts";

/** A secret, or the file that holds it; `variable` is what a person set. */
export type Held =
  | { readonly kind: "value"; readonly variable: string; readonly value: string }
  | { readonly kind: "file"; readonly variable: string; readonly path: string };

/** How a machine proves who it is. */
export type Way =
  | { readonly kind: "robot"; readonly id: string; readonly secret: string }
  | { readonly kind: "refresh"; readonly held: Held }
  | { readonly kind: "token"; readonly held: Held };

export type LoginSettings = {
  readonly url: string;
  readonly vo: string;
  /** Empty: none. */
  readonly role: string;
  /** The only hosts that a login may talk to, PanDA's own first. */
  readonly hosts: readonly string[];
  readonly way: Way;
};

/** Whatever holds a secret or leads to one; `PANDA_AUTH_ID_TOKEN` and the OIDC_ names are panda-client's. */
export const secretVariables = [
  "PANDA_AUTH_ROBOT_SECRET",
  "PANDA_AUTH_REFRESH_TOKEN",
  "PANDA_AUTH_REFRESH_TOKEN_FILE",
  "PANDA_AUTH_ID_TOKEN",
  "OIDC_AUTH_TOKEN_FILE",
  "OIDC_AUTH_ID_TOKEN",
] as const;

export const readSettings = (env: Env): LoginSettings => {
  const url = serverUrl(env);
  const way = chooseWay(env);
  return { url, ...readVo(env), hosts: [new URL(url).host, ...readHosts(env)], way };
};

/** The best that is set: a robot's tokens renew themselves, a refresh token lives for months, a pasted token for a day. */
const chooseWay = (env: Env): Way => {
  const [id, secret] = [given(env, "PANDA_AUTH_ROBOT_ID"), given(env, "PANDA_AUTH_ROBOT_SECRET")];
  if (id !== undefined && secret !== undefined) return { kind: "robot", id, secret };
  if (id !== undefined || secret !== undefined) {
    const [set, unset] = id === undefined ? ["SECRET", "ID"] : ["ID", "SECRET"];
    throw new Failure(`PANDA_AUTH_ROBOT_${set} is set without PANDA_AUTH_ROBOT_${unset}.`, {
      wayOut: "A robot needs both; for another login set neither.",
    });
  }
  const refresh = held(env, "PANDA_AUTH_REFRESH_TOKEN", "value") ?? held(env, "PANDA_AUTH_REFRESH_TOKEN_FILE", "file");
  if (refresh !== undefined) return { kind: "refresh", held: refresh };
  const token =
    held(env, "PANDA_AUTH_ID_TOKEN", "value") ??
    held(env, "OIDC_AUTH_TOKEN_FILE", "file") ??
    held(env, "OIDC_AUTH_ID_TOKEN", "value");
  if (token !== undefined) return { kind: "token", held: token };
  throw new Failure("No PanDA token is set.", {
    wayOut:
      "Set PANDA_AUTH_ID_TOKEN, or PANDA_AUTH_ROBOT_ID and PANDA_AUTH_ROBOT_SECRET, or PANDA_AUTH_REFRESH_TOKEN; the README lists them.",
  });
};

const held = (env: Env, variable: string, kind: Held["kind"]): Held | undefined => {
  const value = given(env, variable);
  if (value === undefined) return undefined;
  return kind === "value" ? { kind, variable, value } : { kind, variable, path: value };
};

/** As PanDA splits it (srvcore/panda_request, 1.0.4): a name that begins with `vo.` keeps its dots, elsewhere the last dot is a colon. */
const readVo = (env: Env): { readonly vo: string; readonly role: string } => {
  const written = given(env, "PANDA_AUTH_VO", "OIDC_AUTH_VO");
  if (written === undefined)
    throw new Failure("No VO is set.", { wayOut: "Set PANDA_AUTH_VO, such as sphenix or sphenix.production." });
  const pattern = written.startsWith("vo.")
    ? /^(vo\.[\w.-]{1,60})(?::([\w-]{1,40}))?$/
    : /^([\w.-]{1,60}?)(?:[.:]([\w-]{1,40}))?$/;
  const words = pattern.exec(written);
  // Its text is not shown: somebody may have put the token here.
  if (words?.[1] === undefined)
    throw new Failure("PANDA_AUTH_VO is not the name of a VO.", {
      wayOut: "Set it to a name such as sphenix, or with a role, sphenix.production.",
    });
  return { vo: words[1], role: words[2] ?? "" };
};

/** The `Origin` that PanDA gets. */
export const originOf = ({ vo, role }: { readonly vo: string; readonly role: string }): string =>
  role === "" ? vo : `${vo}${vo.startsWith("vo.") ? ":" : "."}${role}`;

const readHosts = (env: Env): readonly string[] =>
  (given(env, "PANDA_AUTH_ISSUER_HOSTS") ?? "")
    .split(/[\s,]+/)
    .filter((host) => host !== "")
    .map((host) => {
      if (/^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/.test(host)) return host.toLowerCase();
      throw new Failure("PANDA_AUTH_ISSUER_HOSTS is not a list of hosts.", {
        wayOut: "Name hosts without https://, such as iam.example.org, or iam.example.org:8443, separated by commas.",
      });
    });
