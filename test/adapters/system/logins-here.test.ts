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
