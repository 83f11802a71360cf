import { readFileSync } from "node:fs";
import { is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";

const stdin = (): string => readFileSync(0, "utf8").trimEnd();

/** `gh api PATH`: one call of REST. */
export const api = async (github: Github, args: readonly string[]): Promise<void> => {
  const many = { multiple: true } as const;
  const fields = { "raw-field": { ...is.text("f"), ...many }, field: { ...is.text("F"), ...many } };
  const given = readFlags(args, { method: is.text("X"), input: is.text(), jq: is.text("q"), ...fields });
  const [path = ""] = given.words;
  const read = fieldsOf(given.texts("raw-field"), given.texts("field"));
  const body: unknown = given.text("input") === "-" ? JSON.parse(stdin()) : read;
  const method = given.text("method") ?? (Object.keys(read).length > 0 ? "POST" : "GET");
  try {
    const sent = method === "GET" ? undefined : body;
    const said = await github.ask(method, path.replace(/^\//, ""), sent);
    const jq = given.text("jq");
    process.stdout.write(jq === undefined ? said : `${fieldNamed(said, jq)}\n`);
  } catch (error) {
    throw error instanceof Refused ? new No(`gh: ${error.said} (HTTP ${error.status})`) : error;
  }
};

/** Of jq the name of one field, `.id`. */
const fieldNamed = (said: string, jq: string): string => {
  const [, name] = /^\.([a-z_]+)$/.exec(jq) ?? [];
  if (name === undefined) throw new No("the sandbox knows --jq .NAME alone");
  return String((JSON.parse(said) as Readonly<Record<string, unknown>>)[name]);
};

/** `-f` is text; `-F` knows booleans and numbers. `a[]=c` is one of a list, `a[b]=c` a field of an object, `a[][b]=c` of the last one of a list. */
const fieldsOf = (texts: readonly string[], values: readonly string[]): Readonly<Record<string, unknown>> => {
  const body: Record<string, unknown> = {};
  for (const [written, typed] of [...texts.map((one) => [one, false]), ...values.map((one) => [one, true])] as const) {
    const [, name = "", isList, inner, value = ""] =
      /^([a-z_]+)(\[\])?(?:\[([a-z_]+)\])?=(.*)$/s.exec(String(written)) ?? [];
    const read: unknown = typed === true && /^(true|false|[0-9]+)$/.test(value) ? JSON.parse(value) : value;
    if (inner === undefined) body[name] = isList === undefined ? read : [...((body[name] ?? []) as unknown[]), read];
    else if (isList !== undefined) body[name] = withMember(body[name], inner, read);
    else body[name] = { ...(body[name] as object | undefined), [inner]: read };
  }
  return body;
};

const withMember = (list: unknown, name: string, value: unknown): readonly object[] => {
  const members = (list ?? []) as readonly object[];
  const last = members.at(-1);
  return last === undefined || name in last
    ? [...members, { [name]: value }]
    : [...members.slice(0, -1), { ...last, [name]: value }];
};

/** `set NAME`: of the repository, or with `--env` of an environment. */
const settingOf = (args: readonly string[]) => {
  const given = readFlags(args, { env: is.text("e"), repo: is.text("R"), body: is.text("b") });
  const env = given.text("env");
  return {
    name: given.words[0] ?? "",
    repo: given.text("repo"),
    inside: env === undefined ? "actions" : `environments/${env}`,
    value: given.text("body") ?? stdin(),
  };
};

const setVariable = async (github: Github, args: readonly string[]): Promise<void> => {
  const { name, repo = github.repo, inside, value } = settingOf(args);
  const place = `repos/${repo}/${inside}/variables`;
  try {
    await github.ask("POST", place, { name, value });
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    await github.ask("PATCH", `${place}/${name}`, { value });
  }
};

const setSecret = async (github: Github, args: readonly string[]): Promise<void> => {
  const { name, repo = github.repo, inside, value } = settingOf(args);
  if (inside === "actions") throw new No("the sandbox keeps secrets of environments alone: --env NAME");
  const place = `repos/${repo}/${inside}/secrets`;
  const key = JSON.parse(await github.ask("GET", `${place}/public-key`)) as { readonly key_id: string };
  // Not sealed: the sandbox would have to open it again, and what is typed into it is no secret.
  const sealed = Buffer.from(value).toString("base64");
  await github.ask("PUT", `${place}/${name}`, { key_id: key.key_id, encrypted_value: sealed });
};

export const variable = { set: setVariable };
export const secret = { set: setSecret };
