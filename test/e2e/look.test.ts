import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readsRaw, rucioRules } from "../../scripts/demo/reads-raw.ts";
import { aRucio } from "../adapters/rucio/a-rucio.ts";
import { canary } from "../canary.ts";
import { raise, type Stand } from "./stand.ts";

const folder = "productions/reads-raw";
const { [`${folder}/production.yaml`]: request = "" } = readsRaw(9);

const withRucio = async (stand: Stand, server: string): Promise<Readonly<Record<string, string>>> => {
  const rules = join(stand.scene.clone, "productions/conventions.yaml");
  await appendFile(rules, rucioRules(server));
  await mkdir(join(stand.scene.clone, folder), { recursive: true });
  await writeFile(join(stand.scene.clone, folder, "production.yaml"), request);
  const host = new URL(server).host;
  return { ...stand.env, RUCIO_HOST: host, RUCIO_USERNAME: "reader", RUCIO_PASSWORD: "reader-word" };
};

test("plan and bump look input data up at a terminal, with a login that goes to the host which it is for", async () => {
  const [stand, { rucio, filler }] = [await raise(), await aRucio()];
  const env = await withRucio(stand, rucio.url);
  await filler.dataset("raw:run.1", 5);

  const planned = await stand.runAs(env, "plan", "--look", folder);
  expect(planned.stderr).toBe("");
  expect(planned.stdout).toContain(
    "raw:run.1: closed dataset, 5 files, 5 kB, 50 events, all at NEAR_DISK (disk, NEAR)",
  );
  expect(planned.stdout).toContain("is not submitted: raw:run.1 is closed and has 5 files, and the request says 9");
  expect(planned.stdout.replaceAll(/\s+/g, " ")).toContain(
    "Good, but raw:run.1 is closed and has 5 files, and the request says 9, so what reads them is not submitted.",
  );

  const bumped = await stand.runAs(env, "bump", "--look", folder);
  expect(bumped).toMatchObject({ code: 0 });
  expect(bumped.stdout).toContain("inputs.raw.files: 9 -> 5");
  expect(await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8")).toContain("files: 5 }");
  const json = JSON.parse((await stand.runAs(env, "plan", "--look", "--json", folder)).stdout) as object;
  expect(json).toMatchObject({ plans: [{ data: { datasets: [{ dataset: "raw:run.1", known: true, files: 5 }] } }] });

  rucio.clearCalls();
  const elsewhere = await stand.runAs({ ...env, RUCIO_HOST: "rucio.example.org" }, "plan", "--look", folder);
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toContain("RUCIO_HOST allows another host");
  const nobody = await stand.runAs({ ...env, RUCIO_PASSWORD: "wrong-word" }, "plan", "--look", folder);
  expect(nobody.code).toBe(2);
  expect(nobody.stderr).toContain("Rucio refuses the login of the account reader");
  expect(nobody.stderr + nobody.stdout).not.toContain("wrong-word");
  expect(rucio.calls()).toEqual({ login: 1 });
});

test("No secret of a Rucio login is printed or written, however talkative the programs are and whatever Rucio answers", async () => {
  const [stand, { rucio }] = [await raise(), await aRucio()];
  const env = await withRucio(stand, rucio.url);
  const rules = join(stand.scene.clone, "productions/conventions.yaml");
  const written = await readFile(rules, "utf8");
  const pem = ["CERTIFICATE", "PRIVATE KEY"].map((kind) => `-----BEGIN ${kind}-----\n${canary(kind)}\n`).join("");
  const secrets = { RUCIO_PASSWORD: canary("password"), RUCIO_TOKEN: canary("token"), RUCIO_X509: pem };
  const talkative = { NODE_DEBUG: "undici,fetch,http,https,net,tls,child_process", DEBUG: "*", GIT_TRACE: "1" };
  for (const [login, fault] of [
    ["userpass", "html"],
    ["token", "500"],
    ["x509", undefined],
  ] as const) {
    await writeFile(rules, written.replace("login: userpass", `login: ${login}`));
    if (fault !== undefined) rucio.fault({ fault, at: "*", times: 99 });
    // That no secret comes out is judged by the stand itself, on every output, file and commit.
    const { code } = await stand.runAs({ ...env, ...secrets, ...talkative }, "plan", "--look", folder);
    expect(code).toBe(2);
    rucio.mend();
  }
});

test("A look without a Rucio in the conventions says so", async () => {
  const stand = await raise();
  const looked = await stand.run("plan", "--look", "productions/toy-pileup");
  expect(looked.code).toBe(2);
  expect(looked.stderr).toContain("name no Rucio");
});

test("Doctor logs in to the Rucio of the conventions, and says what is wrong with the login", async () => {
  const [stand, { rucio }] = [await raise(), await aRucio()];
  const env = await withRucio(stand, rucio.url);
  const found = async (as: Readonly<Record<string, string>>): Promise<string | undefined> =>
    /^\S+ +Rucio: .*$/m.exec((await stand.runAs(as, "doctor")).stdout)?.[0];

  expect(await found(env)).toContain("answers, and knows the login as the account reader");
  expect(await found({ ...env, RUCIO_PASSWORD: "no-word" })).toContain("refuses the login of the account reader");
  expect(await found({ ...env, RUCIO_HOST: "" })).toContain("RUCIO_HOST is not set");
  rucio.fault({ fault: "500", at: "*", times: 99 });
  expect(await found(env)).toContain("Rucio is in trouble");
});
