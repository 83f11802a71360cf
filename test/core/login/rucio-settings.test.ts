import { expect, test } from "vitest";
import { type RucioPlace, readRucioSettings, rucioSecretVariables } from "../../../action/core/login/rucio-settings.ts";
import { Failure } from "../../../action/core/problems/failure.ts";

const place: RucioPlace = { server: "https://rucio.example.org:8443/", account: "sphenix", login: "userpass" };
const env = { RUCIO_HOST: "rucio.example.org:8443", RUCIO_USERNAME: "me", RUCIO_PASSWORD: "a-word" };

test("The login goes to the server of the conventions if whoever holds it has named the host too", () => {
  expect(readRucioSettings(place, env).way).toEqual({ kind: "userpass", user: "me", password: "a-word" });
  const token: RucioPlace = { ...place, login: "token" };
  expect(readRucioSettings(token, { ...env, RUCIO_TOKEN: "a.b.c" }).way).toEqual({ kind: "token", token: "a.b.c" });
});

const refused: readonly (readonly [string, Partial<RucioPlace>, Record<string, string | undefined>, RegExp])[] = [
  ["without RUCIO_HOST", {}, { RUCIO_HOST: undefined }, /RUCIO_HOST is not set/],
  ["with another host in RUCIO_HOST", {}, { RUCIO_HOST: "rucio.example.com" }, /allows another host/],
  ["with the host and another port", {}, { RUCIO_HOST: "rucio.example.org" }, /allows another host/],
  ["over http", { server: "http://rucio.example.org:8443" }, {}, /no https address/],
  ["without verifying", {}, { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, /any server could pass/],
  ["without a password", {}, { RUCIO_PASSWORD: " " }, /RUCIO_PASSWORD is not set/],
  ["with a line break in the password", {}, { RUCIO_PASSWORD: "a\nb" }, /RUCIO_PASSWORD holds a space/],
];

test.each(refused)(
  "A Rucio login %s is refused before anything is sent, without its secret",
  (_, other, change, words) => {
    const read = (): unknown => readRucioSettings({ ...place, ...other }, { ...env, ...change });
    expect(read).toThrow(Failure);
    expect(read).toThrow(words);
    expect(rucioSecretVariables).toContain("RUCIO_PASSWORD");
  },
);
