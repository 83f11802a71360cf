import assert from "node:assert/strict";
import { logIn } from "../../action/adapters/panda/log-in.ts";
import { callPanda } from "../../action/adapters/panda/wire.ts";
import { originOf, readSettings } from "../../action/core/login/settings.ts";
import type { JsonObject } from "../sandbox/panda/json.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Check } from "./check.ts";
import { askInFile } from "./real-parser.ts";
import type { Venv } from "./venv.ts";
import { vo } from "./workflow.ts";

type Decided = { readonly message: string | null; readonly userName: string; readonly production: boolean };

/** Logins of ours, at the sandbox's issuer, as panda-server's own code decides about them: who is let in, with which role, under which name. */
export const loginCheck = (venv: Venv): Check => ({
  name: "panda-server lets in the logins that the sandbox lets in, under the names that SHREK expects",
  run: async () => {
    using temporary = temporaryFolder("shrek-contracts-login-");
    const dir = temporary.path;
    await using sandbox = await start({ dir, vo });
    const persons: readonly JsonObject[] = [
      {},
      { name: "ADA king-noel (CERN) o'hara 42", groups: [`/${vo}`, `/${vo}/production`] },
      { name: null },
      { groups: [vo] },
      { groups: ["elsewhere"] },
      { groups: null },
    ];
    const ways = [
      { PANDA_AUTH_ROBOT_ID: "sandbox-robot", PANDA_AUTH_ROBOT_SECRET: "sandbox-secret" },
      { PANDA_AUTH_REFRESH_TOKEN: "sandbox-refresh-1" },
      ...(await Promise.all(persons.map(async (claims) => ({ PANDA_AUTH_ID_TOKEN: await sandbox.token(claims) })))),
    ];
    const logins = await Promise.all(
      [vo, `${vo}.production`, `${vo}:production`].flatMap((written) =>
        ways.map((way) =>
          logIn(readSettings({ PANDA_URL_SSL: sandbox.url, PANDA_AUTH_VO: written, ...way }), () => new Date()),
        ),
      ),
    );
    const calls = logins.map((login) => ({ token: login.token, origin: originOf(login) }));
    const asked = { url: sandbox.url, vos: [vo, `${vo}.production`], calls };
    const { answers } = (await askInFile(venv, "decode_token.py", asked)) as {
      readonly answers: readonly Decided[];
    }; // decode_token.py wrote it
    assert.equal(answers.length, logins.length);
    for (const [index, login] of logins.entries()) {
      const { message, userName, production } = answers[index] ?? { message: "", userName: "", production: false };
      const path = "/api/v1/system/get_user_attributes";
      const ours = await callPanda(login, { method: "GET", path, timeout: 10_000 });
      assert.equal(ours.kind === "answered" && ours.status === 200, message === null, `${index}: ${message ?? ""}`);
      if (message !== null) continue;
      assert.equal(login.userName, userName, `${index}`);
      assert.equal(production, login.role === "production", `${index}`);
    }
    assert.ok(answers.some(({ message }) => message === null) && answers.some(({ message }) => message !== null));
  },
});
