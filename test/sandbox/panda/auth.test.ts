import { expect, test } from "vitest";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep } from "./tiny-archive.ts";
import { sendWorkflow, tasksNamed, wire } from "./wire.ts";

const path = "/api/v1/task/get_tasks_detailed_info_since?n_tasks=1";
const ask = async (url: string, headers: Readonly<Record<string, string>>): Promise<readonly [number, string]> => {
  const response = await fetch(url, { headers: { Accept: "application/json", ...headers } });
  return [response.status, await response.text()];
};

test("Without a token PanDA's server answers 200 with a failure, and is_alive proves no login", async () => {
  const { panda } = await aSandbox();

  expect(await ask(`${panda.url}${path}`, {})).toEqual([
    200,
    '{"success": false, "message": "SSL secure connection is required", "data": null}',
  ]);
  expect(await ask(`${panda.url}/api/v1/system/is_alive`, {})).toEqual([
    200,
    '{"success": true, "message": "", "data": null}',
  ]);
});

test.each<[string, JsonObject, string]>([
  ["expired", { exp: 1_600_000_000 }, "Invalid token. Signature has expired"],
  ["for another client", { aud: "someone" }, "Invalid token. cannot extract client_id from token"],
  ["from another issuer", { iss: "https://elsewhere.example" }, "Invalid token. failed to decode: Invalid issuer"],
  ["of a stranger", { groups: ["atlas"] }, "Not a member of the sphenix group"],
])("A token that is %s is refused by every endpoint of PanDA", async (_, claims, why) => {
  const { panda } = await aSandbox();
  const headers = { Authorization: `Bearer ${await panda.token(claims)}`, Origin: "sphenix" };

  for (const endpoint of [path, "/api/v1/system/is_alive", "/server/panda/put_workflow_request"])
    expect(await ask(`${panda.url}${endpoint}`, headers)).toEqual([403, `ERROR : Token authentication failed. ${why}`]);
});

test("A token with another key, and a text that is no token, are refused by PanDA", async () => {
  const [{ panda }, { panda: other }] = [await aSandbox(), await aSandbox({}, "own")];

  // The words of PyJWT 2.15.1, which panda-server 1.0.4 passes on.
  for (const [token, words] of [
    ["rubbish", "Not enough segments"],
    ["a.b", "Not enough segments"],
    ["x.y.z", "Invalid header padding"],
  ])
    expect((await ask(`${panda.url}${path}`, { Authorization: `Bearer ${token}`, Origin: "sphenix" }))[1]).toBe(
      `ERROR : Token authentication failed. Invalid token. ${words}`,
    );
  const [status] = await ask(`${panda.url}${path}`, {
    Authorization: `Bearer ${await other.token({ iss: panda.url })}`,
    Origin: "sphenix",
  });
  expect(status).toBe(403);
});

test("A token without the header Origin, or for an unknown VO or role, is refused by PanDA", async () => {
  const { panda } = await aSandbox();
  const token = await panda.token({ groups: ["sphenix"] });

  expect((await ask(`${panda.url}${path}`, { Authorization: `Bearer ${token}` }))[1]).toMatch(
    /^ERROR : Token authentication failed\. Token decode failure\. 'NoneType' object has no attribute 'replace' Traceback \(most recent call last\):\n[^]*AttributeError: 'NoneType' object has no attribute 'replace'\n$/,
  );
  const groupless = await panda.token({ groups: null });
  expect((await ask(`${panda.url}${path}`, { Authorization: `Bearer ${groupless}`, Origin: "sphenix" }))[1]).toMatch(
    /^ERROR : Token authentication failed\. Token decode failure\. 'groups' Traceback \(most recent call last\):\n[^]*KeyError: 'groups'\n$/,
  );
  expect((await ask(`${panda.url}${path}`, { Authorization: `Bearer ${token}`, Origin: "eic" }))[1]).toContain(
    "Unknown vo : eic",
  );
  expect(
    (await ask(`${panda.url}${path}`, { Authorization: `Bearer ${token}`, Origin: "sphenix.production" }))[1],
  ).toContain("Not a member of the sphenix/production group");
});

