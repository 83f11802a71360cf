import type { Call } from "../panda/call.ts";
import { html } from "../panda/envelope.ts";
import { accountRoutes } from "./accounts.ts";
import type { Caller, RucioAnswered, RucioRoute } from "./asked.ts";
import { jsonAnswer } from "./asked.ts";
import { changeRoutes } from "./changes.ts";
import { didRoutes } from "./dids.ts";
import { RucioRefusal, refusalAnswer } from "./refusal.ts";
import { replicaRoutes } from "./replicas.ts";
import { rucioDate } from "./rows.ts";
import { ruleRoutes } from "./rules.ts";
import type { RucioState } from "./state.ts";
import { newId, storageRoutes } from "./storages.ts";

const routes: readonly RucioRoute[] = [
  ...accountRoutes,
  ...storageRoutes,
  ...changeRoutes,
  ...didRoutes,
  ...replicaRoutes,
  ...ruleRoutes,
];

/** What is asked, by the name that faults and counts know; `respond` has the effect. */
export const understood = (
  state: RucioState,
  call: Call,
): { readonly key: string; readonly respond: () => RucioAnswered } => {
  if (call.path === "/ping") return { key: "ping", respond: () => jsonAnswer({ version: "41.5.1" }) };
  if (call.path === "/auth/userpass") return { key: "login", respond: () => orRefused(() => logIn(state, call)) };
  const path = decodeURIComponent(call.path);
  for (const route of routes) {
    const match = route.method === call.method ? route.path.exec(path) : null;
    if (match === null) continue;
    const words = match.slice(1);
    return {
      key: route.key,
      respond: () =>
        orRefused(() => {
          const caller = callerOf(state, call);
          checkForm(route, call);
          return route.handle({ state, caller, call, words });
        }),
    };
  }
  return { key: "unknown", respond: () => html(notThere, 404) };
};

const notThere = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

const orRefused = (work: () => RucioAnswered): RucioAnswered => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RucioRefusal) return refusalAnswer(error);
    throw error;
  }
};

const checkForm = ({ form }: RucioRoute, { headers }: Call): void => {
  const accepted = headers["accept"];
  if (form === undefined || accepted === undefined || accepted.includes("*/*") || accepted.includes(form)) return;
  throw new RucioRefusal(
    406,
    "UnsupportedRequestedContentType",
    `The requested content type ${accepted} is not supported. Use ['${form}'].`,
  );
};

const callerOf = (state: RucioState, { headers }: Call): Caller => {
  const token = headers["x-rucio-auth-token"];
  if (token === undefined || token === "") throw new RucioRefusal(400, "ValueError", "Token must be set.");
  const known = state.tokens.get(token.trim());
  if (known === undefined || known.expires < new Date())
    throw new RucioRefusal(401, "CannotAuthenticate", "Cannot authenticate with given credentials");
  return known;
};

const hour = 3600_000;

export const issueRucioToken = (state: RucioState, account: string, user: string): string => {
  const token = `${account}-${user}-unknown-${newId()}`;
  state.tokens.set(token, { account, user, expires: new Date(Date.now() + hour) });
  return token;
};

const logIn = (state: RucioState, { headers }: Call): RucioAnswered => {
  const [user, password] = [headers["x-rucio-username"], headers["x-rucio-password"]];
  const refuse = (words: string): RucioRefusal => new RucioRefusal(401, "CannotAuthenticate", words);
  if (user === undefined || password === undefined)
    throw refuse("Cannot authenticate without passing all required arguments");
  const known = state.users.get(user);
  const account = headers["x-rucio-account"] ?? [...(known?.accounts ?? [])][0] ?? "";
  if (known === undefined || known.password !== password || !known.accounts.has(account))
    throw refuse(`Cannot authenticate to account ${account} with given credentials`);
  const token = issueRucioToken(state, account, user);
  const expires = state.tokens.get(token)?.expires ?? null;
  return {
    status: 200,
    contentType: "application/octet-stream",
    body: "",
    headers: {
      "X-Rucio-Auth-Account": account,
      "X-Rucio-Auth-Token": token,
      "X-Rucio-Auth-Token-Expires": rucioDate(expires) ?? "",
    },
  };
};
