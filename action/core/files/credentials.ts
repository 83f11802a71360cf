import type { SourceFile } from "../text/source-file.ts";

const names = /(^|\/)(\.token|\.netrc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|p12|pfx|key)|x509up_u\d+)$/;
const contents = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, // a signed JSON Web Token
  /\b(ghp|gho|ghs|ghu|github_pat)_[A-Za-z0-9_]{20,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
];

/** Anybody can read a sandbox on PanDA without login (SAFETY S7), so what looks like a secret is not sent. */
export const looksLikeCredential = (file: SourceFile): boolean => {
  if (names.test(file.path)) return true;
  const text = new TextDecoder("latin1").decode(file.bytes);
  return contents.some((pattern) => pattern.test(text));
};