test("PanDA writes the user's name in Title Case, and lists tasks for the caller only", async () => {
  const { panda, client } = await aSandbox();
  const other = wire(panda.url, await panda.token({ name: "ANOTHER person" }));
  await sendWorkflow(client, panda.url, "user.tester.a", oneStep());
  await sendWorkflow(other, panda.url, "user.other.a", oneStep());
  await panda.tick();

  const names = async (client_: typeof client, filters: JsonObject): Promise<unknown> => {
    const { data } = await client_.get("task/get_tasks_detailed_info_since", { filters: JSON.stringify(filters) });
    return (data as readonly { readonly userName: string }[]).map(({ userName }) => userName);
  };
  expect(await names(client, {})).toEqual(["Test User"]);
  expect(await names(other, {})).toEqual(["Another Person"]);
  expect(await names(client, { userName: "Another Person" })).toEqual(["Another Person"]);
});

test("A regular expression for PanDA's task list is matched only on the rows within the limit", async () => {
  const { panda, client } = await aSandbox({ pretends: ["SANDBOX"] });
  for (const name of ["a", "b", "c"]) await sendWorkflow(client, panda.url, `user.tester.${name}`, oneStep());
  await panda.tick();

  const { data } = await client.get("task/get_tasks_detailed_info_since", {
    n_tasks: "1",
    filters: '{"taskName":"^user\\\\.tester\\\\.a_"}',
  });
  expect(data).toEqual([]);
  expect(await tasksNamed(client, "user.tester.a_000_only")).toHaveLength(1);
});

test("A call of PanDA that does not ask for JSON gets Python text, as text/plain", async () => {
  const { panda } = await aSandbox();

  const response = await fetch(`${panda.url}/api/v1/system/is_alive`);

  expect(response.headers.get("content-type")).toBe("text/plain");
  expect(await response.text()).toBe("{'success': True, 'message': '', 'data': None}");
});

test("The sandbox PanDA distinguishes methods and content types as the real server does", async () => {
  const { panda, client } = await aSandbox();

  expect((await client.get("task/kill", { task_id: "1" })).message).toBe("expecting POST, received GET");
  expect((await client.post("task/kill", { task_id: "1" })).message).toBe(
    "Type error: 'task_id' must be of type int, got str.",
  );
  expect((await client.post("task/kill", {})).message).toBe("Argument error: missing a required argument: 'task_id'");
  expect((await client.get("task/get_status", { task_id: "7" })).message).toBe("Task not found");
  expect(await ask(`${panda.url}/server/panda/isAlive`, {})).toEqual([403, "ERROR : method isAlive is forbidden"]);
});

test("The login issuer gives tokens for refresh tokens and robots, and rotates refresh tokens when configured", async () => {
  const { panda } = await aSandbox({ rotatesRefreshTokens: true });
  const config = (await (await fetch(`${panda.url}/auth/sphenix_auth_config.json`)).json()) as Record<string, string>;
  const discovery = (await (await fetch(config["oidc_config_url"] ?? "")).json()) as Record<string, string>;
  const grant = async (fields: Readonly<Record<string, string>>): Promise<Record<string, string>> =>
    (await (
      await fetch(discovery["token_endpoint"] ?? "", {
        method: "POST",
        body: new URLSearchParams({ client_secret: config["client_secret"] ?? "", ...fields }),
      })
    ).json()) as Record<string, string>;

  const robot = await grant({ grant_type: "client_credentials", client_id: "sandbox-robot" });
  expect(
    (
      await ask(`${panda.url}${path}`, {
        Authorization: `Bearer ${robot["access_token"] ?? ""}`,
        Origin: "sphenix.production",
      })
    )[0],
  ).toBe(200);

  const first = await grant({ grant_type: "refresh_token", refresh_token: "sandbox-refresh-1" });
  expect(
    (await ask(`${panda.url}${path}`, { Authorization: `Bearer ${first["id_token"] ?? ""}`, Origin: "sphenix" }))[0],
  ).toBe(200);
  expect(await grant({ grant_type: "refresh_token", refresh_token: "sandbox-refresh-1" })).toMatchObject({
    error: "invalid_grant",
  });
  expect(await grant({ grant_type: "refresh_token", refresh_token: first["refresh_token"] ?? "" })).toHaveProperty(
    "id_token",
  );
});
