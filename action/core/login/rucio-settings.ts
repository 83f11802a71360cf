import { Failure } from "../problems/failure.ts";
import { type Env, given, isLoopback } from "./server-url.ts";

/** Where the experiment's Rucio is, and under whose name it is asked, as the conventions say. */
export type RucioPlace = {
  readonly server: string;
  readonly account: string;
  readonly login: "userpass" | "token" | "x509";
};

export type RucioSettings = RucioPlace & {
  readonly way:
    | { readonly kind: "userpass"; readonly user: string; readonly password: string }
    | { readonly kind: "token"; readonly token: string }
    /** A certificate with its key and those that stand behind it, as PEM. */
    | { readonly kind: "x509"; readonly pem: string };
};

export const rucioSecretVariables = ["RUCIO_PASSWORD", "RUCIO_TOKEN", "RUCIO_X509"] as const;

/** For the server of the conventions, if the login's holder named its host too: no repository chooses where it goes. */
export const readRucioSettings = (place: RucioPlace, env: Env): RucioSettings => {
  checkServer(place.server, env);
  const host = given(env, "RUCIO_HOST");
  if (host === undefined)
    throw new Failure("RUCIO_HOST is not set.", {
      wayOut: `Set it to the host that may get the Rucio login; the conventions say ${new URL(place.server).host}.`,
    });
  if (hostOf(host) !== new URL(place.server).host)
    throw new Failure(
      `The conventions name the Rucio server ${new URL(place.server).host}, but RUCIO_HOST allows another host.`,
      { wayOut: "Nothing was sent there. If the server moved, set RUCIO_HOST to the new host." },
    );
  return { ...place, way: wayOf(place, env) };
};

/** Whoever holds the login has said for which host it is. */
export const hasRucioLogin = (env: Env): boolean => given(env, "RUCIO_HOST") !== undefined;

const wayOf = ({ login, server }: RucioPlace, env: Env): RucioSettings["way"] => {
  switch (login) {
    case "userpass":
      return { kind: "userpass", user: needed(env, "RUCIO_USERNAME"), password: needed(env, "RUCIO_PASSWORD") };
    case "token":
      return { kind: "token", token: needed(env, "RUCIO_TOKEN") };
    case "x509":
      return { kind: "x509", pem: certificate(server, env) };
  }
};

const needed = (env: Env, name: string): string => {
  const value = given(env, name);
  if (value === undefined)
    throw new Failure(`${name} is not set.`, { wayOut: "`rucio: login` of the conventions says which login is used." });
  // It becomes a header.
  if (!/^[\x21-\x7e]{1,8192}$/.test(value))
    throw new Failure(`${name} holds a space, or something that is no ASCII letter.`, {
      wayOut: "Set it to the bare value, without quotes and line breaks.",
    });
  return value;
};

/** It is shown in the handshake, so there must be one. */
const certificate = (server: string, env: Env): string => {
  const pem = given(env, "RUCIO_X509");
  if (pem === undefined)
    throw new Failure("RUCIO_X509 is not set.", {
      wayOut: "`rucio: login` of the conventions says which login is used.",
    });
  if (!/-----BEGIN CERTIFICATE-----/.test(pem) || !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw new Failure("RUCIO_X509 holds no certificate with its key.", {
      wayOut:
        "Set it to the text of a proxy, as voms-proxy-init writes it, or of a certificate and its key without a password.",
    });
  if (!server.startsWith("https:"))
    throw new Failure(`The Rucio server of the conventions is no https address, and x509 needs one.`, {
      wayOut: "Set `rucio: server` to https://HOST, or another `login`.",
    });
  return pem;
};

/** Of `https://HOST:PORT/path`, or of the host alone. */
const hostOf = (written: string): string =>
  URL.canParse(written) && /^https?:/.test(written) ? new URL(written).host : written.toLowerCase();

const checkServer = (server: string, env: Env): void => {
  const { protocol, host } = new URL(server);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(server)))
    throw new Failure(`The Rucio server of the conventions is no https address: ${protocol}//${host}.`, {
      wayOut: "Set `rucio: server` to https://HOST.",
    });
  if (protocol === "https:" && env.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    throw new Failure("NODE_TLS_REJECT_UNAUTHORIZED=0: any server could pass for Rucio and take the login.", {
      wayOut: "Unset it; NODE_EXTRA_CA_CERTS names a file with certificates to trust.",
    });
};
