import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { type Chance, chance } from "../../../scripts/fuzz/chance.ts";
import { type Draft, valid } from "../a-production.ts";
import { requestOf, someFiles, someSeeds } from "./some-requests.ts";

const seeds = someSeeds(25);
const requests = seeds.map(requestOf);

/** Every mapping with its keys in another order. */
const shuffled = (by: Chance, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((member) => shuffled(by, member));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => ({ key, member, rank: by.below(1e9) }));
  return Object.fromEntries(
    entries.toSorted((a, b) => a.rank - b.rank).map(({ key, member }) => [key, shuffled(by, member)]),
  );
};

test("The order of keys, the folder and the order of files change no byte of a rendering", () => {
  fc.assert(
    fc.property(fc.constantFrom(...requests), fc.integer(), (request, seed) => {
      const one = valid(request, { files: someFiles }).production;
      const other = valid(shuffled(chance(seed), request) as Draft, {
        folder: "productions/elsewhere",
        files: someFiles.toReversed(),
      }).production;

      const [ours, theirs] = [renderProduction(one), renderProduction(other)];
      expect(theirs.sent).toEqual(ours.sent);
      expect(theirs.documents).toEqual(ours.documents);
      expect(theirs.digest).toBe(ours.digest);
      expect(other.contentDigest).toBe(one.contentDigest);
    }),
    { numRuns: 150 },
  );
});

type Printed = { readonly rendererVersion: number; readonly rendered: readonly { readonly content: string }[] };

const printed = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Printed> => {
  const script = new URL("print-renderings.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [...args, script, JSON.stringify(seeds)], {
    cwd: env["TZ"] === "UTC" ? "/" : undefined,
    env: { PATH: process.env["PATH"], ...env },
  });
  return JSON.parse(stdout) as Printed;
};

test("Clock, language and working folder change no byte of a rendering", async () => {
  const [here, ...elsewhere] = await Promise.all(
    [
      { TZ: "UTC", LC_ALL: "C" },
      { TZ: "Pacific/Apia", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
      { TZ: "Asia/Kathmandu", LANG: "de_DE.UTF-8", LC_NUMERIC: "de_DE.UTF-8" },
      { TZ: "America/New_York", LC_ALL: "ar_EG.UTF-8" },
    ].map((env) => printed(env)),
  );

  expect(here?.rendered).toHaveLength(25);
  for (const other of elsewhere) expect(other).toEqual(here);
});

test("Another version of the renderer does not change the content of a production", async () => {
  const other = new URL("other-renderer.ts", import.meta.url).href;

  const [now, later] = await Promise.all([printed({}), printed({}, "--import", other)]);

  expect(later.rendererVersion).toBe(999);
  expect(now.rendererVersion).not.toBe(999);
  expect(later.rendered.map(({ content }) => content)).toEqual(now.rendered.map(({ content }) => content));
});
