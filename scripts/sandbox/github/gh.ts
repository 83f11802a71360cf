/**
 * As much of the program `gh` as `shrek init` prints, for tests without a network: `gh api`, `gh variable set`,
 * `gh secret set`. What it does not know it refuses. GH_API is the sandbox's address, GH_TOKEN the login.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
  const response = await fetch(`${process.env["GH_API"]}/${path}`, {
    method,
    headers: { authorization: `Bearer ${process.env["GH_TOKEN"]}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok && response.status !== 409)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
};

/** `-f` is text; `-F` knows booleans and numbers. `a[b]=c` is a field of an object. */
const fieldsOf = (texts: readonly string[], values: readonly string[]): unknown => {
  const body: Record<string, unknown> = {};
  for (const [written, typed] of [...texts.map((one) => [one, false]), ...values.map((one) => [one, true])] as const) {
    const [, name = "", inner, value = ""] = /^([a-z_]+)(?:\[([a-z_]+)\])?=(.*)$/s.exec(String(written)) ?? [];
    const read: unknown = typed === true && /^(true|false|[0-9]+)$/.test(value) ? JSON.parse(value) : value;
    if (inner === undefined) body[name] = read;
    else body[name] = { ...(body[name] as object | undefined), [inner]: read };
  }
  return body;
};

const stdin = (): string => readFileSync(0, "utf8").trimEnd();
const [, , group = "", ...rest] = process.argv;
if (group === "api") {
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      method: { type: "string", short: "X", default: "GET" },
      text: { type: "string", short: "f", multiple: true, default: [] },
      value: { type: "string", short: "F", multiple: true, default: [] },
      input: { type: "string" },
    },
  });
  const body: unknown = values.input === "-" ? JSON.parse(stdin()) : fieldsOf(values.text, values.value);
  await call(values.method, positionals[0] ?? "", body);
} else if ((group === "variable" || group === "secret") && rest[0] === "set") {
  const { values, positionals } = parseArgs({
    args: rest.slice(1),
    allowPositionals: true,
    options: { env: { type: "string" }, repo: { type: "string" }, body: { type: "string" } },
  });
  const [name = ""] = positionals;
  const inside = values.env === undefined ? "actions" : `environments/${values.env}`;
  const place = `repos/${values.repo}/${inside}/${group}s`;
  const value = values.body ?? stdin();
  if (group === "variable") {
    const { status } = await call("POST", place, { name, value });
    if (status === 409) await call("PATCH", `${place}/${name}`, { value });
  } else {
    const key = (await (await call("GET", `${place}/public-key`)).json()) as { readonly key_id: string };
    // Not sealed: nobody opens it, and a test's value is no secret.
    const sealed = Buffer.from(value).toString("base64");
    await call("PUT", `${place}/${name}`, { key_id: key.key_id, encrypted_value: sealed });
  }
} else throw new Error(`gh ${group} ${rest[0] ?? ""}: the sandbox knows no such command`);
