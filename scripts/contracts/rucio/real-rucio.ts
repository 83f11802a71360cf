import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { temporaryFolder } from "../../temporary-folder.ts";

/** Rucio's own server on loopback. It ends with this process at the latest. */
export type RealRucio = {
  readonly url: string;
  readonly password: string;
  /** As PEM, where it was started with an issuer. */
  readonly certificates: Readonly<Record<"authority" | "robot" | "proxy" | "stranger", string>> | null;
  /** Lets Rucio's daemon count, once, what rules have made. */
  count(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Only PostgreSQL holds metadata of any name (RUCIO C16). */
export type RucioDatabase = "sqlite" | "postgresql";

export const startRealRucio = async (
  python: string,
  password: string,
  { database = "sqlite", issuer }: { readonly database?: RucioDatabase | undefined; readonly issuer?: string } = {},
): Promise<RealRucio> => {
  const home = temporaryFolder("shrek-contracts-rucio-");
  const server = execa(
    python,
    [
      "-B",
      join(import.meta.dirname, "serve.py"),
      home.path,
      password,
      database,
      ...(issuer === undefined ? [] : [issuer]),
    ],
    { reject: false, buffer: { stdout: false } },
  );
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value } = await lines.next();
    if (value !== undefined) return value;
    throw new Error(`Rucio's server ended: ${(await server).stderr.slice(-2000)}`);
  };
  const { url, certificates } = JSON.parse(await nextLine()) as Pick<RealRucio, "url" | "certificates">; // serve.py wrote it
  return {
    url,
    password,
    certificates,
    count: async () => {
      server.stdin.write("count\n");
      await nextLine();
    },
    [Symbol.asyncDispose]: async () => {
      server.stdin.end();
      await server;
      home.remove();
    },
  };
};
