import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import type { Login } from "../../../action/adapters/panda/login.ts";
import { readHealth } from "../../../action/adapters/panda/tasks.ts";

const healthOf = async (date: string | undefined): Promise<Date | undefined> => {
  const server = createServer((_, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader("Date", date);
    response.end(JSON.stringify({ success: true, message: "", data: [] }));
  });
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const login: Login = {
    url: `http://127.0.0.1:${port}`,
    token: "t",
    vo: "sphenix",
    role: "",
    userName: "Ada",
    expires: new Date("2030-01-01"),
    way: "token",
    ahead: undefined,
    rotated: false,
  };
  return (await readHealth(login)).date;
};

test("The date of PanDA's answers is the server's date, never that of the local clock", async () => {
  expect(await healthOf("Sun, 01 Mar 2026 10:00:00 GMT")).toEqual(new Date("2026-03-01T10:00:00Z"));
  expect(await healthOf(undefined)).toBeUndefined();
  expect(await healthOf("yesterday")).toBeUndefined();
});
