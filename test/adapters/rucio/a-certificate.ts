import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate that signs itself, with its key. */
export const aCertificate = (name: string): { readonly cert: string; readonly key: string } => {
  const dir = mkdtempSync(join(tmpdir(), "shrek-x509-"));
  const [cert, key] = [join(dir, "own.crt"), join(dir, "own.key")];
  const about = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1", "-nodes"];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", key, "-out", cert];
  try {
    execFileSync("openssl", [...made, ...about], { stdio: "ignore" });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(dir, { recursive: true });
  }
};
