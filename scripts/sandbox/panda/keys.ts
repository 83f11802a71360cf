import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { JsonObject } from "./json.ts";

export type Keys = {
  readonly kid: string;
  /** The JWKS, as the issuer publishes it. */
  readonly publicKey: JWK;
  readonly verifying: CryptoKey;
  sign(claims: JsonObject): Promise<string>;
};

const kid = "sandbox-1";

/** The issuer's key pair, made once for a state folder: tokens outlive a restart. Of use for nothing but this sandbox. */
export const openKeys = async (dir: string): Promise<Keys> => {
  const path = join(dir, "issuer-key.json");
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(await newKey()), { mode: 0o600 });
  const privateJwk = JSON.parse(readFileSync(path, "utf8")) as JWK; // what the line above wrote
  const publicKey: JWK = { kty: "RSA", n: privateJwk.n ?? "", e: privateJwk.e ?? "", kid, alg: "RS256", use: "sig" };
  const [signing, verifying] = await Promise.all([importJWK(privateJwk, "RS256"), importJWK(publicKey, "RS256")]);
  if (signing instanceof Uint8Array || verifying instanceof Uint8Array) throw new TypeError("an RSA key was expected");
  return {
    kid,
    publicKey,
    verifying,
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256", kid }).sign(signing),
  };
};

const newKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return exportJWK(privateKey);
};
