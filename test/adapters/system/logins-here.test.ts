import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loginsHere } from "../../../action/adapters/system/logins-here.ts";

/** A user whose number nobody has. */
const nobody = 3_999_999_999;

test("A machine with logins in variables and in files where programs look for them names each, and never a value", async () => {
  const home = await mkdtemp(join(tmpdir(), "shrek-home-"));
  onTestFinished(() => rm(home, { recursive: true }));
  await mkdir(join(home, ".ssh"));
  await writeFile(join(home, ".ssh/id_ed25519"), "");
  await writeFile(join(home, ".netrc"), "");
  await writeFile(join(home, `bt_u${nobody}`), "");

  const env = { HOME: home, XDG_RUNTIME_DIR: home, BEARER_TOKEN: "a value", X509_USER_PROXY: "" };
  expect(await loginsHere(env, nobody)).toEqual([
    "BEARER_TOKEN",
    ...[`bt_u${nobody}`, ".netrc", ".ssh/id_ed25519"].map((name) => join(home, name)),
  ]);
  expect(await loginsHere({ HOME: join(home, "nowhere") }, nobody)).toEqual([]);
});

test.each([
  ...[".git-credentials", ".aws/credentials", ".docker/config.json", ".kube/config", ".globus/usercert.p12"],
  ...[".config/rucio/rucio.cfg", ".condor/tokens.d/any", ".ssh/of_another_name", ".npmrc", ".pypirc"],
  ...[".config/gcloud/credentials.db", ".credentials"],
])("A machine with the file %s in the home folder, or above the work of its runner, has a login", async (file) => {
  const home = await mkdtemp(join(tmpdir(), "shrek-home-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const env = { HOME: home, RUNNER_WORKSPACE: join(home, "_work/productions") };
  await mkdir(join(home, ".ssh"));
  for (const name of ["known_hosts", "config", "id_ed25519.pub", "authorized_keys"])
    await writeFile(join(home, ".ssh", name), "");
  expect(await loginsHere(env, nobody)).toEqual([]);
  await mkdir(join(home, file, ".."), { recursive: true });
  await writeFile(join(home, file), "");
  expect(await loginsHere(env, nobody)).toEqual([join(home, file)]);
});

test.each(["PANDA_AUTH_REFRESH_TOKEN", "RUCIO_PASSWORD", "RUCIO_TOKEN", "GITHUB_TOKEN", "X509_USER_CERT"])(
  "A machine with the variable %s has a login",
  async (name) => expect(await loginsHere({ HOME: "/nowhere", [name]: "x" }, nobody)).toEqual([name]),
);
