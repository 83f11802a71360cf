import type { Answer } from "../panda/envelope.ts";
import { numberOf, textOf } from "../panda/json.ts";
import {
  type Asked,
  created,
  fine,
  isAdmin,
  isRoot,
  jsonAnswer,
  needed,
  objectBody,
  oneJson,
  type RucioAnswered,
  type RucioRoute,
} from "./asked.ts";
import { denied, RucioRefusal } from "./refusal.ts";

const show = ({ state, words: [account = ""] }: Asked): Answer => {
  const known = state.accounts.get(account);
  if (known === undefined)
    throw new RucioRefusal(404, "AccountNotFound", `Account with ID '${account}' cannot be found`);
  const { type, email } = known;
  const day = new Date().toISOString().slice(0, 19);
  return jsonAnswer({
    ...{ account, account_type: type, email, status: "ACTIVE", created_at: day, updated_at: day },
    ...{ deleted_at: null, suspended_at: null },
  });
};

/** Leads to the account itself (41.5.1, accounts.py:341). */
const whoami = ({ caller }: Asked): RucioAnswered => ({
  ...{ status: 303, contentType: "text/html; charset=utf-8", body: "" },
  headers: { Location: caller.account },
});

const addAccount = (asked: Asked): Answer => {
  const [account = ""] = asked.words;
  const body = objectBody(asked);
  const [type, email] = [textOf(needed(body, "type")) ?? "", textOf(needed(body, "email")) ?? null];
  if (!isRoot(asked)) throw denied(`Account ${asked.caller.account} can not add account`);
  if (asked.state.accounts.has(account))
    throw new RucioRefusal(409, "Duplicate", `Account ID '${account}' already exists!`);
  asked.state.accounts.set(account, { type, email, attributes: new Map() });
  return created;
};

const addUser = (asked: Asked): Answer => {
  const [account = ""] = asked.words;
  const { headers } = asked.call;
  const [user, password] = [headers["x-rucio-username"], headers["x-rucio-password"]];
  if (user === undefined || password === undefined)
    throw new RucioRefusal(400, "ValueError", "Username and Password must be set.");
  const known = asked.state.users.get(user);
  if (known !== undefined) known.accounts.add(account);
  else asked.state.users.set(user, { password, accounts: new Set([account]) });
  return created;
};

const addScope = (asked: Asked): Answer => {
  const [account = "", scope = ""] = asked.words;
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add scope`);
  if (!asked.state.accounts.has(account))
    throw new RucioRefusal(404, "AccountNotFound", `Account ID '${account}' does not exist`);
  if (asked.state.scopes.has(scope)) throw new RucioRefusal(409, "Duplicate", `Scope '${scope}' already exists!`);
  asked.state.scopes.set(scope, account);
  return created;
};

const addQuota = (asked: Asked): Answer => {
  const [account = "", storage = ""] = asked.words;
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not set account limits`);
  asked.state.quotas.set(`${account}@${storage}`, numberOf(needed(objectBody(asked), "bytes")) ?? 0);
  return created;
};

const attributesOf = (asked: Asked): Map<string, string> => {
  const [account = ""] = asked.words;
  const known = asked.state.accounts.get(account);
  if (known === undefined) throw new RucioRefusal(404, "AccountNotFound", `Account ID '${account}' does not exist`);
  return known.attributes;
};

const addAttribute = (asked: Asked): Answer => {
  const [account = "", key = ""] = asked.words;
  const value = String(needed(objectBody(asked), "value"));
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add attributes`);
  const attributes = attributesOf(asked);
  if (attributes.has(key)) throw new RucioRefusal(409, "Duplicate", `Key ${key} already exist for account ${account}!`);
  attributes.set(key, value);
  return created;
};

const removeAttribute = (asked: Asked): Answer => {
  const [account = "", key = ""] = asked.words;
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not delete attribute`);
  if (asked.state.accounts.get(account)?.attributes.delete(key) === true) return fine;
  throw new RucioRefusal(404, "AccountNotFound", `Attribute (${key}) does not exist for the account ${account}!`);
};

export const accountRoutes: readonly RucioRoute[] = [
  { method: "GET", path: /^\/accounts\/whoami$/, key: "whoami", form: oneJson, handle: whoami },
  { method: "GET", path: /^\/accounts\/([^/]+)$/, key: "account", form: oneJson, handle: show },
  { method: "POST", path: /^\/accounts\/([^/]+)$/, key: "add-account", handle: addAccount },
  {
    ...{ method: "GET", path: /^\/accounts\/([^/]+)\/attr\/$/, key: "attributes", form: oneJson },
    handle: (asked) => jsonAnswer([...attributesOf(asked)].map(([key, value]) => ({ key, value }))),
  },
  { method: "POST", path: /^\/accounts\/([^/]+)\/attr\/([^/]+)$/, key: "add-attribute", handle: addAttribute },
  { method: "DELETE", path: /^\/accounts\/([^/]+)\/attr\/([^/]+)$/, key: "delete-attribute", handle: removeAttribute },
  { method: "PUT", path: /^\/identities\/([^/]+)\/userpass$/, key: "add-user", handle: addUser },
  { method: "POST", path: /^\/accounts\/([^/]+)\/scopes\/([^/]+)$/, key: "add-scope", handle: addScope },
  { method: "POST", path: /^\/accounts\/([^/]+)\/limits\/local\/([^/]+)$/, key: "add-quota", handle: addQuota },
  {
    ...{ method: "GET", path: /^\/scopes\/$/, key: "scopes", form: oneJson },
    handle: ({ state }) => jsonAnswer([...state.scopes.keys()]),
  },
];
