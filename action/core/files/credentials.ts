import { holdsToken } from "../problems/secret.ts";
import type { SourceFile } from "../text/source-file.ts";

const names = /(^|\/)(\.token|\.netrc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|p12|pfx|key)|x509up_u\d+)$/;

/** Anybody can read a sandbox on PanDA without login (SAFETY S7), so what looks like a secret is not sent. */
export const looksLikeCredential = ({ path, bytes }: SourceFile): boolean =>
  names.test(path) || holdsToken(new TextDecoder("latin1").decode(bytes));
