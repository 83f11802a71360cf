import { execa } from "execa";

/** Installs Debian's package where its program is missing; whoever is not root is told the command. */
export const ensureProgram = async (
  program: string,
  packages: readonly string[],
  say: (line: string) => void,
): Promise<void> => {
  const found = await execa("sh", ["-c", 'command -v "$1"', "sh", program], { reject: false });
  if (found.exitCode === 0) return;
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  if (process.getuid?.() !== 0)
    throw new Error(`${program} is not installed. On Debian: sudo apt-get ${install.join(" ")}`);
  say(`installing ${packages.join(" and ")}`);
  await execa("apt-get", ["update", "--quiet"]);
  await execa("apt-get", install, { env: { DEBIAN_FRONTEND: "noninteractive" } });
};
