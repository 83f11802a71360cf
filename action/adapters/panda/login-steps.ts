import type { LoginSettings } from "../../core/login/settings.ts";
import { once } from "../../core/text/once.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Identity, LoginDoor } from "../../ports/login-steps.ts";
import { type AuthConfig, readAuthConfig } from "./auth-config.ts";
import { defaultLimits } from "./limits.ts";
import { logIn } from "./log-in.ts";
import type { Login } from "./login.ts";
import { readRequestNamed } from "./request-names.ts";
import { askServerClock } from "./server-clock.ts";
import { readHealth } from "./tasks.ts";
import { callPanda, dataOf } from "./wire.ts";

/** Each step is done once, whoever asks for it: a refresh token may be good for one use only. */
export const loginDoor = (settings: LoginSettings, clock: Clock): LoginDoor => {
  const { url, vo, role, way, hosts } = settings;
  const ahead = once(() => askServerClock(url, clock.now));
  const config = once(() => readAuthConfig(settings));
  const login = once(() => logIn(settings, clock.now));
  return {
    where: { url, vo, role, way: way.kind },
    clock: ahead,
    authConfig: async () => (await config()).discovery.host,
    issuer: async () => {
      const found = await config();
      if (way.kind === "token" && !hosts.includes(found.discovery.host)) return undefined;
      return (await openAs(found, hosts, (await ahead()) ?? 0)).host;
    },
    logIn: async () => {
      const { userName, expires, rotated } = await login();
      return { userName, expires, rotated };
    },
    identity: async () => {
      const held = await login();
      await readHealth(held);
      return readIdentity(held);
    },
    idds: async () => void (await readRequestNamed(await login(), "shrek-doctor")),
  };
};

const openAs = async (config: AuthConfig, hosts: readonly string[], ahead: number) =>
  (await import("./issuer.ts")).openIssuer(config, config.client, hosts, ahead);

/** `system/get_user_attributes`; never `get_attributes`, which repeats the request with its token. */
const readIdentity = async (login: Login): Promise<Identity | undefined> => {
  const path = "/api/v1/system/get_user_attributes";
  const answer = await callPanda(login, { method: "GET", path, timeout: defaultLimits.read });
  // Older servers, and those without Rucio, fail here; the login itself was accepted before.
  if (answer.kind === "answered" && answer.status !== 200) return undefined;
  const { data } = dataOf(answer, "say who is calling");
  if (typeof data !== "object" || data === null) return undefined;
  const { user_dn_clean: userName, is_production_user: production }: Record<string, unknown> = { ...data };
  return typeof userName === "string" && typeof production === "boolean" ? { userName, production } : undefined;
};
