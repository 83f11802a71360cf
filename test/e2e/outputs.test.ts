import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import type { OutputsRegistered } from "../../scripts/sandbox/panda/jedi/adder.ts";
import { aRucio } from "../adapters/rucio/a-rucio.ts";
import { raise } from "./stand.ts";

/** PanDA's scope of the scene. */
const scope = "user.sphnxpro";

/** A production that is done at a PanDA that registers what its jobs make in a sandbox Rucio. */
const aDoneProduction = async (fault: NonNullable<OutputsRegistered["fault"]> = () => undefined) => {
  const place = await aRucio();
  const { rucio, filler } = place;
  await filler.call("POST", `/accounts/keeper/scopes/${scope}`, {});
  const registers = { url: rucio.url, account: "root", password: "root-word", storage: "NEAR_DISK", fault };
  const stand = await raise(undefined, { panda: { registers } });
  const rules = join(stand.scene.clone, "productions/conventions.yaml");
  await appendFile(rules, `rucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [${scope}] }\n`);
  const request = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  await writeFile(request, (await readFile(request, "utf8")).replace("version: 1.0.0", "version: 1.0.1"));
  await commitAll(stand.scene, "Look where outputs arrive");
  const login = { RUCIO_USERNAME: "keeper", RUCIO_PASSWORD: "keeper-word" };
  const env = { ...stand.env, RUCIO_HOST: new URL(rucio.url).host, ...login };
  const pass = () => stand.runAs(env, "reconcile");
  const said = async () => (await stand.runAs(env, "status", "sP26a-toy-pileup")).stdout;
  expect((await pass()).code).toBe(0);
  await stand.panda.tick(40);
  return { ...place, stand, pass, said };
};

test("A file that is late is missed two days later by name, and when it has arrived Rucio has all of it, and is told what it is", async () => {
  let late = 1;
  const { stand, pass, said, rucio } = await aDoneProduction((file) =>
    file.includes("signal") && late-- > 0 ? "late" : undefined,
  );
  expect((await pass()).code).toBe(0);
  expect(await said()).toContain("its outputs are looked for in Rucio");
  await stand.panda.advance(49 * 60);
  expect((await pass()).code).toBe(1);
  const missed = await said();
  expect(missed).toMatch(/did not arrive in Rucio: user[.]sphnxpro:\S+_signal[.]txt, which has \d of \d files/);
  expect(missed).toMatch(/\n\s*[/]shrek accept sP26a-toy-pileup@1[.]0[.]1 .*\n.*withdraw/);
  await stand.panda.registerLate();
  expect((await pass()).code).toBe(0);
  expect(await said()).toMatch(/Rucio has all of it since \d{4}-/);
  const told = [...rucio.state.dids.values()].filter(({ meta }) => meta["version"] === "1.0.1");
  expect(told.map(({ kind }) => kind)).toEqual(["CONTAINER", "CONTAINER", "CONTAINER", "CONTAINER"]);
  rucio.clearCalls();
  expect((await pass()).code).toBe(0);
  // It looks whether a file was lost since, and writes nothing.
  expect(Object.keys(rucio.calls()).toSorted()).toEqual(["bulkmeta", "content", "did", "login", "replicas"]);
  expect(stand.panda.count().submissions).toBe(1);
});
