import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { fetchJson } from "../../action/site/data.ts";

/** A dashboard and another site at one host, as GitHub Pages has all repositories of an owner. */
const aHost = async (): Promise<readonly string[]> => {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, answer) => {
    asked.push(url);
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ at: url }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dashboard/`;
  const { fetch } = globalThis;
  // As a browser resolves what a page asks for.
  vi.stubGlobal("fetch", (path: string) => fetch(new URL(path, page)));
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
};

test.each(["../../../other/evil", "..", ".", "a/../../../../other/evil", "/other/evil", ""])(
  "An address that names the production %j reaches no file outside of the dashboard",
  async (tag) => {
    const asked = await aHost();
    await fetchJson(`data/of/${tag}.json`).catch(() => undefined);
    await fetchJson(`data/of/${tag}/runs`).catch(() => undefined);
    expect(asked.filter((url) => !url.startsWith("/dashboard/data/of/"))).toEqual([]);
    expect(asked.filter((url) => url.includes("other"))).toEqual([]);
  },
);

test("A production of the dashboard is fetched by its name", async () => {
  await aHost();
  expect(await fetchJson("data/of/sP26a-toy.json")).toEqual({ at: "/dashboard/data/of/sP26a-toy.json" });
});
