import { execa } from "execa";

/** Whichever of these the machine has; the hashes in requirements.txt are of versions that serve all three. */
const supported = ["3.11", "3.12", "3.13"];
const candidates = ["python3", ...supported.toReversed().map((version) => `python${version}`), "/usr/bin/python3"];

/** The first Python that can make the environment. */
export const findPython = async (): Promise<string> => {
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
